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
	each_option_helped env app org account profile cluster for life token-env token-fd command shell
	checks_usage env
	refused_usage env extra
	refused_usage env --shell tcsh
	says bash zsh sh fish json dotenv github
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

# reads_back SHELL CODE...: it reads thousands of variables of all kinds of
# characters, and a program started from it has them to the byte.
reads_back() {
	local shell=$1 values=$FLY_CRED_BUILDDIR/tests/programs/write-values

	shift
	"$values" "$shell" "$HOME/expected" > "$HOME/code"
	[[ $(tr '\0' '\n' < "$HOME/expected" | wc -l) -gt 1000 ]]
	printf '%s\n' "$@" 'env -0 > "$HOME/environment"' >> "$HOME/code"
	"$shell" "$HOME/code"
	grep -zaE '^V[0-9]+=' "$HOME/environment" | sort -z > "$HOME/found"
	sort -z "$HOME/expected" | cmp - "$HOME/found"
}

@test "bash, zsh, dash and fish read any value back, or it is refused" {
	local shell

	export XDG_CONFIG_HOME=$HOME/.config
	for shell in bash zsh dash fish; do
		reads_back "$shell"
	done
}

@test "values are the same in a shell that expands history" {
	"$FLY_CRED_BUILDDIR/tests/programs/write-values" bash "$HOME/expected" \
		> "$HOME/code"
	bash --norc -i -c 'set -H; eval "$(cat "$HOME/code")"
		env -0 > "$HOME/environment"' 2> /dev/null
	grep -zaE '^V[0-9]+=' "$HOME/environment" | sort -z > "$HOME/found"
	sort -z "$HOME/expected" | cmp - "$HOME/found"
}

@test "json: one object of the same values, null for what must not be set" {
	"$FLY_CRED_BUILDDIR/tests/programs/write-values" json \
		"$HOME/expected" > "$HOME/values"
	jq -rj 'to_entries[] | "\(.key)=\(.value)\u0000"' "$HOME/values" |
		cmp - "$HOME/expected"
	run -0 --separate-stderr fly-cred env --shell json
	[ "$(jq -r .FLY_ACCESS_TOKEN <<< "$output")" = null ]
	[ "$(jq -r .FLY_CRED_SCOPE <<< "$output")" = app:shop ]
	jq -r .FLY_API_TOKEN <<< "$output" | may rw '"app_name": "shop"'
}

@test "dotenv: plain lines that bash reads as well" {
	run -0 --separate-stderr fly-cred env --shell dotenv
	run -1 grep -vE '^[A-Z_]+=[A-Za-z0-9_+/=.,:@%-]+$' <<< "$output"
	[ "${#lines[@]}" -eq 0 ]
	fly-cred env --shell dotenv > .env
	bash -c 'set -a; . ./.env; printenv FLY_API_TOKEN' |
		may rw '"app_name": "shop"'
	run ! grep FLY_ACCESS_TOKEN .env
}

# on_github: a job's file, with a line that an earlier step left open.
on_github() {
	export GITHUB_ENV=$HOME/github-env
	printf 'EARLIER=step' > "$GITHUB_ENV"
}

# github_variable NAME < FILE: its value, as the runner reads it.
github_variable() {
	sed -n "/^$1<<fly_cred_[0-9a-f]\{32\}\$/{n;p}"
}

@test "github: the value is masked, then appended to GITHUB_ENV" {
	on_github
	run -0 --separate-stderr fly-cred env --shell github
	[ "$(head -n 1 "$GITHUB_ENV")" = EARLIER=step ]
	github_variable FLY_API_TOKEN < "$GITHUB_ENV" > "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
	[ "${lines[0]}" = "::add-mask::$(cat "$HOME/token")" ]
	tr , '\n' < "$HOME/token" | while read -r part; do
		grep -qxF "::add-mask::$part" <<< "$output"
	done
	run -1 grep -v '^::add-mask::fm2_' <<< "$output"
	[ "$(github_variable FLY_CRED_SCOPE < "$GITHUB_ENV")" = app:shop ]
	run ! grep FLY_ACCESS_TOKEN "$GITHUB_ENV"
	# Every delimiter stands there twice, and no two are the same.
	grep -o 'fly_cred_[0-9a-f]*' "$GITHUB_ENV" | sort | uniq -c > "$HOME/ends"
	[ "$(awk '{ print $1 }' "$HOME/ends" | sort -u)" = 2 ]
	[ "$(wc -l < "$HOME/ends")" -eq 4 ]
}

@test "github: what can't be done leaves the file as it was" {
	refused 2 fly-cred env --shell github
	says GITHUB_ENV
	GITHUB_ENV=/dev/null refused 2 fly-cred env --shell github
	GITHUB_ENV=$HOME/nosuch refused 1 fly-cred env --shell github
	on_github
	FLY_ACCESS_TOKEN=hides refused 2 fly-cred env --shell github
	says FLY_ACCESS_TOKEN
	refused 3 fly-cred env --shell github --app nosuch
	[ "$(cat "$GITHUB_ENV")" = EARLIER=step ]
}

@test "json, dotenv and github: after a failure nothing on stdout" {
	local form

	on_github
	for form in json dotenv github; do
		refused 3 fly-cred env --app nosuch --shell "$form"
	done
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

@test "for a coding agent the token only reads, and says so" {
	CLAUDECODE=1 run -0 --separate-stderr fly-cred env --shell json
	[[ $stderr == "fly-cred: CLAUDECODE is set, "*"--profile deploy"* ]]
	jq -r .FLY_API_TOKEN <<< "$output" > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	may_not rw '"app_name": "shop"' < "$HOME/token"
	CURSOR_AGENT=x run -0 --separate-stderr fly-cred exec --org acme -- \
		printenv FLY_API_TOKEN
	[[ $stderr == "fly-cred: CURSOR_AGENT is set, "* ]]
	may r '"app_name": "blog"' <<< "$output"
	may_not rw '"app_name": "blog"' <<< "$output"
}

@test "a flag or the setting raises it; other commands are as ever" {
	export GEMINI_CLI=1
	run -0 --separate-stderr fly-cred env --profile deploy --shell json
	[ -z "$stderr" ]
	jq -r .FLY_API_TOKEN <<< "$output" | may rw '"app_name": "shop"'
	run -0 --separate-stderr fly-cred get
	[ -z "$stderr" ]
	may rw '"app_name": "shop"' <<< "$output"
	mkdir -p "$HOME/.config/fly-cred"
	echo 'agent: {readonly: false}' > "$HOME/.config/fly-cred/config.yml"
	run -0 --separate-stderr fly-cred exec -- printenv FLY_API_TOKEN
	[ -z "$stderr" ]
	may rw '"app_name": "shop"' <<< "$output"
}

@test "the hook's token only reads for a coding agent, too" {
	fly-cred allow > /dev/null
	OPENCODE=1 fly-cred hook --export bash > "$HOME/code"
	grep -q "^_fly_cred_tell 'OPENCODE is set, " "$HOME/code"
	sed -n "s/^_fly_cred_set FLY_API_TOKEN '\(.*\)';/\1/p" "$HOME/code" \
		> "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	may_not rw '"app_name": "shop"' < "$HOME/token"
}
