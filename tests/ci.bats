#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# CI without a login: a token that is brought along is narrowed, offline. No
# server is needed: that nothing is asked of one is a test of its own.
# run sets stderr.
# shellcheck disable=SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	isolate
	export HOME=$BATS_TEST_TMPDIR
	export PATH=$FLY_CRED_BUILDDIR:$PATH
	# Who asks the network runs this.
	export FLY_API_BASE_URL=https://127.0.0.1:9
	export FLY_CRED_EXEC_PATH=$HOME/api
	mkdir "$HOME/api"
	printf '#!/bin/sh\necho asked >> "%s"\nexit 1\n' "$HOME/asked" \
		> "$HOME/api/fly-cred-api"
	chmod +x "$HOME/api/fly-cred-api"
	# App 1234567 of organization 4721, and all of that.
	DEPLOY=$(base_token deploy)
	ORG=$(base_token org)
	cd "$HOME" || return 1
	export FLY_APP=shop
}

teardown() {
	forget_key
	[[ ! -e $HOME/asked ]]
}

# base_token NAME: the token of that name in tests/data, with its scheme word.
base_token() {
	jq -r --arg base "$1" '.cases[] | select(.base == $base and
		.recipe == "none").header' \
		"$FLY_CRED_SRCDIR/tests/data/narrowing.json"
}

# lasts TOKEN DURATION: it with a window that ends then.
lasts() {
	fly-cred narrow --life "$2" <<< "$1"
}

# dead TOKEN: it with a window that is over.
dead() {
	jq -n '[{type: "ValidityWindow",
		body: {not_before: 0, not_after: 1700000000}}]' > "$HOME/over"
	fly-cred narrow --caveats "$HOME/over" <<< "$1" 2> /dev/null
}

# may_do < TOKEN: what it may do, as inspect says, in one line.
may_do() {
	fly-cred inspect | sed -n '/may do/,/valid/{/valid/d;s/may do//;p}' |
		xargs -d '\n' | tr -s ' '
}

# left < TOKEN: the seconds it lives, rounded up to minutes.
left() {
	local ends

	ends=$(fly-cred inspect --json |
		jq 'map(.expires_at | fromdate) | min')
	echo $(((ends - $(date +%s) + 59) / 60 * 60))
}

APP_ONLY=' organization 4721: read only app 1234567: everything other apps: nothing features builder, wg: everything other features: nothing'
EVERY_APP=' organization 4721: read only every app: everything features builder, wg: everything other features: nothing'

@test "a deploy token is narrowed to its app and the time at hand" {
	export FLY_API_TOKEN=$DEPLOY
	run --separate-stderr fly-cred get
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(may_do <<< "$output")" = "$APP_ONLY" ]
	[ "$(left <<< "$output")" -eq 28800 ]
	[ "$(fly-cred get --life 10m | left)" -eq 600 ]
	[ "$(fly-cred get --for 30h --life 1h | left)" -eq 108000 ]
	[ "$(fly-cred get --life 72h | left)" -eq 259200 ]
	[[ $(fly-cred get --header) == "FlyV1 fm2_"* ]]
}

@test "no app has to be named for a token of one app" {
	unset FLY_APP
	export FLY_API_TOKEN=$DEPLOY
	[ "$(fly-cred get | may_do)" = "$APP_ONLY" ]
	[ "$(fly-cred get --profile readonly | may_do)" = ' organization 4721: read only app 1234567: read only other apps: nothing features builder, wg: read only other features: nothing' ]
}

@test "a token of an organization is narrowed to what can be, and that is told" {
	export FLY_API_TOKEN=$ORG
	run --separate-stderr fly-cred get --life 1h
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: not narrowed to app 'shop': the token of FLY_API_TOKEN is not for one app, and the number of an app can't be looked up offline; 'fly-cred create deploy --app shop' makes one that is" ]
	[ "$(may_do <<< "$output")" = "$EVERY_APP" ]
	[ "$(left <<< "$output")" -eq 3600 ]
}

@test "an organization that was asked for needs no app" {
	unset FLY_APP
	export FLY_API_TOKEN=$ORG
	run --separate-stderr fly-cred get --org acme --life 1h
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(may_do <<< "$output")" = \
		' organization 4721: everything every app: everything' ]
	refused 3 fly-cred get
	says "no app or organization is chosen" "--app NAME"
}

