#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Tokens that come without their discharges: fetched where they may be, and a
# person waited for only where there is one.
# shellcheck disable=SC2154
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
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	stand_in_control '{"faults": [], "clock": 0, "life": null, "discharge":
		"immediate", "discharge_life": null, "discharge_location": null}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# discharge MODE: how tokens get theirs from now on.
discharge() {
	stand_in_control "{\"discharge\": \"$1\"}"
}

# at_terminal COMMAND...: in the background; its standard output and what the
# terminal showed go to files.
at_terminal() {
	# shellcheck disable=SC2016
	timeout -k 2 60 "$FLY_CRED_SRCDIR/tests/lib/at-terminal" \
		"$HOME/shown" -- sh -c 'out=$1; shift; exec "$@" > "$out"' \
		sh "$HOME/out" "$@" 3>&- &
	AT_TERMINAL=$!
}

# waited_for: until somebody polls for a discharge.
waited_for() {
	until [[ $(stand_in_control state |
		jq '.discharges | any(.done == false and .looks > 0)') == true ]]
	do
		kill -0 "$AT_TERMINAL"
		sleep 0.1
	done
}

approve() {
	waited_for
	stand_in_control '{"approve_discharge": "dev@example.com"}'
}

@test "a discharge at once, with the login and nothing else" {
	local before

	before=$(stand_in_count discharge)
	fly-cred get > "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
	fly-cred get > /dev/null
	(($(stand_in_count discharge) == before + 1))
	(($(stand_in_count discharge '"caller": "oauth", "user": "dev@') > 0))
	(($(stand_in_count createLimitedAccessToken) > 0))
}

@test "a token lives as long as the discharge that was fetched" {
	stand_in_control '{"discharge_life": 1200}'
	fly-cred get > /dev/null
	run -0 fly-cred list --json
	(($(jq '.[0] | (.expires_at | fromdate) - (.issued_at | fromdate)' \
		<<< "$output") <= 1200))
}

@test "a discharge that has to be polled for" {
	discharge poll
	docker-credential-fly get <<< registry.fly.io 2> /dev/null |
		jq -r .Secret | may rw '"app_name": "shop"'
}

@test "a refusal is told in words, for which app and account" {
	discharge refuse
	both_refuse 6 "no new token for app 'shop' (account dev@example.com)" \
		"organization 'acme' needs a confirmation: 127.0.0.1:" \
		"does not confirm who you are" "single sign-on is required" \
		"'fly-cred login'"
	(($(fly-cred list --json | jq length) == 0))
}

@test "who is not allowed is not asked" {
	stand_in_control '{"discharge_location": "https://sso.example.com/3p"}'
	both_refuse 6 "app 'shop'" "come from 'https://sso.example.com/3p'" \
		"discharge.locations in config.yml"
}

@test "without a person nobody is waited for, and the command is named" {
	local before

	before=$(stand_in_count discharge-poll)
	discharge interactive
	both_refuse 6 "app 'shop'" "account dev@example.com" \
		"organization 'acme' needs a confirmation: a person has" \
		"'fly-cred renew --app shop' at a terminal"
	refused 6 fly-cred renew --org acme
	says "'fly-cred renew --org acme' at a terminal"
	(($(stand_in_count discharge-poll) == before))
}

@test "a person is sent to a page; nobody else waits meanwhile" {
	discharge interactive
	at_terminal fly-cred get
	waited_for
	docker_refuses "'fly-cred renew --app shop' at a terminal"
	approve
	wait "$AT_TERMINAL"
	may rw '"app_name": "shop"' < "$HOME/out"
	grep -q "app 'shop' (account dev@example.com) has to be confirmed" \
		"$HOME/shown"
	grep -q "^  $STAND_IN_URL/aaa/v1/login/" "$HOME/shown"
	docker-credential-fly get <<< registry.fly.io > /dev/null
}

@test "create waits for a person, too, and tells what is left without one" {
	discharge interactive
	at_terminal fly-cred create deploy --app shop
	approve
	wait "$AT_TERMINAL"
	may rw '"app_name": "shop"' < "$HOME/out"
	refused 6 fly-cred create deploy --app shop
	says "'fly-cred create' at a terminal" "'fly-cred revoke "
}

# later SECONDS COMMAND...: when that time has passed, here and at Fly; of the
# latter fly-cred-api, which is not deceived, would make a wrong clock.
later() {
	local seconds=$1

	shift
	stand_in_control "{\"clock\": $seconds}"
	faketime -f "+${seconds}s" timeout -k 2 60 "$@"
}

# stored MEMBER: of the only token that is stored.
stored() {
	fly-cred list --json | jq -r ".[0].$1"
}

# made: how many tokens Fly was asked for so far.
made() {
	stand_in_count createLimitedAccessToken
}

@test "a token goes on with new discharges while it lasts itself" {
	local id before

	stand_in_control '{"life": 2400, "discharge_life": 1200}'
	fly-cred get > /dev/null
	id=$(stored id)
	before=$(made)
	later 700 fly-cred get > "$HOME/token"
	[[ $(made) == "$before" && $(stored id) == "$id" ]]
	may rw '"app_name": "shop"' < "$HOME/token"
	# The first discharge would have ended at 1200.
	later 1290 fly-cred get > "$HOME/token"
	[[ $(made) == "$before" ]]
	may rw '"app_name": "shop"' < "$HOME/token"
	# By then the token itself has less left than a discharge gives.
	stand_in_control '{"clock": 0, "life": null, "discharge_life": null}'
	faketime -f +1400s fly-cred get > /dev/null
	[[ $(made) == $((before + 1)) && $(stored id) != "$id" ]]
}

@test "another token is made where one is asked for, or none goes on" {
	local id before

	stand_in_control '{"discharge_life": 1200}'
	fly-cred get > /dev/null
	id=$(stored id)
	before=$(made)
	fly-cred renew 2> /dev/null
	[[ $(made) == $((before + 1)) && $(stored id) != "$id" ]]
	id=$(stored id)
	# Longer than any discharge lives.
	run -5 later 100 fly-cred get --for 30m
	[[ $(made) == $((before + 2)) && $(stored id) != "$id" ]]
	id=$(stored id)
	# No discharge but those that come along.
	stand_in_control '{"discharge": "included", "fault": {"kind": "status",
		"operation": "discharge", "status": 403}}'
	later 1200 fly-cred get > /dev/null
	[[ $(made) == $((before + 3)) && $(stored id) != "$id" ]]
}

@test "nobody is sent to a page while what is stored still serves" {
	local before

	stand_in_control '{"discharge_life": 1200}'
	fly-cred get > /dev/null
	before=$(stand_in_count discharge-poll)
	discharge interactive
	at_terminal faketime -f +700s fly-cred get
	wait "$AT_TERMINAL"
	may rw '"app_name": "shop"' < "$HOME/out"
	grep -q "not renewed: no new token for app 'shop'" "$HOME/shown"
	grep -q "'fly-cred renew --app shop' at a terminal" "$HOME/shown"
	(($(stand_in_count discharge-poll) == before))
	at_terminal fly-cred renew
	approve
	wait "$AT_TERMINAL"
}

@test "new discharges that last much shorter are not made do with" {
	local id before asked

	stand_in_control '{"discharge_life": 1200}'
	fly-cred get > /dev/null
	id=$(stored id)
	before=$(made)
	asked=$(stand_in_count discharge)
	stand_in_control '{"discharge": "included", "discharge_life": 550}'
	later 700 fly-cred get > /dev/null
	(($(stand_in_count discharge) == asked + 1))
	[[ $(made) == $((before + 1)) && $(stored id) != "$id" ]]
}
