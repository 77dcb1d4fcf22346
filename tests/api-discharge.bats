#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: discharges from third parties, and whom it asks.

bats_require_minimum_version 1.5.0

INIT=/aaa/v1/.well-known/macfly/3p

setup_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_setup_file
	stand_in_control '{"discharge": "immediate"}'
	ask operation=create app=shop name=t profile=deploy life=3600
	TOKEN=$(field token)
	[[ $TOKEN == fm2_* && $TOKEN != *,* ]]
	TICKET=$("$FLY_CRED_BUILDDIR/fly-cred" inspect --json <<< "$TOKEN" |
		jq -r '.[0].caveats[] | select(.type == "3P").body.Ticket')
	export TOKEN TICKET
}

teardown_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_teardown_file
}

setup() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	stand_in_control '{"faults": [], "discharge": "immediate"}'
}

teardown() {
	canned_stop
}

# fetch LINE...: asks for the discharge of TICKET.
fetch() {
	ask operation=discharge "$@" "location=$STAND_IN_URL/aaa/v1" \
		"ticket=$TICKET"
}

wait_for() {
	ask operation=discharge-poll "$@" "location=$STAND_IN_URL/aaa/v1"
}

# canned JSON [HEAD...]: what the next request to the canned server gets.
canned() {
	CANNED_COUNT=$((${CANNED_COUNT:-0} + 1))
	canned_reply "$CANNED_COUNT" "$@"
	fetch "url=$CANNED_URL" "location=$CANNED_URL/aaa/v1"
}

# works TOKENS: whether the Machines API takes them.
works() {
	printf '%s' "$1" > "$T/token"
	stand_in_control get /v1/apps/shop --token-file "$T/token" > "$T/out"
}

@test "a discharge at once makes the token work" {
	run ! works "$TOKEN"
	fetch
	[[ $(field status) == ok && -z $(field poll_url) ]]
	works "$TOKEN,$(field discharge)"
}

