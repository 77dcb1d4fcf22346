#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What can be wrong with Fly, the network and the project: each has its status
# and its next step, nothing stored gets lost, and a token that serves is used.
#
# Programs write ~ in their messages; bats sets stderr_lines.
# shellcheck disable=SC1090,SC2030,SC2031,SC2088,SC2154
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
	local library

	for library in person refusal records token; do
		source "$FLY_CRED_SRCDIR/tests/lib/$library.bash"
	done
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	BEFORE=$(contents)
}

teardown() {
	forget_key
	[[ $STAND_IN_DIR == "$T/world" ]] || stand_in_stop
}

# fault MEMBERS: what every request for a while gets.
fault() {
	stand_in_control "{\"faults\": [{\"count\": -1, $1}]}"
}

# over: the cause is gone; nothing was lost or added, and get works, once
# somebody has asked not to wait.
over() {
	[ "$(contents)" = "$BEFORE" ]
	stand_in_control '{"faults": []}'
	fly-cred renew 2> /dev/null
	fly-cred get > /dev/null
}

# own_world: a stand-in for this test alone, to be stopped, and a login there.
own_world() {
	mkdir "$T/own"
	cp "$T"/world/*.pem "$T"/world/*.key "$T"/world/login-token* "$T/own/"
	stand_in_start "$T/own" --tls
	person_logged_in dev
	project shop
	BEFORE=$(contents)
}

@test "no connection: 7" {
	own_world
	stand_in_stop
	both_refuse 7 "no new token for app 'shop'" dev@example.com \
		"takes no connection"
	stand_in_start "$T/own" --tls --port "${STAND_IN_URL##*:}"
	over
}

@test "HTTP 401: 6, log in again" {
	fault '"kind": "status", "status": 401'
	both_refuse 6 "app 'shop'" dev@example.com "'fly-cred login'"
	over
}

@test "HTTP 403: 6" {
	fault '"kind": "status", "status": 403'
	both_refuse 6 "app 'shop'" dev@example.com
	over
}

@test "HTTP 429: 7, wait" {
	fault '"kind": "status", "status": 429, "headers": {"Retry-After": "7"}'
	both_refuse 7 "app 'shop'" "asked too often" "wait"
	over
}

@test "HTTP 500: 7, try again" {
	fault '"kind": "status", "status": 500'
	both_refuse 7 "app 'shop'" 500 again
	over
}

@test "a GraphQL error: its words, made harmless for a terminal" {
	fault '"kind": "error", "message": "no\nsuch \u001b[2J luck"'
	both_refuse 7 "app 'shop'" "luck"
	[[ $line != *$'\e'* ]]
	over
}

@test "a GraphQL refusal: 6" {
	fault '"kind": "error", "code": "UNAUTHORIZED", "message": "go away"'
	both_refuse 6 "app 'shop'" dev@example.com "go away"
	over
}

@test "a reply that makes no sense: 7" {
	fault '"kind": "garbage"'
	both_refuse 7 "app 'shop'"
	over
}

@test "a connection that is cut: 7" {
	fault '"kind": "cut"'
	both_refuse 7 "app 'shop'"
	over
}

@test "a redirect is not followed: 7" {
	fault '"kind": "redirect"'
	both_refuse 7 "app 'shop'" "sends us elsewhere"
	over
}

@test "a login that was logged out: 6, log in again" {
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
	BEFORE=$(contents)
	stand_in_control '{"revoke": "ops@example.com"}'
	FLY_CRED_ACCOUNT=ops@example.com both_refuse 6 "app 'shop'" \
		ops@example.com "'fly-cred login'"
	FLY_CRED_ACCOUNT=dev@example.com over
}

@test "an app that Fly does not know: 3, and only that" {
	project nosuch
	both_refuse 3 "app 'nosuch'" dev@example.com "check the name"
	project shop
	over
}

@test "an app of other people: the same 3" {
	project foreign
	both_refuse 3 "app 'foreign'" dev@example.com
	project shop
	over
}

@test "an organization that Fly does not know: 3" {
	refused 3 fly-cred get --org nosuch
	says "organization 'nosuch'" dev@example.com
	over
}

@test "a broken fly.toml: 2, file, line, column and what else to do" {
	local line text

	for text in 'app = "shop' 'app = 3' 'app = ["a"]' '[broken' \
		$'app = "a"\napp = "b"' 'app = "Shop"' 'app = "../x"'; do
		printf '%s\n' "$text" > fly.toml
		both_refuse 2 "~/shop/fly.toml"
	done
	printf '\n app = "shop\n' > fly.toml
	both_refuse 2 "~/shop/fly.toml:2:8: " "--app"
	fly-cred get --app shop > /dev/null
}

@test "a broken fly.json and fly.yaml: the same" {
	rm fly.toml
	echo '{"app": "shop"' > fly.json
	both_refuse 2 "~/shop/fly.json:"
	rm fly.json
	echo 'app: [shop' > fly.yaml
	both_refuse 2 "~/shop/fly.yaml:"
}

@test "no app in sight: 3, what was tried, what settles it" {
	cd "$HOME"
	both_refuse 3 "FLY_APP: not set" "--app"
}

@test "a broken setting: 2, and which" {
	mkdir -p "$HOME/.config/fly-cred"
	echo 'docker: {lief: 1h}' > "$HOME/.config/fly-cred/config.yml"
	both_refuse 2 config.yml lief
	FLY_API_BASE_URL=http://api.example both_refuse 2
	rm "$HOME/.config/fly-cred/config.yml"
	FLY_API_BASE_URL=http://api.example both_refuse 2 FLY_API_BASE_URL https
	over
}

@test "fly-cred-api missing or broken: 1, nothing lost" {
	mkdir "$HOME/empty" "$HOME/broken"
	FLY_CRED_EXEC_PATH=$HOME/empty both_refuse 1 "$HOME/empty/fly-cred-api"
	[ "$(contents)" = "$BEFORE" ]
	printf '#!/bin/sh\necho nonsense\n' > "$HOME/broken/fly-cred-api"
	chmod +x "$HOME/broken/fly-cred-api"
	FLY_CRED_EXEC_PATH=$HOME/broken both_refuse 1 fly-cred-api
	# It may have asked Fly for a token, which is remembered.
	BEFORE=$(contents)
	over
}

@test "a host that is not ours: docker's own words and nothing else" {
	run --separate-stderr docker-credential-fly get <<< registry.example
	[ "$status" -eq 1 ]
	[ "$output" = "credentials not found in native keychain" ]
	[ -z "$stderr" ]
	over
}

# half_gone: shop's token has less than half of its life left, but lives.
half_gone() {
	stand_in_control '{"life": 3600}'
	fly-cred get > /dev/null
	stand_in_control '{"clock": 2400}'
}

later() {
	faketime -f +2400s timeout -k 2 60 "$@"
}

@test "the API down, the token still good: it is used, and why is said" {
	half_gone
	fault '"kind": "status", "status": 500'
	BEFORE=$(contents)
	run --separate-stderr later fly-cred get
	[ "$status" -eq 0 ]
	[[ $stderr == "fly-cred: not renewed: no new token for app 'shop'"* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[ "$(contents)" = "$BEFORE" ]
	stand_in_control '{"faults": []}'
	may rw '"app_name": "shop"' <<< "$output"
}

@test "the same for docker, once docker would renew" {
	half_gone
	mkdir -p "$HOME/.config/fly-cred"
	echo 'docker: {renew: 25m}' > "$HOME/.config/fly-cred/config.yml"
	fault '"kind": "garbage"'
	run --separate-stderr later docker-credential-fly get \
		<<< registry.fly.io
	[ "$status" -eq 0 ]
	[[ ${stderr_lines[0]} == "fly-cred: app shop (from ~/shop/fly.toml), "* ]]
	[[ ${stderr_lines[1]} == "fly-cred: not renewed: "* ]]
	stand_in_control '{"faults": []}'
	jq -r .Secret <<< "$output" | may rw '"app_name": "shop"'
}

@test "the same for env; what could not be renewed is renewed afterwards" {
	half_gone
	fault '"kind": "cut"'
	run --separate-stderr later fly-cred env
	[ "$status" -eq 0 ]
	[[ $stderr == "fly-cred: not renewed: "* ]]
	stand_in_control '{"faults": [], "clock": 2800}'
	run --separate-stderr faketime -f +2800s timeout -k 2 60 fly-cred env
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "expired and the API down: the reason, not an old token" {
	stand_in_control '{"life": 3600}'
	fly-cred get > /dev/null
	stand_in_control '{"clock": 3700}'
	fault '"kind": "status", "status": 500'
	run --separate-stderr faketime -f +3700s fly-cred get
	[ "$status" -eq 7 ]
	[ -z "$output" ]
}

@test "more life asked for than is left, and the API down: the reason" {
	half_gone
	fault '"kind": "status", "status": 500'
	run --separate-stderr later fly-cred get --for 50m
	[ "$status" -eq 7 ]
	[ -z "$output" ]
}
