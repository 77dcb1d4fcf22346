#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: what it makes of the API's errors and oddities.

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
	stand_in_control '{"faults": [], "clock": 0}'
}

teardown() {
	canned_stop
}

@test "a login that is not known is refused" {
	ask operation=login token=fo1_unknown
	expect_error 6 "does not accept this login" "fly-cred login"
	[[ $reply != *fo1_unknown* ]]
}

@test "an app or organization that is not there is named" {
	ask operation=lookup app=nowhere
	expect_error 3 "app 'nowhere'" "check the name"
	ask operation=create organization=none name=t life=60 \
		profile=deploy_organization
	expect_error 3 "organization 'none'"
	[[ -z $(field sent) ]]
}

@test "HTTP 401 and 403 are refusals" {
	fault '"kind": "status", "status": 401'
	ask operation=login
	expect_error 6 "fly-cred login"
	fault '"kind": "status", "status": 403, "message": "not\u001b[31m you"'
	ask operation=lookup app=shop
	expect_error 6 "status 403" "app 'shop'" '"not?[31m you"'
}

@test "HTTP 429 is not repeated and tells how long to wait" {
	local before

	before=$(stand_in_count createLimitedAccessToken)
	fault '"kind": "status", "status": 429, "count": -1, "operation":
		"createLimitedAccessToken", "headers": {"Retry-After": "17"}'
	ask operation=create app=shop name=t profile=deploy life=60
	expect_error 7 "status 429" "wait a while"
	[[ $(field retry_after) == 17 && -z $(field sent) ]]
	(($(stand_in_count createLimitedAccessToken) == before + 1))
}

