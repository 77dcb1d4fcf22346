#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Apps that are made anew, renamed, moved and deleted while a token is stored.
# shellcheck disable=SC1090
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

# Once the stored token is due to be renewed, but lives.
LATE=(faketime -f +2400s)

setup() {
	local library

	for library in person refusal token; do
		source "$FLY_CRED_SRCDIR/tests/lib/$library.bash"
	done
	stand_in_control '{"faults": [], "life": 3600}'
	person_logged_in dev
	app=app$BATS_TEST_NUMBER
	stand_in_control "{\"create_app\": [\"$app\", \"personal\"]}"
	project "$app"
	fly-cred get > "$HOME/first"
}

teardown() {
	forget_key
}

# made_anew: another app has the name now, and the stored token is not for it.
made_anew() {
	stand_in_control "{\"delete_app\": \"$app\",
		\"create_app\": [\"$app\", \"personal\"]}"
	fly-cred get | may_not rw "\"app_name\": \"$app\""
}

# longer: a token that lives longer than the stored one, so one is made.
longer() {
	stand_in_control '{"life": null}'
	fly-cred get --for 2h
}

@test "made anew: renew gets a token for the new one, and forgets the old one" {
	made_anew
	fly-cred renew 2> /dev/null
	fly-cred get | may rw "\"app_name\": \"$app\""
	[ "$(fly-cred list --json | jq length)" -eq 1 ]
}

@test "made anew: so does who was refused and erases" {
	made_anew
	docker-credential-fly erase <<< registry.fly.io
	fly-cred get | may rw "\"app_name\": \"$app\""
}

@test "made anew: so does a renewal that is due" {
	made_anew
	longer | may rw "\"app_name\": \"$app\""
}

@test "deleted: once Fly was asked the token serves no more, and nobody asks again" {
	local before

	stand_in_control "{\"delete_app\": \"$app\"}"
	refused 3 "${LATE[@]}" fly-cred get
	says "app '$app'" dev@example.com "check the name"
	before=$(wc -l < "$STAND_IN_DIR/requests.log")
	refused 3 "${LATE[@]}" fly-cred get
	[ "$(wc -l < "$STAND_IN_DIR/requests.log")" -eq "$before" ]
}

@test "renamed: the new name is served, the old one no more" {
	stand_in_control "{\"rename_app\": [\"$app\", \"$app-new\"]}"
	fly-cred get --app "$app-new" | may rw "\"app_name\": \"$app-new\""
	refused 3 "${LATE[@]}" fly-cred get
	refused 3 fly-cred renew
	fly-cred get --app "$app-new" | may rw "\"app_name\": \"$app-new\""
}

@test "moved to where another of the accounts has it: that one serves" {
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
	stand_in_control "{\"move_app\": [\"$app\", \"other\"]}"
	longer | may rw "\"app_name\": \"$app\""
	run -0 fly-cred status --json
	[ "$(jq -r .account <<< "$output")" = ops@example.com ]
}

@test "moved to where no account has it: the app is not known" {
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
	stand_in_control "{\"delete_app\": \"$app\"}"
	refused 3 "${LATE[@]}" fly-cred get
	says "app '$app'"
}
