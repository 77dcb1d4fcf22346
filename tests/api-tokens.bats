#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: tokens listed page by page, and revoked one by one.

bats_require_minimum_version 1.5.0

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
	stand_in_control '{"faults": [], "clock": 0, "life": null}'
}

teardown() {
	canned_stop
}

# made [LINE...]: a new token for the app shop; prints its id.
made() {
	ask "$@" operation=create app=shop name=made profile=deploy life=3600
	field token_id
}

# blocks: how many blocks came before the reply itself.
blocks() {
	grep -c '^status=more$' "$T/reply" || :
}

@test "list tells all of a token but the token" {
	local id now

	now=$(date +%s)
	id=$(made "name=one of shop")
	ask operation=list app=shop
	[[ $(field status | tail -n 1) == ok && $(field token_id) == *"$id"* ]]
	[[ $(field token_name) == *"one of shop"* ]]
	[[ $(field created_by | tail -n 1) == dev@example.com ]]
	[[ $(field profile | tail -n 1) == deploy ]]
	(($(field created_at | tail -n 1) >= now - 5))
	(($(field expires_at | tail -n 1) >= now + 3500))
	[[ -z $(field revoked_at) && $reply != *fm2_* ]]
}

@test "list never asks for the text of tokens" {
	ask operation=list app=shop
	ask operation=list organization=acme
	[ "$(stand_in_count app asks_for_tokens)" -eq 0 ]
	[ "$(stand_in_count organization asks_for_tokens)" -eq 0 ]
	[ "$(stand_in_count createLimitedAccessToken asks_for_tokens)" -gt 0 ]
}

@test "list of an organization asks for its own tokens" {
	ask operation=create organization=acme name=wide life=3600 \
		profile=deploy_organization
	ask operation=list organization=acme
	[[ $(field token_name) == *wide* && $(field total) -ge 1 ]]
	[[ $(field profile | sort -u) == deploy_organization ]]
}

@test "list says when a token was revoked" {
	local id

	id=$(made)
	stand_in_control "{\"revoke\": \"$id\"}"
	ask operation=list app=shop
	[[ -n $(field revoked_at) ]]
}

@test "list goes on to the last page" {
	stand_in_control '{"add_records": [230, "dev-12"]}'
	ask operation=list organization=dev-12
	[ "$(field token_id | sort -u | wc -l)" -eq 230 ]
	[ "$(blocks)" -eq 3 ]
	[ "$(field total | sort -u)" = 230 ]
}

@test "a failure in between is the end, and says so" {
	canned_start broken
	canned_reply 1 '{"data": {"app": {"limitedAccessTokens": {"nodes": [
		{"id": "x"}], "pageInfo": {"hasNextPage": true,
		"endCursor": "a"}}}}}'
	canned_reply 2 '<html>'
	ask operation=list app=shop "url=$CANNED_URL"
	[[ $(field status) == $'more\nerror' && $(field token_id) == x ]]
	grep -q '"after":"a"' "$CANNED_DIR/request-2"
}

@test "list of what is not there, and of nothing in particular" {
	ask operation=list app=nowhere
	expect_error 3 "app 'nowhere'"
	ask operation=list
	expect_error 2 "must name one app or one organization"
	ask operation=list app=shop organization=acme
	expect_error 2 "must name one app or one organization"
}