@test "exec: the child has the narrowed token and no other" {
	export FLY_API_TOKEN=$ORG FLY_ACCESS_TOKEN=$DEPLOY
	export FLY_CRED_KEY_FILE=$HOME/key FLY_CRED_PASSPHRASE_FILE=$HOME/word
	fly-cred exec -- env > "$HOME/child"
	run ! grep -E '^(FLY_ACCESS_TOKEN|FLY_CRED_KEY_FILE|FLY_CRED_PASS)' \
		"$HOME/child"
	grep -qx FLY_CRED_SCOPE=app:1234567 "$HOME/child"
	run ! grep -F "${ORG#FlyV1 }" "$HOME/child"
	run ! grep -F "${DEPLOY#FlyV1 }" "$HOME/child"
	[ "$(sed -n 's/^FLY_API_TOKEN=//p' "$HOME/child" | may_do)" = \
		"$APP_ONLY" ]
	[ "$(sed -n 's/^FLY_API_TOKEN=//p' "$HOME/child" | left)" -eq 86400 ]
}

@test "env: what is set and taken away, and what is not known is not claimed" {
	export FLY_API_TOKEN=$ORG
	run --separate-stderr fly-cred env --shell sh
	[ "$status" -eq 0 ]
	[[ $output == "export FLY_API_TOKEN='fm2_"*"unset FLY_ACCESS_TOKEN;"* ]]
	[[ $output == *"FLY_CRED_SCOPE='org:4721';"* ]]
	# Tokens of two organizations are for none.
	FLY_API_TOKEN="$ORG,fm2_$(jq -r .v0_nonce.token_b64 \
		"$FLY_CRED_SRCDIR/tests/data/macaroon-extra-vectors.json")"
	run --separate-stderr fly-cred env --shell sh --org acme
	[ "$status" -eq 0 ]
	[[ $output == *"unset FLY_CRED_SCOPE;"* ]]
	[[ $stderr == "fly-cred: not narrowed to organization 'acme'"* ]]
}

@test "docker gets the app's images for two hours, and is told by number" {
	export FLY_API_TOKEN=$DEPLOY
	run --separate-stderr docker-credential-fly get <<< registry.fly.io
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: app 1234567 (from FLY_API_TOKEN), good for 2h0m" ]
	[ "$(jq -r .Username <<< "$output")" = x ]
	[[ $(jq -r .Secret <<< "$output" | may_do) == *" app 1234567: read, write; its machines: nothing; its volumes: nothing other apps: nothing"* ]]
	# Whatever organization is named.
	unset FLY_APP
	FLY_ORG=acme docker-credential-fly get <<< registry.fly.io 2> /dev/null |
		jq -r .Secret | may_do | grep -qF 'app 1234567: read, write'
	refused_docker docker.io
}

# refused_docker HOST: nothing is stored for it, which is all that is said.
refused_docker() {
	run -1 docker-credential-fly get <<< "$1"
	[ "$output" = "credentials not found in native keychain" ]
}

@test "docker: a token of an organization pushes to every app, and no more" {
	export FLY_API_TOKEN=$ORG
	run --separate-stderr docker-credential-fly get <<< registry.fly.io
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = "fly-cred: organization 4721 (from FLY_API_TOKEN), good for 2h0m" ]
	[[ ${stderr_lines[1]} == "fly-cred: not narrowed to app 'shop'"* ]]
	[[ $(jq -r .Secret <<< "$output" | may_do) == *"organization 4721: read only every app: read, write; its machines: nothing; its volumes: nothing"* ]]
	unset FLY_APP
	FLY_ORG=acme docker_refuses "docker needs an app"
}

@test "FLY_ACCESS_TOKEN comes first, as with flyctl; empty is not set" {
	export FLY_API_TOKEN=$ORG FLY_ACCESS_TOKEN=$DEPLOY
	[ "$(fly-cred get | may_do)" = "$APP_ONLY" ]
	[ "$(FLY_ACCESS_TOKEN='' fly-cred get 2> /dev/null | may_do)" = \
		"$EVERY_APP" ]
	FLY_ACCESS_TOKEN='' FLY_API_TOKEN='' refused 3 fly-cred get
	says "there is no store" "fly-cred init"
}

@test "--token-env names another variable, which the child does not get" {
	export CI_TOKEN=$DEPLOY FLY_API_TOKEN=$ORG
	[ "$(fly-cred get --token-env=CI_TOKEN | may_do)" = "$APP_ONLY" ]
	[ "$(fly-cred get --token-env 2> /dev/null | may_do)" = "$EVERY_APP" ]
	fly-cred exec --token-env=CI_TOKEN -- env > "$HOME/child"
	run ! grep '^CI_TOKEN=' "$HOME/child"
	grep -q '^FLY_API_TOKEN=fm2_' "$HOME/child"
	fly-cred env --token-env=CI_TOKEN --shell sh | grep -qx 'unset CI_TOKEN;'
}

