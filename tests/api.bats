#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: what it asks the API, and what it makes of answers.

bats_require_minimum_version 1.5.0

setup_file() {
	export BATS_TEST_TIMEOUT=60
	# shellcheck source=tests/lib/certificates.bash
	source "$FLY_CRED_SRCDIR/tests/lib/certificates.bash"
	# shellcheck source=tests/lib/stand-in.bash
	source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"
	T=$(mktemp -d)
	export T
	make_certificates "$T"
	stand_in_start "$T" --tls
	LOGIN=$(cat "$T/login-token")
	export LOGIN
}

teardown_file() {
	stand_in_stop
	rm -rf "$T"
}

setup() {
	# shellcheck source=tests/lib/stand-in.bash
	source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	stand_in_control '{"faults": [], "clock": 0}'
}

teardown() {
	canned_stop
}

fault() {
	stand_in_control "{\"fault\": {$1}}"
}

@test "login tells the person and every organisation" {
	ask operation=login
	[[ $(field status) == ok && $(field user_id) == 1001 ]]
	[[ $(field email) == dev@example.com ]]
	[[ $(field organization_number | xargs) == "4720 4721" ]]
	[[ $(field organization_slug | xargs) == "dev-12 acme" ]]
	[[ $(field organization_personal | xargs) == "1 0" ]]
	[[ $(field organization_name | xargs) == "Dev Acme" ]]
}

@test "login with a scoped token is no person's" {
	ask operation=create app=shop name=t profile=deploy life=3600
	ask operation=login "token=$(field token)"
	[[ $(field status) == ok && -z $(field user_id) ]]
	[[ $(field email) == *@tokens.fly.io ]]
}

@test "lookup tells the ids of an app and of its organisation" {
	ask operation=lookup app=shop
	[[ $(field app_number) == 1234567 && $(field app_name) == shop ]]
	[[ $(field organization_number) == 4721 ]]
	[[ $(field organization_slug) == acme ]]
	[[ -n $(field app_id) && -n $(field organization_id) ]]
}

@test "lookup tells the true slug of one's personal organisation" {
	ask operation=lookup organization=personal
	[[ $(field organization_slug) == dev-12 && -z $(field app_id) ]]
	[[ $(field organization_number) == 4720 ]]
}

@test "create makes a token for an app" {
	local now

	now=$(date +%s)
	ask operation=create app=shop "name=my token" profile=deploy life=86400
	[[ $(field status) == ok && $(field app_number) == 1234567 ]]
	[[ $(field token) == fm2_*,fm2_* && -n $(field token_id) ]]
	(($(field expires_at) >= now + 86300))
	(($(field expires_at) <= now + 86500))
	field token > "$T/made"
	run -0 stand_in_control inspect < "$T/made"
	[[ $output == *"apps shop (1234567)"* ]]
	run -0 stand_in_control state
	[[ $output == *'"name": "my token"'* ]]
}

@test "create makes a token for an organisation" {
	ask operation=create organization=acme name=t life=3600 \
		profile=deploy_organization
	[[ $(field status) == ok && -z $(field app_id) ]]
	field token > "$T/made"
	run -0 stand_in_control inspect < "$T/made"
	[[ $output == *"organization acme (4721): rwcdC"* ]]
}

@test "a scoped token makes no other, and the message says why" {
	ask operation=create app=shop name=t profile=deploy life=3600
	ask operation=create app=shop name=t profile=deploy life=3600 \
		"token=$(field token)"
	expect_error 6 "scoped token" "can't make others" "fly-cred login"
	[[ -z $(field sent) ]]
}

@test "a login that is not known is refused" {
	ask operation=login token=fo1_unknown
	expect_error 6 "does not accept this login" "fly-cred login"
	[[ $reply != *fo1_unknown* ]]
}

@test "an app or organisation that is not there is named" {
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
	local before kind name=lost-$$

	for kind in '"lost"' '"status", "status": 503' '"cut"' '"garbage"'; do
		before=$(stand_in_count createLimitedAccessToken)
		fault "\"operation\": \"createLimitedAccessToken\",
			\"kind\": $kind"
		ask operation=create app=shop "name=$name" profile=deploy life=60
		expect_error 7 127.0.0.1
		[[ $(field sent) == 1 ]]
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
	SECONDS=0
	fault '"kind": "delay", "seconds": 8'
	ask timeout=1 operation=lookup app=shop
	expect_error 7 "within 1 seconds"
	[[ -z $(field sent) ]]
	fault '"kind": "delay", "seconds": 8,
		"operation": "createLimitedAccessToken"'
	ask timeout=1 operation=create app=shop name=t profile=deploy life=60
	expect_error 7 "within 1 seconds"
	[[ $(field sent) == 1 ]]
	((SECONDS < 8))
}

