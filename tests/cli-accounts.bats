#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Several people logged in: what is asked for says whose login serves it.
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
	stand_in_control '{"faults": []}'
	person_logged_in dev
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
}

teardown() {
	forget_key
}

# accounts: those whose tokens are stored.
accounts() {
	fly-cred list --json | jq -r '.[] | "\(.scope) \(.account)"' | sort |
		xargs
}

# asked: how many requests the API has had.
asked() {
	wc -l < "$T/world/requests.log"
}

@test "an app, an organization, docker: whoever has it" {
	local before

	fly-cred get --app lab > /dev/null
	fly-cred get --org other > /dev/null
	project foreign
	docker-credential-fly get <<< registry.fly.io > /dev/null
	[ "$(accounts)" = "app:foreign ops@example.com \
app:lab dev@example.com org:other ops@example.com" ]
	before=$(asked)
	fly-cred get --app lab > /dev/null
	fly-cred get > /dev/null
	docker-credential-fly get <<< registry.fly.io > /dev/null
	docker-credential-fly erase <<< registry.fly.io
	[ "$(asked)" -eq "$before" ]
	[ "$(accounts)" = \
		"app:lab dev@example.com org:other ops@example.com" ]
}

@test "what is revoked for an app is that of the account that has it" {
	fly-cred get --app lab > /dev/null
	fly-cred revoke --scope app:lab --yes > /dev/null
	[ -z "$(accounts)" ]
	refused 2 fly-cred revoke --scope app:shop --yes
	says "app 'shop'" "dev@example.com, ops@example.com" --account
	refused 2 fly-cred revoke --all-of-mine
	says --account
}

@test "two that have it are an error with the choices, also for docker" {
	project shop
	both_refuse 2 "app 'shop'" "dev@example.com, ops@example.com" --account
	refused 2 fly-cred get --org acme
	says "organization 'acme'" "dev@example.com, ops@example.com"
	refused 2 fly-cred get --org personal
	fly-cred get --account ops@example.com > /dev/null
	refused 2 fly-cred get
	says "more than one account" --account
	# Who knows neither of the two can say so for good.
	FLY_CRED_ACCOUNT=dev@example.com docker-credential-fly get \
		<<< registry.fly.io > /dev/null
}

@test "nobody has it: who was asked; an API that is down: what to do" {
	refused 3 fly-cred get --app nowhere
	says "app 'nowhere'" "dev@example.com, ops@example.com"
	refused 3 fly-cred get --org nowhere
	says "organization 'nowhere'" "dev@example.com, ops@example.com"
	stand_in_control '{"fault": {"kind": "status", "count": -1}}'
	refused 7 fly-cred get --app lab
	says "app 'lab'" "dev@example.com, ops@example.com" --account
}

@test "an app that moves to where another account is takes that one" {
	fly-cred get --app lab > /dev/null
	stand_in_control '{"move_app": ["lab", "other"]}'
	fly-cred renew --app lab
	[ "$(accounts)" = "app:lab dev@example.com app:lab ops@example.com" ]
	[[ $(FLY_APP=lab fly-cred status) == *" by ops@example.com"* ]]
	stand_in_control '{"move_app": ["lab", "personal"]}'
}

@test "many at once ask only once whose app it is" {
	local before i pids=()

	project foreign
	before=$(asked)
	for i in {1..8}; do
		fly-cred get > "$HOME/token.$i" 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	[ "$(cat "$HOME"/token.* | wc -l)" -eq 8 ]
	# About the app with either login, then for the token.
	[ "$(asked)" -eq $((before + 4)) ]
}

@test "status and erase ask nobody, and say so" {
	local before

	project lab
	before=$(asked)
	run -2 --separate-stderr fly-cred status
	# shellcheck disable=SC2154
	[[ $stderr == *"not known who has app 'lab'"*--account* ]]
	run -0 --separate-stderr docker-credential-fly erase \
		<<< registry.fly.io
	[[ $stderr == *"nothing forgotten"*"not known who has app 'lab'"* ]]
	[ "$(asked)" -eq "$before" ]
	cd "$HOME"
	run -0 --separate-stderr fly-cred status
	[[ $output == *"here     no app or organization"* && -z $stderr ]]
}