@test "--token-env with no such variable, or with a token in its place" {
	local wrong

	refused 3 fly-cred get --token-env=CI_TOKEN
	says "is not set"
	refused 3 fly-cred get --token-env
	says FLY_ACCESS_TOKEN FLY_API_TOKEN
	for wrong in "$DEPLOY" '1A' 'A;rm' 'A B' "$(printf 'A%.0s' {1..65})"; do
		refused 2 fly-cred get --token-env="$wrong"
		[[ $line != *"$wrong"* ]]
	done
	refused 2 fly-cred get --token-env=A --token-fd 3
	says "exclude each other"
	refused 2 fly-cred get --token-env --account dev
	says --account
}

@test "--token-fd reads a descriptor, and leaves nothing to inherit" {
	# shellcheck disable=SC2016
	local child='(cat <&5) 2> /dev/null || echo closed; cat'

	[ "$(fly-cred get --token-fd 5 5<<< "$DEPLOY" | may_do)" = "$APP_ONLY" ]
	[ "$(fly-cred get --token-fd 0 <<< "$DEPLOY" | may_do)" = "$APP_ONLY" ]
	printf '%s\n' "$DEPLOY" > "$HOME/token"
	run -0 fly-cred exec --token-fd 5 -- sh -c "$child" \
		5< "$HOME/token" <<< input
	[ "$output" = $'closed\ninput' ]
	run -0 fly-cred exec --token-fd 0 -- cat /dev/stdin < "$HOME/token"
	[ -z "$output" ]
}

@test "--token-fd takes an open descriptor" {
	local wrong

	for wrong in 1 2 x '' -1 77 99999999999; do
		refused 2 fly-cred get --token-fd "$wrong"
		says --token-fd
	done
}

@test "a login can't be narrowed: what to do instead is said" {
	export FLY_API_TOKEN=fo1_abcdefghijklmnop
	both_refuse 3 "FLY_API_TOKEN holds no token that can be narrowed" \
		"fly-cred create" "fly-cred login"
	[[ $line != *abcdef* ]]
	FLY_API_TOKEN="$DEPLOY,fo1_abcdefghijklmnop"
	run --separate-stderr fly-cred get
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: left out 1 login (OAuth) of FLY_API_TOKEN" ]
	[[ $output != *fo1_* ]]
}

@test "a token that is dead, or dies too soon, is 5" {
	FLY_API_TOKEN=$(dead "$DEPLOY")
	export FLY_API_TOKEN
	both_refuse 5 "the token of FLY_API_TOKEN has expired"
	FLY_API_TOKEN=$(lasts "$DEPLOY" 10m)
	[ "$(fly-cred get | left)" -eq 600 ]
	refused 5 fly-cred exec -- true
	says "the token of FLY_API_TOKEN lives " "the 15m needed" "--for"
	fly-cred exec --for 5m -- true
	refused 5 fly-cred get --for 1h
}

@test "what is no whole token is 2 and named by its variable" {
	export FLY_API_TOKEN=${DEPLOY%?}
	both_refuse 2 "FLY_API_TOKEN: token 1 of 1 breaks off"
	FLY_API_TOKEN=$(jq -r .bundle.authorization_header \
		"$FLY_CRED_SRCDIR/tests/data/macaroon-extra-vectors.json")
	FLY_API_TOKEN=${FLY_API_TOKEN%,*}
	both_refuse 2 "lacks a discharge" "fly-cred inspect"
}

@test "a store without a login is as good as none; a locked one is locked" {
	export FLY_API_TOKEN=$DEPLOY
	fly-cred init --key-file "$HOME/key" 2> /dev/null
	FLY_CRED_KEY_FILE=$HOME/key fly-cred get > /dev/null
	fly-cred lock
	both_refuse 4 "locked"
	fly-cred get --token-env > /dev/null
	refused 3 env FLY_CRED_KEY_FILE="$HOME/key" fly-cred renew
	refused 3 env FLY_CRED_KEY_FILE="$HOME/key" fly-cred allow
	refused 3 env FLY_CRED_KEY_FILE="$HOME/key" fly-cred get --account dev
	says "nobody is logged in"
}

@test "who asked Fly would be seen, and nobody does" {
	export FLY_API_TOKEN=$DEPLOY FLY_CRED_KEY_FILE=$HOME/key
	fly-cred init 2> /dev/null
	run ! fly-cred login --token-stdin <<< fo1_abcdefghijklmnop
	[ "$(cat "$HOME/asked")" = asked ]
	rm "$HOME/asked"
	fly-cred get > /dev/null
	fly-cred get --for 30h --token-env > /dev/null
	docker-credential-fly get <<< registry.fly.io > /dev/null 2>&1
}

@test "a home directory is not needed" {
	export FLY_API_TOKEN=$DEPLOY
	env -u HOME fly-cred get > /dev/null
}

@test "a store that is damaged is never passed over" {
	export FLY_API_TOKEN=$DEPLOY
	fly-cred init --key-file "$HOME/key" 2> /dev/null
	echo x > "$(store_directory)/current/header"
	refused 8 fly-cred get
}
