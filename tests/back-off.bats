#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# After failures Fly is left alone: for how long, by whom, and what ends it.
# tests/unit/test-back-off.c has the numbers.
#
# Programs write ~ in their messages; bats sets stderr_lines.
# shellcheck disable=SC2088,SC2154
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
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# fault MEMBERS: what every request for a while gets.
fault() {
	stand_in_control "{\"faults\": [{\"count\": -1, $1}]}"
}

# down: every answer is a 503 that asks for ten minutes.
down() {
	fault '"kind": "status", "status": 503, "headers":
		{"Retry-After": "590"}'
}

up() {
	stand_in_control '{"faults": []}'
}

requests() {
	wc -l < "$STAND_IN_DIR/requests.log"
}

# silent: Fly has seen nothing since mark.
mark() {
	MARK=$(requests)
}

silent() {
	[ "$(requests)" -eq "$MARK" ]
}

@test "after a failure nobody asks, and it is said why, until when, what helps" {
	down
	refused 7 fly-cred get
	up
	mark
	both_refuse 7 "no new token for app 'shop' (account dev@example.com)" \
		"status 503" "asked again in 9m" "'fly-cred renew'"
	refused 7 fly-cred get --profile org
	refused 7 fly-cred exec -- true
	silent
}

@test "renew asks at once; when that goes well it is over" {
	down
	refused 7 fly-cred get
	mark
	refused 7 fly-cred renew
	run ! silent
	up
	mark
	refused 7 fly-cred get
	silent
	fly-cred renew 2> /dev/null
	fly-cred get > /dev/null
	fly-cred get --app blog > /dev/null
}

@test "it is over by itself" {
	down
	refused 7 fly-cred get
	up
	stand_in_control '{"clock": 601}'
	faketime -f +601s timeout -k 2 60 fly-cred get > /dev/null
}

@test "a token that serves is used, and the remark says until when" {
	stand_in_control '{"life": 3600}'
	fly-cred get > /dev/null
	stand_in_control '{"life": null, "clock": 2400}'
	down
	later() {
		faketime -f +2400s timeout -k 2 60 fly-cred get
	}
	run -0 --separate-stderr later
	[[ $stderr != *"asked again in"* ]]
	up
	mark
	run -0 --separate-stderr later
	[[ $stderr == "fly-cred: not renewed: no new token for app 'shop'"*\
"asked again in "* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
	silent
}

@test "a failure is that of an account: another app of it waits, no other account" {
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
	export FLY_CRED_ACCOUNT=dev@example.com
	down
	refused 7 fly-cred get
	up
	mark
	refused 7 fly-cred get --app blog
	says "no new token for app 'blog' (account dev@example.com): " \
		"status 503"
	[[ $line != *shop* ]]
	silent
	fly-cred get --account ops@example.com > /dev/null
}

@test "a refused login is not used again, until somebody logs in" {

	fault '"kind": "status", "status": 401'
	refused 6 fly-cred get
	up
	mark
	for _ in 1 2 3; do
		both_refuse 6 "no new token for app 'shop'" \
			"does not accept this login any more" "'fly-cred login'"
		[[ $line != *"asked again"* && $line != *renew* ]]
		docker-credential-fly erase <<< registry.fly.io
	done
	refused 6 fly-cred get --app blog
	silent
	stand_in_control '{"clock": 90000}'
	run -6 faketime -f +90000s timeout -k 2 60 fly-cred get
	silent
	stand_in_control '{"clock": 0}'
	fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
	fly-cred get > /dev/null
}

@test "what one organization refuses is about that alone" {
	fault '"kind": "error", "code": "UNAUTHORIZED", "operation":
		"createLimitedAccessToken", "message":
		"Not authorized to access this dischargeroottoken"'
	refused 6 fly-cred get
	up
	mark
	refused 6 fly-cred get
	says "dischargeroottoken" "asked again in"
	silent
	fly-cred get --app lab > /dev/null
}

@test "what is missing on this machine makes nobody wait" {
	FLY_CRED_EXEC_PATH=/nowhere refused 1 fly-cred get
	fly-cred get > /dev/null
}

# As git does it; of docker erase is all there is to a logout.
@test "get, refused by the server, erase, and again: two tokens and no more" {
	local before about=$'protocol=https\nhost=api.fly.io'

	before=$(stand_in_count createLimitedAccessToken)
	for _ in 1 2 3 4 5 6; do
		git-credential-fly get <<< "$about" > "$HOME/answer" \
			2> /dev/null || continue
		(echo "$about" && cat "$HOME/answer") | git-credential-fly erase
	done
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((before + 2)) ]
	both_refuse 6 "app 'shop'" "erased" "asked again in" "'fly-cred renew'"
	fly-cred get --app blog > /dev/null
	fly-cred renew 2> /dev/null
	fly-cred get > /dev/null
}

@test "logging out is no refusal, however often it is done" {
	for _ in 1 2 3 4; do
		docker-credential-fly get <<< registry.fly.io \
			> /dev/null 2> "$HOME/said"
		docker-credential-fly erase <<< registry.fly.io
	done
}

@test "the notes are sealed" {
	refused 3 fly-cred get --app nosuch
	down
	refused 7 fly-cred get
	run -1 grep -r -a -e shop -e nosuch -e example.com -e ' 503' \
		"$(store_directory)"
}
