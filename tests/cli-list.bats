#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred list: the stored tokens, for people and for programs.
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
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
}

teardown() {
	forget_key
}

@test "--help and wrong options" {
	helps list
	each_option_helped list remote app org account json
	checks_usage list
	refused 2 fly-cred list extra
}

@test "with nothing stored: a heading, and an empty array" {
	run --separate-stderr fly-cred list
	[ "$status" -eq 0 ]
	[[ $output == "SCOPE "*"PROFILE "*"LEFT "*"ACCOUNT "*"NAME" ]]
	[ "${#lines[@]}" -eq 1 ]
	run --separate-stderr fly-cred list --json
	[ "$status" -eq 0 ]
	[ "$(jq -c . <<< "$output")" = "[]" ]
	[ -z "$stderr" ]
}

@test "a line for each token: scope, profile, life left, account" {
	fly-cred get --app shop > /dev/null
	fly-cred get --org acme > /dev/null
	run -0 fly-cred list
	[ "${#lines[@]}" -eq 3 ]
	grep -qE '^app:shop +deploy +(23h59m|1d0h) +dev@example.com ' \
		<<< "$output"
	grep -qE '^org:acme +deploy_organization +(23h59m|1d0h) +dev@' \
		<<< "$output"
}

@test "--json has these members and never a token" {
	fly-cred get --app shop > /dev/null
	run --separate-stderr fly-cred list -j
	[ "$(jq -c '.[0] | keys' <<< "$output")" = \
		'["account","expires_at","id","issued_at","name","profile","scope"]' ]
	[ "$(jq -r '.[0] | "\(.account) \(.scope) \(.profile)"' \
		<<< "$output")" = "dev@example.com app:shop deploy" ]
	[[ $(jq -r '.[0].name' <<< "$output") == "fly-cred "*" app:shop "* ]]
	[ "$(jq '.[0] | (.expires_at | fromdate) - (.issued_at | fromdate)' \
		<<< "$output")" -ge 86398 ]
	stand_in_control state | jq -e --arg id \
		"$(jq -r '.[0].id' <<< "$output")" '.records[] | select(.id == $id)'
	[[ $output != *fm2_* ]]
}

@test "what has expired is listed as that" {
	stand_in_control '{"life": 600}'
	fly-cred get --app shop > /dev/null
	faketime -f +11m fly-cred list | grep -qE '^app:shop +deploy +expired '
}

@test "every account's tokens are listed, whichever is in use" {
	fly-cred get --app shop > /dev/null
	fly-cred login --token-stdin --name ops < "$T/world/login-token-2" \
		> /dev/null
	fly-cred get --account ops --app foreign > /dev/null
	run -0 fly-cred list --json
	[ "$(jq -r 'map(.account) | sort | join(" ")' <<< "$output")" = \
		"dev@example.com ops" ]
}

@test "a locked store is 4, none is 3" {
	FLY_CRED_STORE=$HOME/none refused 3 fly-cred list --json
	fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' refused 4 fly-cred list
	FLY_CRED_KEY_FILE='' refused 4 fly-cred list --json
}