@test "a redirect is not followed" {
	local before

	before=$(wc -l < "$T/requests.log")
	fault '"kind": "redirect"'
	ask operation=login
	expect_error 7 "status 302" "not followed"
	(($(wc -l < "$T/requests.log") == before + 1))
}

@test "the server's clock is compared with ours, also on failure" {
	local skew

	stand_in_control '{"clock": 7200}'
	ask operation=lookup app=nowhere
	skew=$(field skew)
	((skew >= 7190 && skew <= 7210))
	stand_in_control '{"clock": -600}'
	ask operation=lookup app=shop
	skew=$(field skew)
	((skew >= -610 && skew <= -590))
}

@test "a CA that did not sign is refused before anything is sent" {
	local before

	mkdir "$T/other"
	(
		# shellcheck source=tests/lib/certificates.bash
		source "$FLY_CRED_SRCDIR/tests/lib/certificates.bash"
		make_certificates "$T/other"
	)
	before=$(wc -l < "$T/requests.log")
	ask "ca_file=$T/other/ca.pem" operation=create app=shop name=t \
		profile=deploy life=60
	expect_error 7 "not trusted" "nothing was sent"
	[[ -z $(field sent) ]]
	ask ca_file=/dev/null/none operation=login
	expect_error 2 "can't be read"
	echo rubbish > "$T/rubbish.pem"
	ask "ca_file=$T/rubbish.pem" operation=login
	expect_error 2 "CA file can't be used"
	(($(wc -l < "$T/requests.log") == before))
}

@test "without a CA file the system's certificates count, the test CA not" {
	ask operation=login
	grep -v ^ca_file= "$T/request" > "$T/bare"
	ask_raw "SSL_CERT_FILE=$T/ca.pem" "CURL_CA_BUNDLE=$T/ca.pem" \
		"SSL_CERT_DIR=$T" < "$T/bare"
	expect_error 7 "not trusted"
}

@test "a connection that is refused" {
	ask url=https://127.0.0.1:1 operation=login
	expect_error 7 "127.0.0.1:1 takes no connection"
}

@test "tokens go over https only, except to a literal loopback address" {
	local url

	for url in http://api.fly.io http://localhost:1 http://10.0.0.1 \
		http://127.0.0.1.example.com ftp://127.0.0.1 file:///etc/passwd
	do
		ask "url=$url" operation=login
		expect_error 2
	done
	ask url=http://api.fly.io operation=login
	expect_error 2 "https only"
	for url in http://127.0.0.1:1 'http://[::1]:1'; do
		ask "url=$url" operation=login
		expect_error 7 "takes no connection"
	done
}

@test "an address with a password, a path or a query is not used" {
	local url

	for url in https://me:hunter2@127.0.0.1 https://127.0.0.1/graphql \
		'https://127.0.0.1?a=b' 'https://127.0.0.1#a' nonsense: ''
	do
		ask "url=$url" operation=login
		expect_error 2 "https://HOST"
		[[ $reply != *hunter2* ]]
	done
}

@test "the environment changes nothing" {
	ask operation=login
	echo '[broken' > "$T/openssl.cnf"
	ask_raw https_proxy=http://127.0.0.1:1 ALL_PROXY=http://127.0.0.1:1 \
		SSL_CERT_FILE=/dev/null CURL_CA_BUNDLE=/dev/null \
		"SSLKEYLOGFILE=$T/keys" "OPENSSL_CONF=$T/openssl.cnf" \
		HOME="$T" FLY_API_TOKEN=fo1_other < "$T/request"
	[[ $(field status) == ok && $(field email) == dev@example.com ]]
	[[ ! -e $T/keys ]]
}

@test "a proxy of the environment is not asked" {
	canned_start proxy-of-environment
	ask url=https://api.invalid operation=login
	ask_raw "https_proxy=$CANNED_URL" "ALL_PROXY=$CANNED_URL" \
		< "$T/request"
	expect_error 7 "api.invalid has no address"
	[[ ! -e $CANNED_DIR/request-1 ]]
}

@test "a proxy of the request is used, and is not shown the token" {
	canned_start proxy
	echo "${STAND_IN_URL##*:}" > "$CANNED_DIR/tunnel"
	ask "proxy=$CANNED_URL" url=https://api.fly.io operation=login
	[[ $(field status) == ok && $(field email) == dev@example.com ]]
	grep -q '^CONNECT api.fly.io:443 ' "$CANNED_DIR/request-1"
	run -1 grep -q -e Authorization -e "$LOGIN" "$CANNED_DIR/request-1"
	ask "proxy=$CANNED_URL" url=https://api.fly.io operation=create \
		app=shop name=t profile=deploy life=60
	[[ $(field status) == ok ]]
	# Look-up and creation went over one connection.
	[[ -e $CANNED_DIR/request-2 && ! -e $CANNED_DIR/request-3 ]]
	# The certificate must be that of the host that was asked for.
	ask "proxy=$CANNED_URL" url=https://api.machines.dev operation=login
	expect_error 7 "not trusted"
}

