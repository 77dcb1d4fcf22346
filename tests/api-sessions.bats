#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: logins through a browser, and the end of a login.

bats_require_minimum_version 1.5.0

# A verifier and its challenge: RFC 7636, appendix B.
VERIFIER=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
CHALLENGE=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM

setup_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_setup_file
}

teardown_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_teardown_file
}

setup() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	stand_in_control '{"faults": [], "clock": 0, "pkce": true}'
}

teardown() {
	canned_stop
}

# begin [LINE...]: asks for a session; its id is in ID.
begin() {
	ask operation=session-begin token= name=host state=s1 \
		"code_challenge=$CHALLENGE" redirect_port=4 "$@"
	ID=$(field session_id)
}

# newest MEMBER: of the newest session, as the stand-in has it.
newest() {
	stand_in_control state | jq -r ".cli_sessions[-1].$1"
}

redeem() {
	ask operation=session-redeem token= "session_id=$ID" "$@" \
		"auth_code=$(newest code)" "code_verifier=$VERIFIER"
}

@test "a session begins with an id, an address and the kind of its end" {
	begin
	[[ $(field status) == ok && $(field pkce) == 1 ]]
	[[ $(field auth_url) == "$STAND_IN_URL"/*"$ID" ]]
	[[ $(newest name) == host && $(newest state) == s1 ]]
	[[ $(newest redirect_port) == 4 && $(newest target) == auth ]]
	stand_in_control '{"pkce": false}'
	begin redirect_port=
	[[ $(field pkce) == 0 ]]
}

@test "nothing that begins or ends a session carries a token" {
	canned_start bare
	begin "url=$CANNED_URL"
	ask "url=$CANNED_URL" operation=session-redeem token= session_id=s \
		auth_code=c "code_verifier=$VERIFIER"
	ask "url=$CANNED_URL" operation=session-poll token= session_id=s \
		timeout=2
	grep -q '^POST /api/v1/cli_sessions HTTP' "$CANNED_DIR/request-1"
	tail -n 1 "$CANNED_DIR/request-1" | jq -e --arg c "$CHALLENGE" \
		'. == {name: "host", signup: false, target: "auth", state: "s1",
		code_challenge: $c, code_challenge_method: "S256",
		redirect_port: 4}'
	grep -q '^POST /api/v1/cli_sessions/s/redeem HTTP' \
		"$CANNED_DIR/request-2"
	tail -n 1 "$CANNED_DIR/request-2" | jq -e --arg v "$VERIFIER" \
		'. == {code: "c", code_verifier: $v}'
	grep -q '^GET /api/v1/cli_sessions/s HTTP' "$CANNED_DIR/request-3"
	run -1 grep -q -i -e '^Authorization:' "$CANNED_DIR"/request-*
	run -1 grep -q -i -e '^Content-' "$CANNED_DIR/request-3"
}

@test "a code is redeemed for a token, once" {
	begin
	stand_in_control '{"approve": "ops@example.com"}'
	redeem
	[[ $(field status) == ok && $(field token) == fo1_* ]]
	ask operation=login "token=$(field token)"
	[[ $(field email) == ops@example.com ]]
	redeem
	expect_error 5 "does not wait" "'fly-cred login'"
}

@test "a code that is wrong, a verifier that is wrong, a session too old" {
	local secret

	begin
	stand_in_control '{"approve": "dev@example.com"}'
	redeem auth_code=wrong
	expect_error 6 "does not take the code" "is not valid"
	redeem code_verifier=wrong
	expect_error 6 "does not fit"
	for secret in "$VERIFIER" "$ID" "$(newest code)"; do
		fault "\"kind\": \"status\", \"status\": 401,
			\"message\": \"no $secret\""
		redeem
		expect_error 6 "does not take the code; "
	done
	stand_in_control '{"expire_cli_sessions": true}'
	redeem
	expect_error 5 "does not wait"
	fault '"kind": "status", "status": 500'
	redeem
	expect_error 7 "500"
	fault '"kind": "garbage"'
	redeem
	expect_error 7 "makes no sense"
}

@test "a code goes out once, whatever comes" {
	local before

	begin
	stand_in_control '{"approve": "dev@example.com"}'
	before=$(stand_in_count cli-session-redeem)
	fault '"kind": "cut"'
	redeem
	expect_error 7 "cut the connection"
	fault '"kind": "status", "status": 503'
	redeem
	expect_error 7 503
	(($(stand_in_count cli-session-redeem) == before + 2))
}

@test "polling waits for the login, and no longer than it may" {
	local before

	stand_in_control '{"pkce": false}'
	begin
	before=$(stand_in_count cli-session-poll)
	ask operation=session-poll token= "session_id=$ID" timeout=4
	[[ $(field status) == ok && -z $(field token) ]]
	(($(stand_in_count cli-session-poll) >= before + 2))
	stand_in_control '{"approve": "dev@example.com"}'
	fault '"kind": "status", "status": 500, "count": 1'
	ask operation=session-poll token= "session_id=$ID"
	[[ $(field token) == fo1_* ]]
}

@test "what is no id goes into no path" {
	local id before

	before=$(wc -l < "$T/requests.log")
	for id in '' a/b .. 'a?b' 'a b' "$(printf 'x%.0s' {1..201})"; do
		ask operation=session-poll token= "session_id=$id"
		expect_error 2 session_id
	done
	(($(wc -l < "$T/requests.log") == before))
}

@test "an answer with another id, or an address no browser is for: refused" {
	local number=0 body

	canned_start bodies
	for body in '{"id": "a/b", "auth_url": "http://127.0.0.1/x"}' \
		'{"id": "a", "auth_url": "file:///etc/passwd"}' \
		'{"id": "a", "auth_url": "https://fly.io/a b"}' \
		'{"id": "a", "auth_url": "--profile=/tmp"}' '{"id": "a"}' '[]'
	do
		number=$((number + 1))
		canned_reply "$number" "$body"
		begin "url=$CANNED_URL"
		expect_error 7 "makes no sense"
	done
	canned_reply $((number + 1)) \
		'{"id": "a", "auth_url": "https://fly.io/app/auth/cli/a?b=c"}'
	begin "url=$CANNED_URL"
	[[ $(field auth_url) == 'https://fly.io/app/auth/cli/a?b=c' ]]
	[[ $(field pkce) == 0 ]]
}

@test "logout ends that session and no other" {
	local token

	begin
	stand_in_control '{"approve": "dev@example.com"}'
	redeem
	token=$(field token)
	ask operation=logout "token=$token"
	[[ $(field status) == ok ]]
	ask operation=login "token=$token"
	expect_error 6
	ask operation=logout "token=$token"
	expect_error 6
	ask operation=login
	[[ $(field status) == ok ]]
	ask operation=logout token=
	expect_error 2 token
}
