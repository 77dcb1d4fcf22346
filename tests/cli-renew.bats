#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred renew: a new token now, whatever the old one has left.
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
	source "$FLY_CRED_SRCDIR/tests/lib/command.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# stored: the record at Fly that get is served from.
stored() {
	fly-cred list --json | jq -r '.[].id'
}

@test "--help and wrong options" {
	helps renew
	each_option_helped renew app org account profile cluster for
	checks_usage renew
	refused 2 fly-cred renew extra
}

@test "a new token in place of the old one, none on stdout" {
	local first

	fly-cred get > /dev/null
	first=$(stored)
	run --separate-stderr fly-cred renew
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[[ $stderr =~ ^"fly-cred: new token for shop, lives "(1d0h|23h59m)$ ]]
	[ "$(stored)" != "$first" ]
	[ "$(stored | wc -l)" -eq 1 ]
}

@test "after a revocation, which nobody tells us, get works again" {
	fly-cred get > "$HOME/token"
	stand_in_control "{\"revoke\": \"$(stored)\"}"
	run -2 may r '"app_name": "shop"' < "$HOME/token"
	fly-cred renew 2> /dev/null
	fly-cred get | may rw '"app_name": "shop"'
}

@test "--org, --profile org, --account and --for choose which, how long" {
	fly-cred renew --org acme 2> /dev/null
	fly-cred renew --profile org 2> /dev/null
	fly-cred renew --account dev@example.com --for 40h 2> /dev/null
	run -0 fly-cred list --json
	[ "$(jq -r 'map(.profile) | unique | join(" ")' <<< "$output")" = \
		"deploy deploy_organization" ]
	[ "$(jq 'map((.expires_at | fromdate) - (.issued_at | fromdate))
		| max' <<< "$output")" -ge 287990 ]
	stand_in_control '{"life": 600}'
	refused 5 fly-cred renew --for 1h
}

# live: how many tokens of the app Fly takes.
live() {
	stand_in_control state | jq '[.records[] | select(.app == "shop" and
		(.revoked | not))] | length'
}

@test "an answer gets lost: another token at once, the lost one is revoked" {
	local before

	before=$(live)
	stand_in_control '{"fault": {"kind": "lost",
		"operation": "createLimitedAccessToken"}}'
	run -0 --separate-stderr fly-cred get
	[ "$stderr" = "fly-cred: the lost token of app:shop is revoked" ]
	may rw '"app_name": "shop"' <<< "$output"
	[ "$(live)" -eq $((before + 1)) ]
}

@test "the answer to a request for an organization's token gets lost" {
	stand_in_control '{"fault": {"kind": "lost",
		"operation": "createLimitedAccessToken"}}'
	run -0 --separate-stderr fly-cred get --profile org
	[ "$stderr" = "fly-cred: the lost token of app:shop is revoked" ]
}

@test "what nobody got is told, and revoked once Fly answers again" {
	local before

	before=$(live)
	stand_in_control '{"fault": {"kind": "lost", "count": 2,
		"operation": "createLimitedAccessToken"}}'
	refused 7 fly-cred get
	[ "$(live)" -eq $((before + 2)) ]
	[ "$(fly-cred status | grep -c '^left     revoke the lost token of app:shop now')" -eq 2 ]
	fly-cred status --json | jq -e '.revocations | length == 2 and
		all(.id == null and (.name | startswith("fly-cred ")))'
	fly-cred revoke --all-of-mine --yes > /dev/null 2>&1 || :
	[ "$(live)" -eq "$before" ]
	[[ $(fly-cred status) != *lost* ]]
}

@test "a failure keeps the old token, which still serves" {
	local first

	fly-cred get > /dev/null
	first=$(stored)
	stand_in_control '{"fault": {"kind": "status", "count": -1}}'
	refused 7 fly-cred renew
	says "app 'shop'" dev@example.com
	[ "$(stored)" = "$first" ]
	fly-cred get > /dev/null
}