@test "a null app, pages without end, names to be wary of" {
	canned_start odd
	canned_reply 1 '{"data": {"app": null}}'
	canned_reply 2 '{"data": {"app": {"limitedAccessTokens": {"nodes": [],
		"pageInfo": {"hasNextPage": true, "endCursor": "a"}}}}}'
	canned_reply 3 '{"data": {"app": {"limitedAccessTokens": {"nodes": [],
		"pageInfo": {"hasNextPage": true, "endCursor": "a"}}}}}'
	canned_reply 4 '{"data": {"app": {"limitedAccessTokens": {"nodes": [],
		"pageInfo": {"hasNextPage": true, "endCursor": null}}}}}'
	canned_reply 5 '{"data": {"app": {"limitedAccessTokens": {"nodes": [
		null, {"id": "x", "name": "a\nstatus=ok\u001b[31m",
		"user": null, "revokedAt": "soon"}],
		"pageInfo": {"hasNextPage": false}}}}}'
	canned_reply 6 '{"data": {"app": {"limitedAccessTokens": {"nodes": [
		{"id": "x\ny"}], "pageInfo": {"hasNextPage": false}}}}}'
	ask operation=list app=shop "url=$CANNED_URL"
	expect_error 3 "app 'shop'"
	ask operation=list app=shop "url=$CANNED_URL"
	[[ $(field status | tail -n 1) == error && $reply == *"makes no sense"* ]]
	ask operation=list app=shop "url=$CANNED_URL"
	[[ $(field status | tail -n 1) == error && $reply == *"makes no sense"* ]]
	ask operation=list app=shop "url=$CANNED_URL"
	[[ $(field status) == $'more\nok' && $(field token_id) == x ]]
	[[ $(field token_name) == 'a?status=ok?[31m' ]]
	[[ -n $(field revoked_at) && -z $(field created_by) ]]
	ask operation=list app=shop "url=$CANNED_URL"
	expect_error 7 "makes no sense"
}

@test "5000 tokens pass through 32 MB" {
	local limit=32768

	stand_in_control '{"add_records": [5000, "dev-12"]}'
	# A sanitizer has a shadow of all memory and more.
	! grep -q __asan_init "$FLY_CRED_BUILDDIR/fly-cred-api" ||
		limit=$((4 * limit))
	printf '%s\n' version=1 operation=list organization=dev-12 \
		"url=$STAND_IN_URL" "ca_file=$T/ca.pem" timeout=60 \
		"token=$LOGIN" |
		"$FLY_CRED_SRCDIR/tests/lib/peak-memory" "$T/peak" \
			"$FLY_CRED_BUILDDIR/fly-cred-api" > "$T/reply"
	(($(field token_id | wc -l) >= 5000))
	[[ $(tail -n 1 "$T/reply") == skew=* && $(blocks) -ge 50 ]]
	(($(cat "$T/peak") < limit))
}

@test "revoke takes effect and tells of each token" {
	local first second

	first=$(made)
	field token > "$T/made"
	second=$(made)
	ask operation=revoke "token_id=$first" token_id=nonsense \
		"token_id=$second"
	[[ $(field status | xargs) == "more more more ok" ]]
	[[ $(field token_id | xargs) == "$first nonsense $second" ]]
	[[ $(field code) == 3 && $(field message) == *"token 'nonsense'"* ]]
	run ! stand_in_control get /v1/apps/shop --token-file "$T/made"
}

@test "revoke does not ask for what it revokes" {
	local before

	before=$(stand_in_count deleteLimitedAccessToken)
	ask operation=revoke "token_id=$(made)"
	[ "$(stand_in_count deleteLimitedAccessToken)" -eq $((before + 1)) ]
	[ "$(stand_in_count deleteLimitedAccessToken asks_for_tokens)" -eq 0 ]
}

@test "revoke tries once more after a 502" {
	fault '"kind": "status", "status": 502,
		"operation": "deleteLimitedAccessToken"'
	ask operation=revoke "token_id=$(made)"
	[[ $(field status | xargs) == "more ok" && -z $(field code) ]]
}

@test "create makes a token for a LiteFS cluster" {
	ask operation=create organization=acme name=t life=3600 \
		profile=litefs_cloud cluster=main
	[[ $(field status) == ok && -n $(field token) ]]
	field token | stand_in_control inspect > "$T/inspected"
	grep -q 'clusters main' "$T/inspected"
	ask operation=create organization=acme name=t life=3600 \
		profile=litefs_cloud
	expect_error 2 "needs a cluster"
}
