#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred env: all of a token's variables for a shell, or "false;".
#
# Other shells expand what single quotes hold; a test's subshell is its own.
# shellcheck disable=SC2016,SC2030,SC2031
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/command.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	unset SHELL
}

teardown() {
	forget_key
}

@test "--help and wrong options" {
	helps env
	each_option_helped env app org account profile for life shell
	checks_usage env
	refused_usage env extra
	refused_usage env --shell tcsh
	says bash zsh sh fish
}

# after SHELL EVAL: the variables that differ once the shell has run that.
after() {
	env FLY_ACCESS_TOKEN=hides "$1" -c "env | sort > '$HOME/before'
		$2
		env | sort > '$HOME/after'"
	diff "$HOME/before" "$HOME/after" | grep '^[<>] FLY_' || :
}

# five LINES: exactly the five variables, with what they should hold.
five() {
	local names expires

	names=$(cut -d = -f 1 <<< "$1" | xargs -d '\n')
	[ "$names" = "< FLY_ACCESS_TOKEN > FLY_API_TOKEN > FLY_CRED_EXPIRES\
 > FLY_CRED_SCOPE > FLY_SEND_METRICS" ]
	grep -qx '> FLY_CRED_SCOPE=app:shop' <<< "$1"
	grep -qx '> FLY_SEND_METRICS=0' <<< "$1"
	expires=$(sed -n 's/^> FLY_CRED_EXPIRES=//p' <<< "$1")
	[[ $expires =~ ^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z$ ]]
	expires=$(($(date -d "$expires" +%s) - $(date +%s)))
	((expires <= 28800 && expires > 28790))
	sed -n 's/^> FLY_API_TOKEN=//p' <<< "$1" > "$HOME/token"
	grep -qE '^fm2_' "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
}

@test "bash, dash and zsh take it with eval" {
	local shell

	for shell in bash dash zsh; do
		five "$(after "$shell" 'eval "$(fly-cred env)"')"
	done
}

@test "fish takes it with eval and with source" {
	export XDG_CONFIG_HOME=$HOME/.config
	five "$(after fish 'eval (fly-cred env --shell fish | string collect)')"
	five "$(after fish 'fly-cred env --shell fish | source')"
}

@test "SHELL says which shell it is when --shell does not" {
	SHELL=/usr/bin/fish run -0 fly-cred env
	[[ $output == "set -gx FLY_API_TOKEN '"* ]]
	SHELL=/usr/bin/fish run -0 fly-cred env --shell sh
	[[ $output == "export FLY_API_TOKEN='"* ]]
	SHELL=/bin/tcsh run -0 fly-cred env
	[[ $output == "export FLY_API_TOKEN='"* ]]
}

@test "five lines, single quotes, nothing a shell would expand" {
	run --separate-stderr fly-cred env
	[ "${#lines[@]}" -eq 5 ]
	[ -z "$stderr" ]
	run -1 grep -vE "^(export [A-Z_]+='[A-Za-z0-9+/=_,:.-]*'|unset [A-Z_]+);$" \
		<<< "$output"
}

@test "an organization is named as such" {
	[[ $(fly-cred env --org acme) == *"FLY_CRED_SCOPE='org:acme'"* ]]
}

# stops SHELL: with set -e a failed env ends the script there.
stops() {
	run "$1" -e -c 'eval "$(fly-cred env '"${2-}"' 2> /dev/null)"
		echo went on'
	[[ $status -ne 0 && $output != *"went on"* ]]
}

@test "a failure prints false; alone, and set -e stops there" {
	local shell

	for shell in bash dash zsh; do
		stops "$shell" "--app nosuch"
		stops "$shell" "--no-such-option"
		stops "$shell" "one too many"
	done
	run --separate-stderr fly-cred env --app nosuch
	[ "$status" -eq 3 ]
	[ "$output" = "false;" ]
	[[ $stderr == "fly-cred: "*"'nosuch'"* ]]
	FLY_CRED_KEY_FILE='' fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' run --separate-stderr fly-cred env
	[ "$status" -eq 4 ]
	[ "$output" = "false;" ]
}

@test "fish: a failure changes nothing and fails" {
	export XDG_CONFIG_HOME=$HOME/.config
	run fish -c 'fly-cred env --shell fish --app nosuch 2> /dev/null | source
		or echo failed; echo "<$FLY_API_TOKEN>"'
	[ "$output" = $'failed\n<>' ]
}

@test "after a failure the shell keeps what it had" {
	[ -z "$(after bash 'eval "$(fly-cred env --app nosuch 2> /dev/null)"')" ]
}

@test "--life bounds the token and is what FLY_CRED_EXPIRES says" {
	local expires

	eval "$(fly-cred env --life 20m)"
	expires=$(($(date -d "$FLY_CRED_EXPIRES" +%s) - $(date +%s)))
	((expires <= 1200 && expires > 1190))
	expires=$(life_left <<< "$FLY_API_TOKEN")
	((expires <= 1200 && expires > 1190))
}
