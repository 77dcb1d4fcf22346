#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred exec: becomes the command, which has a token that lasts.
#
# Other shells expand what single quotes hold.
# shellcheck disable=SC2016
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
}

teardown() {
	forget_key
}

@test "the settings of tools say what their tokens may do" {
	export CLAUDECODE=1
	mkdir -p "$HOME/.config/fly-cred"
	echo '{env: {profile: readonly}, exec: {profile: deploy}}' \
		> "$HOME/.config/fly-cred/config.yml"
	run -0 --separate-stderr fly-cred exec -- printenv FLY_API_TOKEN
	[ -z "$stderr" ]
	may rw '"app_name": "shop"' <<< "$output"
	run -0 --separate-stderr fly-cred get
	may r '"app_name": "shop"' <<< "$output"
	may_not rw '"app_name": "shop"' <<< "$output"
	run -0 --separate-stderr fly-cred get --profile deploy
	may rw '"app_name": "shop"' <<< "$output"
}

@test "--help and wrong options" {
	helps exec
	each_option_helped exec app org account profile cluster for life token-env token-fd command
	checks_usage exec
	refused 2 fly-cred exec
	says "fly-cred exec -- "
	refused 2 fly-cred exec --for soon -- true
}

@test "options end at the command; what follows is the command's" {
	run -0 fly-cred exec echo --app blog --help
	[ "$output" = "--app blog --help" ]
	run -0 fly-cred exec --app blog -- printenv FLY_CRED_SCOPE
	[ "$output" = app:blog ]
}

@test "it becomes the command: same process, same streams" {
	local pid

	fly-cred exec -- sh -c 'echo $$; cat' <<< in > "$HOME/out" 3>&- &
	pid=$!
	wait "$pid"
	[ "$(cat "$HOME/out")" = "$pid"$'\nin' ]
}

@test "the exit status, or the signal, is the command's" {
	run -0 fly-cred exec -- true
	run -7 fly-cred exec -- sh -c 'exit 7'
	run -255 fly-cred exec -- sh -c 'exit 255'
	run -143 fly-cred exec -- sh -c 'kill -TERM $$'
}

@test "signals are at their defaults again" {
	run -0 bash -c 'fly-cred exec -- yes | head -n 1; echo ${PIPESTATUS[0]}'
	[ "$output" = $'y\n141' ]
}

@test "five variables, a token of all that remains" {
	local left

	FLY_ACCESS_TOKEN=hides run -0 fly-cred exec -- env
	[[ $output != *FLY_ACCESS_TOKEN* ]]
	grep -qx FLY_CRED_SCOPE=app:shop <<< "$output"
	grep -qx FLY_SEND_METRICS=0 <<< "$output"
	grep -qE '^FLY_CRED_EXPIRES=2' <<< "$output"
	sed -n 's/^FLY_API_TOKEN=//p' <<< "$output" > "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
	may_not rw '"app_name": "blog"' < "$HOME/token"
	left=$(life_left < "$HOME/token")
	((left <= 86400 && left > 86380))
}

@test "fly-cred's own secrets stay out; the rest stays as it was" {
	export FLY_CRED_PASSPHRASE_FILE=$HOME/passphrase OTHER=kept
	# A shell in the child must not take the token for its hook's.
	export FLY_CRED_HOOK=FLY_API_TOKEN FLY_CRED_BEFORE_FLY_API_TOKEN=old
	run -0 fly-cred exec -- env
	[[ $output != *FLY_CRED_HOOK* && $output != *FLY_CRED_BEFORE* ]]
	[[ $output != *FLY_CRED_KEY_FILE* ]]
	[[ $output != *FLY_CRED_PASSPHRASE_FILE* ]]
	grep -qx OTHER=kept <<< "$output"
	grep -qx "FLY_API_BASE_URL=$STAND_IN_URL" <<< "$output"
}

@test "nothing of ours stays open in the command" {
	run -0 fly-cred exec -- bash -c 'ls -l /proc/$$/fd' 3>&-
	[[ $output != *"$HOME"* ]]
}

# own_tool: a program called caught-tool in the current directory.
own_tool() {
	printf '#!/bin/sh\necho caught\n' > caught-tool
	chmod +x caught-tool
}

@test "relative and empty entries of PATH do not count" {
	local path

	own_tool
	for path in ".:$PATH" "$PATH:." ":$PATH" "$PATH:" "$PATH::/nowhere" \
		"../shop:$PATH"; do
		PATH=$path refused 3 fly-cred exec -- caught-tool
		says "'caught-tool'" PATH relative
	done
	PATH=$PATH:$HOME/shop run -0 fly-cred exec -- caught-tool
	[ "$output" = caught ]
	run -0 fly-cred exec -- ./caught-tool
	[ "$output" = caught ]
}

@test "a relative entry never comes before a later absolute one" {
	mkdir "$HOME/bin"
	printf '#!/bin/sh\necho right\n' > "$HOME/bin/caught-tool"
	chmod +x "$HOME/bin/caught-tool"
	own_tool
	PATH=.:$PATH:$HOME/bin run -0 fly-cred exec -- caught-tool
	[ "$output" = right ]
}

@test "a command that is not there: 3, before any token is made" {
	local creates

	creates=$(stand_in_count createLimitedAccessToken)
	refused 3 fly-cred exec -- no-such-command
	says "'no-such-command'"
	refused 3 fly-cred exec -- ./no-such-command
	refused 3 fly-cred exec -- "$HOME"
	[ "$(stand_in_count createLimitedAccessToken)" -eq "$creates" ]
}

@test "it does not start with a token that could die on the way" {
	stand_in_control '{"life": 600}'
	refused 5 fly-cred exec --for 45m -- touch "$HOME/ran"
	says "'shop'" "45m"
	[ ! -e "$HOME/ran" ]
	run -0 fly-cred exec --for 5m -- touch "$HOME/ran"
	[ -e "$HOME/ran" ]
}

@test "without --for it wants 15 minutes, and renews for them" {
	local creates

	stand_in_control '{"life": 3600}'
	fly-cred get > /dev/null
	stand_in_control '{"life": null, "clock": 2820}'
	creates=$(stand_in_count createLimitedAccessToken)
	faketime -f +2820s fly-cred exec -- true
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((creates + 1)) ]
}

@test "--life bounds what the command gets" {
	local left

	fly-cred exec --life 20m -- printenv FLY_API_TOKEN > "$HOME/token"
	left=$(life_left < "$HOME/token")
	((left <= 1200 && left > 1190))
}

@test "failures of the token are those of get, and nothing runs" {
	refused 3 fly-cred exec --app nosuch -- touch "$HOME/ran"
	FLY_CRED_KEY_FILE='' fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' refused 4 fly-cred exec -- touch "$HOME/ran"
	[ ! -e "$HOME/ran" ]
}