@test "a discharge that is polled for, as long as that takes" {
	local url

	stand_in_control '{"discharge": "poll"}'
	fetch
	url=$(field poll_url)
	[[ $url == "$STAND_IN_URL$INIT"/poll/* && -z $(field page) ]]
	fault '"kind": "status", "status": 500, "operation": "discharge-poll"'
	wait_for "poll_url=$url"
	works "$TOKEN,$(field discharge)"
	wait_for "poll_url=$url"
	expect_error 5 "does not wait" "try again"
}

@test "one that a person has to go to a page for" {
	local url before

	stand_in_control '{"discharge": "interactive"}'
	fetch
	url=$(field poll_url)
	[[ $(field page) == "$STAND_IN_URL"/aaa/v1/login/* ]]
	before=$(stand_in_count discharge-poll)
	wait_for "poll_url=$url" timeout=4
	[[ $(field status) == ok && -z $(field discharge) ]]
	(($(stand_in_count discharge-poll) >= before + 2))
	stand_in_control '{"approve_discharge": "dev@example.com"}'
	wait_for "poll_url=$url"
	works "$TOKEN,$(field discharge)"
}

@test "the ticket and the login are all that is sent, and no macaroon" {
	canned_start wire
	canned '{"discharge": "fm2_x"}'
	[[ $(field discharge) == fm2_x ]]
	grep -q "^POST $INIT HTTP" "$CANNED_DIR/request-1"
	grep -q "^Authorization: Bearer $LOGIN"$'\r' "$CANNED_DIR/request-1"
	tail -n 1 "$CANNED_DIR/request-1" | jq -e --arg t "$TICKET" \
		'. == {ticket: $t}'
	wait_for "url=$CANNED_URL" "location=$CANNED_URL" timeout=2 \
		"poll_url=$CANNED_URL/p?q=1"
	grep -q '^GET /p?q=1 HTTP' "$CANNED_DIR/request-2"
	grep -q "^Authorization: Bearer $LOGIN"$'\r' "$CANNED_DIR/request-2"
	fetch "url=$CANNED_URL" "location=$CANNED_URL" "token=$TOKEN"
	expect_error 2 "not of OAuth"
	fetch "url=$CANNED_URL" "location=$CANNED_URL" "token=$LOGIN,$TOKEN"
	expect_error 2 "not of OAuth"
	run -1 grep -q fm2_ "$CANNED_DIR"/request-*
}

@test "only places that are allowed are asked" {
	local before place

	canned_start elsewhere
	before=$(wc -l < "$T/requests.log")
	for place in "$CANNED_URL/aaa/v1" https://sso.example.com/3p \
		https://api.fly.io/aaa/v1 "${STAND_IN_URL/https/http}" \
		"$STAND_IN_URL/a?b" nonsense; do
		fetch "location=$place"
		expect_error 6 "is not asked" "discharge.locations"
		wait_for "location=$place" "poll_url=$place/x"
		expect_error 6 "is not asked"
	done
	# Loopback that is not the API's own: not even when it was added.
	fetch "location=$CANNED_URL/aaa/v1" "allowed=$CANNED_URL/aaa/v1"
	expect_error 6 "is not asked"
	(($(wc -l < "$T/requests.log") == before))
	[[ ! -e $CANNED_DIR/request-1 ]]
}

@test "a refusal is told, with the command that helps" {
	stand_in_control '{"discharge": "refuse"}'
	fetch
	expect_error 6 "does not confirm who you are" \
		'"single sign-on is required"' "'fly-cred login'"
	stand_in_control '{"discharge": "immediate"}'
	fetch token=
	expect_error 6 '"not authenticated"'
	fetch ticket=AAAA
	expect_error 7 "fault of its own (status 500)"
	fault '"kind": "status", "status": 429, "message": "slow down"'
	fetch
	expect_error 7 "asked too often"
	fault "\"kind\": \"status\", \"status\": 403, \"message\": \"$LOGIN\""
	fetch
	expect_error 6 "(status 403)"
	# Only the login that was shown there could have been refused.
	[[ -z $(field login_refused) ]]
}

@test "nobody is followed elsewhere" {
	fault '"kind": "redirect"'
	fetch
	expect_error 7 "sends us elsewhere"
	canned_start lured
	for url in https://auth.fly.io/p "$STAND_IN_URL/p" //a/p p "/a/../b"; do
		canned "{\"poll_url\": \"$url\"}"
		expect_error 7 "sends us elsewhere"
		canned "{\"user_interactive\": {\"poll_url\": \"/p\",
			\"user_url\": \"$url\"}}"
		expect_error 7 "sends us elsewhere"
	done
	canned '{"user_interactive": {"poll_url": "/p", "user_url": "/u?a=b"}}'
	[[ $(field poll_url) == "$CANNED_URL/p" ]]
	[[ $(field page) == "$CANNED_URL/u?a=b" ]]
	wait_for "poll_url=$CANNED_URL/p"
	expect_error 2 poll_url
}

@test "answers that make no sense, too large ones, and none" {
	local body

	canned_start senseless
	for body in '{}' '[]' nothing '{"discharge": 1}' '{"discharge": ""}' \
		'{"discharge": "a\nb"}' '{"poll_url": 1}' \
		'{"user_interactive": {"user_url": "/a"}}' \
		'{"user_interactive": {"poll_url": "/a"}}' \
		'{"user_interactive": []}' \
		"{\"discharge\": \"$(printf 'x%.0s' {1..65537})\"}"; do
		canned "$body"
		expect_error 7 "makes no sense"
	done
	canned '{"error": "not for you", "discharge": "fm2_x"}'
	expect_error 6 '"not for you"'
	fault '"kind": "huge"'
	fetch
	expect_error 7 "more than any answer"
	fault '"kind": "cut", "count": -1'
	fetch
	expect_error 7 "cut the connection"
	stand_in_control '{"faults": []}'
	fault '"kind": "cut", "count": -1'
	wait_for "poll_url=$INIT/poll/x" timeout=3
	expect_error 7 "cut the connection"
}
