#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred revoke: worthless at Fly, forgotten here, one line for each token.
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
	stand_in_control '{"faults": [], "clock": 0, "life": null,
		"revoke": "all"}'
	person_logged_in dev
}

teardown() {
	forget_key
}

# revoke [ARGUMENT...]: without a terminal; sets status, output and stderr.
revoke() {
	run --separate-stderr timeout -k 2 60 setsid -w fly-cred revoke "$@"
}

# stored APP: the id of the app's stored token, got now.
stored() {
	fly-cred get --app "$1" > "$HOME/token-$1"
	fly-cred list --json |
		jq -r --arg scope "app:$1" 'map(select(.scope == $scope))[0].id'
}

# works APP: whether Fly still takes the token that was got for the app.
works() {
	stand_in_control get "/v1/apps/$1" --token-file "$HOME/token-$1" \
		> /dev/null
}

# remembered: how many tokens the store has.
remembered() {
	fly-cred list --json | jq length
}

@test "a revoked token is worthless and forgotten, others are neither" {
	local id

	id=$(stored shop)
	stored blog > /dev/null
	works shop
	revoke "$id"
	[ "$status" -eq 0 ]
	[ "$output" = "revoked $id" ]
	[ -z "$stderr" ]
	run ! works shop
	works blog
	[ "$(remembered)" -eq 1 ]
}

@test "after a failure it goes on, and the status is that of the failure" {
	local id

	id=$(stored shop)
	revoke nonsense "$id" more-nonsense
	[ "$status" -eq 3 ]
	[ "$output" = "revoked $id" ]
	[[ $stderr == *"fly-cred: nonsense: "*"fly-cred: more-nonsense: "* ]]
	[[ $stderr == *"2 of 3 tokens"* ]]
	[ "$(remembered)" -eq 0 ]
}

@test "an id that looks like an option goes after two dashes" {
	local id

	id=$(stored shop)
	revoke "$id" -nonsense
	[ "$status" -eq 2 ]
	[[ $stderr == *"unknown option -n; "*"'--' goes before"* ]]
	works shop
	revoke -- -nonsense "$id"
	[ "$status" -eq 3 ]
	[[ $stderr == *"fly-cred: -nonsense: "* ]]
	[ "$output" = "revoked $id" ]
}

@test "what Fly refuses to revoke stays in the store" {
	local id

	id=$(stored shop)
	stand_in_control '{"fault": {"kind": "error", "code": "UNAUTHORIZED",
		"message": "Not authorized to access this limitedaccesstoken",
		"operation": "deleteLimitedAccessToken"}}'
	revoke "$id"
	[ "$status" -eq 6 ]
	[ -z "$output" ]
	works shop
	[ "$(remembered)" -eq 1 ]
}

@test "every token fails when the API is down, and each is told" {
	local id

	id=$(stored shop)
	stand_in_control '{"fault": {"kind": "status", "status": 500,
		"count": -1, "operation": "deleteLimitedAccessToken"}}'
	revoke "$id" another
	[ "$status" -eq 7 ]
	[ "$(grep -c -e "^fly-cred: $id: " -e '^fly-cred: another: ' \
		<<< "$stderr")" -eq 2 ]
	[ "$(remembered)" -eq 1 ]
}

@test "--scope takes every live token of it and no other" {
	local other

	stored shop > /dev/null
	other=$(stored blog)
	revoke --scope app:shop --yes
	[ "$status" -eq 0 ]
	run ! works shop
	works blog
	[[ $output != *"$other"* && $(remembered) -eq 1 ]]
	revoke --scope app:shop --yes
	[ "$status" -eq 3 ]
	[[ $stderr == *"nothing to revoke"* ]]
}

@test "--scope of an organization takes those of others too" {
	stand_in_control '{"add_records": [120, "acme"]}'
	revoke --scope org:acme --yes
	[ "$status" -eq 0 ]
	[ "$(grep -c '^revoked ' <<< "$output")" -eq 120 ]
	run -0 fly-cred list --remote --org acme --json
	[ "$(jq 'map(select(.state == "live")) | length' <<< "$output")" -eq 0 ]
}

@test "--all-of-mine takes ours wherever they are, and leaves the others" {
	stored shop > /dev/null
	stored blog > /dev/null
	fly-cred get --org acme > /dev/null
	stand_in_control '{"add_records": [2, "acme"]}'
	revoke --all-of-mine --yes
	[ "$status" -eq 0 ]
	[ "$(grep -c '^revoked ' <<< "$output")" -eq 3 ]
	run ! works shop
	run ! works blog
	[ "$(remembered)" -eq 0 ]
	run -0 fly-cred list --remote --org acme --json
	[ "$(jq 'map(select(.state == "live")) | length' <<< "$output")" -eq 2 ]
}

@test "--all-of-mine finds what the store has lost" {
	local id

	id=$(stored shop)
	stored blog > /dev/null
	fly-cred renew --app shop 2> /dev/null
	revoke --all-of-mine --yes
	[[ $output == *"revoked $id"* ]]
	[ "$(grep -c '^revoked ' <<< "$output")" -eq 3 ]
}

@test "--all-of-mine takes the token of an app that is gone" {
	local id

	stand_in_control '{"create_app": ["brief", "acme"]}'
	id=$(stored brief)
	stand_in_control '{"delete_app": "brief"}'
	revoke --all-of-mine --yes
	[ "$status" -eq 0 ]
	[[ $output == *"revoked $id"* && $(remembered) -eq 0 ]]
}

@test "many at once need --yes where there is nobody to ask" {
	stored shop > /dev/null
	revoke --scope app:shop
	[ "$status" -eq 2 ]
	[[ $stderr == *--yes* ]]
	works shop
	revoke --all-of-mine
	[ "$status" -eq 2 ]
	works shop
}

# answer TEXT: revokes the app's tokens at a terminal where TEXT is typed.
answer() {
	{
		sleep 2
		printf '%s\r' "$1"
		sleep 1
	} | script -qec 'fly-cred revoke --scope app:shop' \
		"$HOME/typescript" > /dev/null || :
}

@test "at a terminal the number is told and a no is a no" {
	stored shop > /dev/null
	answer n
	grep -aq 'Revoke 1 live tokens of app:shop' "$HOME/typescript"
	grep -aq 'account dev@example.com), 1 of them' "$HOME/typescript"
	grep -aq 'nothing was revoked' "$HOME/typescript"
	works shop
	answer y
	run ! works shop
}

@test "what is to be revoked must be said, and once" {
	revoke
	[ "$status" -eq 2 ]
	revoke some-id --all-of-mine
	[ "$status" -eq 2 ]
	revoke --scope shop --yes
	[ "$status" -eq 2 ]
	revoke ''
	[ "$status" -eq 2 ]
	revoke $'a\nurl=http://127.0.0.1:1'
	[ "$status" -eq 2 ]
}
