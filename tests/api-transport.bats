#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: whom it talks to, over what, and whom it trusts.

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

@test "a redirect is not followed" {
	local before

	before=$(wc -l < "$T/requests.log")
	fault '"kind": "redirect"'
	ask operation=login
	expect_error 7 "status 302" "not followed"
	(($(wc -l < "$T/requests.log") == before + 1))
}

@test "a CA that did not sign is refused before anything is sent" {
	local before

	mkdir "$T/other"
	make_certificates "$T/other"
	before=$(wc -l < "$T/requests.log")
	ask "ca_file=$T/other/ca.pem" operation=create app=shop name=t \
		profile=deploy life=60
	expect_error 7 "not trusted" "nothing was sent"
	[[ -z $(field sent) ]]
	ask ca_file=/dev/null/none operation=login
	expect_error 2 "can't be read"
	echo rubbish > "$T/rubbish.pem"
	# Here the flavours of libcurl differ in what they call it.
	ask "ca_file=$T/rubbish.pem" operation=login
	[[ $(field status) == error && $(field message) == *"CA file"* ]]
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
	expect_error 2 "is not https"
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
		expect_error 2 "the API's address"
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