@test "a date in Retry-After is counted from the server's own clock" {
	local seconds before

	stand_in_control '{"clock": 7000}'
	fault "\"kind\": \"status\", \"status\": 503, \"headers\":
		{\"Retry-After\": \"$(LC_ALL=C date -u -d '+7100 seconds' \
			'+%a, %d %b %Y %T GMT')\"}"
	before=$(stand_in_count app)
	ask operation=lookup app=shop
	(($(stand_in_count app) == before + 1))
	seconds=$(field retry_after)
	((seconds > 60 && seconds <= 101))
	fault '"kind": "status", "status": 503, "count": 2, "headers":
		{"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}'
	ask operation=lookup app=shop
	[[ -z $(field retry_after) ]]
	fault '"kind": "status", "status": 503, "count": 2, "headers":
		{"Retry-After": "soon"}'
	ask operation=lookup app=shop
	[[ -z $(field retry_after) ]]
}

@test "a refusal of the login is told from one of what was asked for" {
	fault '"kind": "status", "status": 401'
	ask operation=lookup app=shop
	[[ $(field login_refused) == 1 ]]
	for kind in '"status", "status": 403' '"status", "status": 500' \
		'"error", "code": "UNAUTHORIZED", "message":
		"Not authorized to access this dischargeroottoken"' \
		'"status", "status": 401, "message":
		"missing third-party discharge tokens"' \
		'"error", "code": "NOT_FOUND"' '"error", "code": "UNAUTHORIZED",
		"message": "Not authorized to access this app"'; do
		fault "\"kind\": $kind"
		ask operation=lookup app=shop
		[[ $(field status) == error && -z $(field login_refused) ]]
	done
}

@test "a discharge that is missing: of the login, or for the organization" {
	local words

	for words in "Not authorized to access this dischargeroottoken" \
		"missing third-party discharge tokens"; do
		# A person's login: the organization wants more of it.
		fault "\"kind\": \"error\", \"message\": \"$words\",
			\"code\": \"UNAUTHORIZED\",
			\"operation\": \"createLimitedAccessToken\""
		ask operation=create app=shop name=t profile=deploy life=60
		expect_error 6 "login for app 'shop' of organization 'acme'" "\"$words\"" \
			"single sign-on" "'fly-cred login'"
		[[ -z $(field login_refused) ]]
		# No person's: it is of no use for anything.
		fault "\"kind\": \"status\", \"status\": 403,
			\"message\": \"$words\""
		ask operation=lookup app=shop token=fm2_AAAA
		expect_error 6 "this login" "\"$words\"" "as a person"
		[[ $(field login_refused) == 1 ]]
	done
}

@test "HTTP 500 is told, and not repeated" {
	local before

	before=$(stand_in_count app)
	fault '"kind": "status", "status": 500, "count": -1'
	ask operation=lookup app=shop
	expect_error 7 "status 500" "try again later"
	(($(stand_in_count app) == before + 1))
}

@test "a look-up is repeated once after 503 or a cut connection" {
	local before

	before=$(stand_in_count app)
	fault '"kind": "status", "status": 503'
	ask operation=lookup app=shop
	[[ $(field status) == ok ]]
	fault '"kind": "cut"'
	ask operation=lookup app=shop
	[[ $(field status) == ok ]]
	(($(stand_in_count app) == before + 4))
	fault '"kind": "status", "status": 502, "count": -1'
	ask operation=lookup app=shop
	expect_error 7 "status 502"
	(($(stand_in_count app) == before + 6))
}

@test "a create is never repeated; what may have happened is told" {
	local before kind name=lost-$$ repeat=1

	for kind in '"lost"' '"status", "status": 502' \
		'"status", "status": 503' '"cut"' \
		'"garbage"' '"status", "status": 500' \
		'"status", "status": 503, "headers": {"Retry-After": "9"}'; do
		[[ $kind != '"garbage"' ]] || repeat=
		before=$(stand_in_count createLimitedAccessToken)
		fault "\"operation\": \"createLimitedAccessToken\",
			\"kind\": $kind"
		ask operation=create app=shop "name=$name" profile=deploy life=60
		expect_error 7 127.0.0.1
		[[ $(field sent) == 1 && $(field repeat) == "$repeat" ]]
		(($(stand_in_count createLimitedAccessToken) == before + 1))
	done
	[[ $(stand_in_control state | grep -o "\"$name\"" | wc -l) == 1 ]]
}

@test "errors of GraphQL become refusals, absences, faults and failures" {
	fault '"kind": "error", "code": "", "message":
		"You must be authenticated to view this."'
	ask operation=login
	expect_error 6 "does not accept this login"
	fault '"kind": "error", "code": "UNAUTHORIZED", "message":
		"Not authorized to access this app"'
	ask operation=lookup app=shop
	expect_error 6 "may not use app 'shop'" "account that may"
	fault '"kind": "error", "code": "NOT_FOUND", "message": "gone"'
	ask operation=lookup app=shop
	expect_error 3 "app 'shop'"
	fault '"kind": "error", "code": "SERVER_ERROR", "message": "oops"'
	ask operation=lookup app=shop
	expect_error 7 '"oops"' "try again later"
	fault '"kind": "error", "code": "INVALID", "message": "bad name"'
	ask operation=lookup app=shop
	expect_error 1 '"bad name"'
}

@test "a token that the API repeats is not shown" {
	fault "\"kind\": \"error\", \"message\": \"bad token $LOGIN\""
	ask operation=login
	expect_error 7 "fault of its own"
	fault '"kind": "status", "status": 403, "message": "no fm2_lJPEC for you"'
	ask operation=login
	expect_error 6 "status 403"
	[[ $reply != *fm2_* ]]
}

@test "garbage, too much, and half an answer" {
	fault '"kind": "garbage"'
	ask operation=login
	expect_error 7 "makes no sense"
	fault '"kind": "huge"'
	ask operation=login
	expect_error 7 "more than any answer"
	fault '"kind": "cut", "count": -1'
	ask operation=login
	expect_error 7 "cut the connection"
}

@test "time runs out where it is said to" {
	local before

	# The stand-in logs a request once it has answered: nobody waits for it.
	before=$(stand_in_count app)
	fault '"kind": "delay", "seconds": 50'
	ask timeout=1 operation=lookup app=shop
	expect_error 7 "within 1 seconds"
	[[ -z $(field sent) && $(stand_in_count app) == "$before" ]]
	before=$(stand_in_count createLimitedAccessToken)
	fault '"kind": "delay", "seconds": 50,
		"operation": "createLimitedAccessToken"'
	ask timeout=3 operation=create app=shop name=t profile=deploy life=60
	expect_error 7 "within 3 seconds"
	[[ $(field sent) == 1 ]]
	[[ $(stand_in_count createLimitedAccessToken) == "$before" ]]
}

@test "answers of another shape make no sense, and nothing of them is told" {
	local body number=0

	canned_start shapes
	for body in null '[]' '{}' '{"data": null}' '{"data": []}' \
		'{"data": {"app": {"id": "a"}}}' '{"data": {"app": 7}}' \
		'{"data": {"app": {"id": "a\nb", "internalNumericId": 1,
			"name": "x", "organization": {"id": "o", "rawSlug": "s",
			"internalNumericId": "2"}}}}' \
		'{"data": {"app": {"id": "a", "internalNumericId": 1,
			"name": "x", "organization": {"id": "o", "rawSlug": "s",
			"internalNumericId": "-2"}}}}' \
		'{"data": {"app": {"id": "a", "internalNumericId": 1.5}}}' \
		'{"data": {}} and more'
	do
		number=$((number + 1))
		canned_reply "$number" "${body//[$'\n\t']/}"
		ask "url=$CANNED_URL" operation=lookup app=x
		if [[ $body == '{"data": {}}' ]]; then
			expect_error 3
		else
			expect_error 7 "makes no sense"
		fi
		[[ -z $(field app_id) && -z $(field skew) ]]
	done
	canned_reply 12 '{"data": {"app": null}}'
	ask "url=$CANNED_URL" operation=lookup app=x
	expect_error 3 "app 'x'"
	canned_reply 13 '{"errors": [null]}'
	ask "url=$CANNED_URL" operation=lookup app=x
	expect_error 1
}

@test "half an answer, an endless head, and no HTTP at all" {
	canned_start broken
	printf 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data":' \
		> "$CANNED_DIR/reply-1"
	cp "$CANNED_DIR/reply-1" "$CANNED_DIR/reply-2"
	ask "url=$CANNED_URL" operation=lookup app=x
	expect_error 7 "cut the connection"
	{
		printf 'HTTP/1.1 200 OK\r\n'
		yes "X-Long: $(printf '%01000d' 0)"$'\r' | head -n 200
	} > "$CANNED_DIR/reply-3"
	ask "url=$CANNED_URL" operation=lookup app=x
	expect_error 7 "more than any answer"
	echo 'SSH-2.0-OpenSSH' > "$CANNED_DIR/reply-4"
	ask "url=$CANNED_URL" operation=lookup app=x
	expect_error 7 "no HTTP"
}

@test "a made token that the answer does not show is not forgotten" {
	canned_start nothing-shown
	canned_reply 1 '{"data": {"organization": {"id": "o", "rawSlug": "s",
		"internalNumericId": "2"}}}'
	canned_reply 2 '{"data": {"createLimitedAccessToken":
		{"limitedAccessToken": {"id": "i", "tokenHeader": null,
		"expiresAt": "2026-11-24T03:11:13Z"}}}}'
	ask "url=$CANNED_URL" operation=create organization=s name=t life=60 \
		profile=deploy_organization
	expect_error 7 "makes no sense"
	[[ $(field sent) == 1 ]]
}