@test "loopback is not asked through a proxy" {
	ask proxy=http://127.0.0.1:1 operation=lookup app=shop
	[[ $(field status) == ok ]]
}

@test "what goes over the wire" {
	canned_start wire
	ask "url=$CANNED_URL" operation=lookup app=shop token=fo1_a
	grep -q '^POST /graphql HTTP/1.1' "$CANNED_DIR/request-1"
	grep -q '^User-Agent: fly-cred/[0-9]' "$CANNED_DIR/request-1"
	grep -q '^Accept: application/json' "$CANNED_DIR/request-1"
	grep -q '^Content-Type: application/json' "$CANNED_DIR/request-1"
	grep -q $'^Authorization: Bearer fo1_a\r' "$CANNED_DIR/request-1"
	tail -n 1 "$CANNED_DIR/request-1" |
		jq -e '.variables == {"appName": "shop"}'
	ask "url=$CANNED_URL" operation=login token=fm2_a,fm2_b,fo1_a
	grep -q $'^Authorization: FlyV1 fm2_a,fm2_b,fo1_a\r' \
		"$CANNED_DIR"/request-3
}

@test "lives are written as Go durations" {
	local number=0 life

	canned_start lives
	for life in 86400:24h0m0s 5400:1h30m0s 90:1m30s 45:45s; do
		canned_reply $((number + 1)) '{"data": {"organization": {"id":
			"o", "internalNumericId": "7", "rawSlug": "s"}}}'
		number=$((number + 2))
		ask "url=$CANNED_URL" operation=create organization=s name=t \
			profile=deploy_organization "life=${life%:*}"
		expect_error 7 "cut the connection"
		tail -n 1 "$CANNED_DIR/request-$number" | jq -e --arg life \
			"${life#*:}" '.variables == {name: "t", expiry: $life,
			organizationId: "o", profile: "deploy_organization",
			profileParams: {}}'
	done
}

@test "every page of organisations is asked for" {
	local page more viewer='"viewer": {"__typename": "User",
		"internalNumericId": 5, "email": "a@example.com"}'

	canned_start pages
	for page in 1 2 3; do
		more=$([[ $page == 3 ]] && echo false || echo true)
		canned_reply "$page" "{\"data\": {$viewer, \"organizations\":
			{\"nodes\": [{\"id\": \"o$page\", \"name\": \"a\\nb\",
			\"internalNumericId\": \"$page\", \"slug\": \"s$page\",
			\"rawSlug\": \"s$page\"}], \"pageInfo\": {\"endCursor\":
			\"c$page\", \"hasNextPage\": $more}}}}"
		sed -i 's/a$/a\\n/; ' "$CANNED_DIR/reply-$page"
	done
	ask "url=$CANNED_URL" operation=login
	[[ $(field organization_number | xargs) == "1 2 3" ]]
	tail -n 1 "$CANNED_DIR/request-1" | jq -e '.variables.after == null'
	tail -n 1 "$CANNED_DIR/request-3" | jq -e '.variables.after == "c2"'
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

@test "a request that is not one gets an answer too" {
	ask_raw <<< 'version=2'
	expect_error 1 "version 2" "version 1"
	ask_raw <<< 'operation=login'
	expect_error 1 "does not begin with its version"
	ask_raw <<< 'nonsense'
	expect_error 1 "key=value"
	ask_raw < <(head -c 600000 /dev/zero | tr '\0' x)
	expect_error 2 "longer than"
	ask operation=dance
	expect_error 2 "no operation 'dance'"
	ask token= operation=login
	expect_error 2 token
	ask timeout=0 operation=login
	expect_error 2 timeout
	ask operation=lookup app=a organization=b
	expect_error 2 "one app or one organization"
	ask operation=create organization=acme name=t profile=deploy life=60
	expect_error 2 "needs an app"
	ask operation=create app=shop name=t profile=deploy life=0
	expect_error 2 life
}

@test "it takes no arguments" {
	run -1 --separate-stderr timeout 20 "$FLY_CRED_BUILDDIR/fly-cred-api" x
	# shellcheck disable=SC2154
	[[ $output == "" && $stderr == *usage:* ]]
	run -0 --separate-stderr timeout 20 \
		"$FLY_CRED_BUILDDIR/fly-cred-api" --help
	[[ $output == *usage:* && $stderr == "" ]]
}

@test "it is the only program that needs libcurl" {
	local program found=

	for program in "$FLY_CRED_BUILDDIR"/*; do
		[[ -f $program && -x $program ]] || continue
		run readelf -d "$program"
		if [[ $output == *libcurl* ]]; then
			found+=" ${program##*/}"
		fi
	done
	[[ $found == " fly-cred-api" ]]
}
