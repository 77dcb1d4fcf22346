#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred list --remote: what Fly knows of an app's or organization's tokens.
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
	stand_in_control '{"faults": [], "clock": 0, "life": null}'
	person_logged_in dev
}

teardown() {
	forget_key
}

# list [ARGUMENT...]: sets status, output and stderr.
list() {
	run --separate-stderr timeout -k 2 60 fly-cred list --remote "$@"
}

# of JQ-FILTER: over the last output.
of() {
	jq -r "$1" <<< "$output"
}

# stored_id: the id of the one stored token.
stored_id() {
	fly-cred list --json | jq -r '.[0].id'
}

@test "the token in the store is marked, and so are those of other stores" {
	fly-cred get --app blog > /dev/null
	person_logged_in other
	fly-cred get --app blog > /dev/null
	list --app blog --json
	[ "$status" -eq 0 ]
	[ "$(of 'map(select(.stored))[0].id')" = "$(stored_id)" ]
	[ "$(of 'map(select(.stored)) | length')" = 1 ]
	[ "$(of 'map(select(.ours)) | length')" -ge 2 ]
	[ "$(of '.[0].scope')" = app:blog ]
	[ "$(of '.[0].account')" = dev@example.com ]
}

@test "what others made is there and is not marked" {
	stand_in_control '{"add_records": [1, "acme"]}'
	list --org acme --json
	[ "$(of 'map(select(.name == "plain 0"))[0].ours')" = false ]
	[ "$(of 'map(select(.name == "plain 0"))[0].created_by')" = \
		dev@example.com ]
	list --org acme
	[[ $output == *"plain 0"* && $output == EXPIRES* ]]
}

@test "expired and revoked tokens are marked" {
	fly-cred get --app shop > /dev/null
	stand_in_control "{\"revoke\": \"$(stored_id)\"}"
	list --app shop --json
	[ "$(of 'map(select(.stored))[0].state')" = revoked ]
	[ "$(of 'map(select(.stored))[0].revoked_at')" != null ]
	list --app shop
	grep -q '^[^ ]* revoked  *store' <<< "$output"
	fly-cred get --app blog > /dev/null
	stand_in_control '{"clock": 200000}'
	list --app blog --json
	[ "$(of 'map(.state) | unique | .[]')" = expired ]
	list --app blog
	grep -q '^[^ ]* expired' <<< "$output"
}

@test "sorted by expiry, to the last page" {
	stand_in_control '{"add_records": [230, "dev-12"]}'
	list --org personal --json
	[ "$(of length)" -ge 230 ]
	[ "$(of 'map(.expires_at) == (map(.expires_at) | sort)')" = true ]
	[ "$(of 'map(.id) | unique | length')" = "$(of length)" ]
}

@test "progress is for a terminal only" {
	stand_in_control '{"add_records": [130, "acme"]}'
	list --org acme
	[ -z "$stderr" ]
	script -qec 'fly-cred list --remote --org acme > /dev/null' \
		"$HOME/typescript" > /dev/null
	grep -aqE '100 of [0-9]+ tokens' "$HOME/typescript"
}

@test "the directory's app is listed, and no token is asked for" {
	project shop
	fly-cred get > /dev/null
	list --json
	[ "$(of '.[0].scope')" = app:shop ]
	[ "$(stand_in_count app asks_for_tokens)" -eq 0 ]
	[[ $output != *fm2_* ]]
}

@test "a scope that is not there, and a refusal, are told by status" {
	list --app nowhere
	[ "$status" -eq 3 ]
	[[ $stderr == *"app 'nowhere'"*"account dev@example.com"* ]]
	stand_in_control '{"fault": {"kind": "status", "status": 403}}'
	list --app shop
	[ "$status" -eq 6 ]
	[ -z "$output" ]
}

@test "without --remote a scope is a mistake, and nobody is asked" {
	local before

	before=$(wc -l < "$STAND_IN_DIR/requests.log")
	run -2 --separate-stderr fly-cred list --app shop
	[[ $stderr == *--remote* ]]
	run -0 fly-cred list
	[ "$(wc -l < "$STAND_IN_DIR/requests.log")" -eq "$before" ]
}
