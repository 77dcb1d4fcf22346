#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The stand-in of Fly's API: its own tests, and real programs against it.

bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR BATS_TEST_TIMEOUT=120
	local library

	for library in certificates stand-in registry image; do
		# shellcheck disable=SC1090
		source "$FLY_CRED_SRCDIR/tests/lib/$library.bash"
	done
	T=$(mktemp -d)
	export T
	make_certificates "$T"
	stand_in_start "$T" --tls
	registry_start "$T"
	make_oci_image "$T/oci"
	mkdir -m 700 "$T/home" "$T/home/.docker" "$T/run" "$T/bin"
	make_helper
}

teardown_file() {
	registry_stop
	stand_in_stop
	rm -rf "$T"
}

setup() {
	# shellcheck disable=SC1091
	source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"
}

# A credential helper that prints what is in $T/token, for any host.
make_helper() {
	cat > "$T/bin/docker-credential-told" <<-END
	#!/bin/sh
	[ "\$1" = get ] || exit 1
	printf '{"ServerURL":"%s","Username":"x","Secret":"%s"}' \
		"\$(cat)" "\$(cat $T/token)"
	END
	chmod +x "$T/bin/docker-credential-told"
	printf '{"credHelpers": {"%s": "told"}}' "$REGISTRY" \
		> "$T/home/.docker/config.json"
}

# create APP EXPIRY: makes a deploy token and leaves it in $T/token.
create() {
	local ids request

	# shellcheck disable=SC2016
	request='{"query": "query($n: String!) { app(name: $n) { id
		organization { id } } }", "variables": {"n": "'$1'"}}'
	ids=$(stand_in_control post /graphql "${request//[$'\n\t']/ }" \
		--token-file "$T/login-token" | head -n 1)
	request=$(jq -n --argjson ids "$ids" --arg expiry "$2" '{query:
		("mutation($i: CreateLimitedAccessTokenInput!) { "
		+ "createLimitedAccessToken(input: $i) { "
		+ "limitedAccessToken { tokenHeader } } }"),
		variables: {i: {name: "bats", profile: "deploy", expiry: $expiry,
			organizationId: $ids.data.app.organization.id,
			profileParams: {app_id: $ids.data.app.id}}}}')
	stand_in_control post /graphql "$request" \
		--token-file "$T/login-token" | head -n 1 | jq -er \
		'.data[].limitedAccessToken.tokenHeader | ltrimstr("FlyV1 ")' \
		> "$T/token"
}

as_user() {
	timeout -k 2 60 env -i PATH="$T/bin:/usr/bin:/bin" HOME="$T/home" \
		XDG_RUNTIME_DIR="$T/run" SSL_CERT_FILE="$T/ca.pem" "$@"
}

push() {
	as_user skopeo copy "oci:$T/oci:t" "docker://$REGISTRY/$1"
}

@test "macaroons: every vector and every narrowing decision" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" vectors_test
}

@test "GraphQL: schema, look-ups, creation, revocation" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" graphql_test
}

@test "access: Machines API, authorize, token endpoint" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" access_test
}

@test "rules: what each kind of caveat allows" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" rules_test
}

@test "faults, 64 callers over TLS, a log without secrets" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" faults_test
}

@test "logins through CLI sessions" {
	"$FLY_CRED_SRCDIR/tests/stand-in-unit" sessions_test
}

@test "skopeo pushes with a deploy token and pulls again" {
	create shop 1h
	push shop:1
	run -0 stand_in_control received
	[[ $output == "shop: pull, push; minutes left: 59"*"builder rwcdC"* ]]
	as_user skopeo inspect "docker://$REGISTRY/shop:1" | grep -q Digest
	grep '"granted": \["shop:pull,push"\]' "$T/requests.log" |
		grep -q '"minutes_left": 59'
}

@test "a push to another app is denied" {
	create shop 1h
	run -1 push blog:1
	[[ $output == *denied* ]]
	grep -q '"denied": \["blog:pull,push"\]' "$T/requests.log"
}

@test "the image of another app may be known, the push still passes" {
	create blog 1h
	push blog:2
	create shop 1h
	push shop:2
}

@test "an expired token is denied, a new one passes" {
	create shop 10m
	stand_in_control '{"clock": 660}'
	run -1 push shop:3
	[[ $output == *"has expired"* ]]
	create shop 10m
	push shop:3
	stand_in_control '{"clock": 0}'
}

@test "a revoked token is denied" {
	create shop 1h
	stand_in_control '{"revoke": "all"}'
	run -1 push shop:4
	[[ $output == *"token not accepted"* ]]
}

@test "the certificate is verified" {
	create shop 1h
	run -1 as_user env SSL_CERT_FILE=/dev/null \
		skopeo inspect "docker://$REGISTRY/shop:1"
	[[ $output == *"certificate"* ]]
}

@test "inspect explains a token and does not show it" {
	local before

	create shop 2h
	run -0 stand_in_control inspect < "$T/token"
	[[ $output == *"organization acme (4721): rwcdC"* ]]
	[[ $output == *"apps shop (1234567) rwcdC"* ]]
	[[ $output == *"minutes left: 1"[12]* ]]
	[[ $output != *fm2_* ]]
	before=$(stand_in_count createLimitedAccessToken)
	create shop 2h
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((before + 1)) ]
}

@test "it comes back on the same port, and without TLS" {
	local again=$T/again port

	mkdir "$again"
	(
		trap stand_in_stop EXIT
		stand_in_start "$again"
		port=${STAND_IN_URL##*:}
		[[ $STAND_IN_URL == http://127.0.0.1:* ]]
		stand_in_stop
		stand_in_start "$again" --port "$port" --life 30
		[ "${STAND_IN_URL##*:}" = "$port" ]
		stand_in_control state | grep -q '"life": 30'
	)
}

@test "a stand-in that can't start says so" {
	run -1 stand_in_start "$T/nowhere"
	mkdir "$T/bare"
	run -1 stand_in_start "$T/bare" --tls
	[[ $output == *"never wrote"* ]]
}
