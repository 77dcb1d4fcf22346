#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred rotate: a new token, and the old one worthless at Fly.
#
# bats sets stderr_lines.
# shellcheck disable=SC2016,SC2154
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
	stand_in_control '{"faults": [], "life": null, "clock": 0,
		"revoke": "all"}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# rotated ARGUMENT...: it goes well, and nothing is on stdout; sets stderr.
rotated() {
	run --separate-stderr timeout -k 2 60 fly-cred rotate "$@" < /dev/null
	printf '%s: %s | %s\n' "$status" "$output" "$stderr"
	[[ $status -eq 0 && -z $output ]]
}

# stored [SCOPE]: the ids at Fly of the scope's stored tokens.
stored() {
	fly-cred list --json | jq -r --arg scope "${1:-app:shop}" \
		'.[] | select(.scope == $scope) | .id'
}

# old_works, new_works: whether Fly takes what was got before, and now.
old_works() {
	may rw '"app_name": "shop"' < "$HOME/old"
}

new_works() {
	fly-cred get | may rw '"app_name": "shop"'
}

# revokes: how many tokens Fly was asked to revoke.
revokes() {
	stand_in_count deleteLimitedAccessToken
}

@test "--help and wrong options" {
	helps rotate
	each_option_helped rotate app org account profile cluster all grace finish
	checks_usage rotate
	refused 2 fly-cred rotate extra
	refused 2 fly-cred rotate --all --app shop
	says --all
	refused 2 fly-cred rotate --finish --grace 1h
	says --finish
	refused 2 fly-cred rotate --grace 0s
}

@test "the new one works, the old one no more, also what was got from it" {
	local first

	fly-cred get > "$HOME/old"
	first=$(stored)
	rotated
	[[ ${stderr_lines[0]} =~ \
		^"fly-cred: new token for app:shop, lives "(1d0h|23h59m)$ ]]
	[ "${stderr_lines[1]}" = \
		"fly-cred: the old token of app:shop is revoked" ]
	[ "${#stderr_lines[@]}" -eq 2 ]
	[ "$(stored | wc -l)" -eq 1 ]
	[ "$(stored)" != "$first" ]
	run ! old_works
	new_works
	[[ $(fly-cred status) != *left*revoke* ]]
}

@test "where there was no token there is one, and nothing to revoke" {
	local before

	before=$(revokes)
	rotated
	[ "${#stderr_lines[@]}" -eq 1 ]
	new_works
	[ "$(revokes)" -eq "$before" ]
}

@test "--grace: both work, then the next command that asks Fly revokes" {
	fly-cred get > "$HOME/old"
	rotated --grace 1h
	[[ ${stderr_lines[1]} == *"the old one works for 1h0m more"*--finish* ]]
	fly-cred status | grep -qE "^left     revoke the old token of app:shop \
in (1h0m|59m): 'fly-cred rotate --finish'$"
	[ "$(fly-cred status --json | jq -c '.revocations[] |
		[.account, .scope, .profile, (.due_at | fromdate) > now]')" = \
		'["dev@example.com","app:shop","deploy",true]' ]
	old_works
	new_works
	fly-cred renew 2> "$HOME/said"
	[ "$(wc -l < "$HOME/said")" -eq 1 ]
	old_works
	# One that asks nobody revokes nothing, late as it is.
	faketime -f +2h fly-cred get > /dev/null
	old_works
	faketime -f +2h fly-cred renew 2> "$HOME/said"
	grep -qx 'fly-cred: the old token of app:shop is revoked' "$HOME/said"
	run ! old_works
	new_works
	[[ $(fly-cred status) != *rotate* ]]
}

@test "--finish revokes before the grace period is over, once" {
	local before

	fly-cred get > "$HOME/old"
	rotated --grace 1h
	rotated --finish
	[ "$stderr" = "fly-cred: the old token of app:shop is revoked" ]
	run ! old_works
	new_works
	before=$(revokes)
	rotated --finish
	[ "$stderr" = "fly-cred: no old token is left to revoke" ]
	[ "$(revokes)" -eq "$before" ]
}

@test "two rotations within one grace period: both old ones go" {
	fly-cred get > "$HOME/old"
	rotated --grace 1h
	fly-cred get > "$HOME/second"
	rotated --grace 2h
	faketime -f +90m fly-cred renew 2> /dev/null
	run ! old_works
	may rw '"app_name": "shop"' < "$HOME/second"
	rotated --finish
	run ! may rw '"app_name": "shop"' < "$HOME/second"
	new_works
}

@test "no new token: the old one stays, nothing is left to do" {
	fly-cred get > "$HOME/old"
	stand_in_control '{"fault": {"kind": "status", "count": -1}}'
	refused 7 fly-cred rotate
	says "app 'shop'" dev@example.com
	stand_in_control '{"faults": []}'
	old_works
	new_works
	rotated --finish
	[ "$stderr" = "fly-cred: no old token is left to revoke" ]
}

@test "interrupted before there is a new one: status says to rotate again" {
	mkdir "$HOME/api"
	printf '#!/bin/sh\nkill -KILL "$PPID"\n' > "$HOME/api/fly-cred-api"
	chmod +x "$HOME/api/fly-cred-api"
	fly-cred get > /dev/null
	FLY_CRED_EXEC_PATH=$HOME/api run fly-cred rotate
	[ "$status" -eq 137 ]
	run -0 fly-cred status
	[[ $output == *"left     a rotation of app:shop was interrupted: run 'fly-cred rotate'"* ]]
	[[ $output != *--finish* ]]
	fly-cred rotate
	run -0 fly-cred status
	[[ $output != *interrupted* ]]
}

@test "the revocation fails: the new one works, and what is left is told" {
	fly-cred get > "$HOME/old"
	stand_in_control '{"fault": {"kind": "status", "count": -1,
		"operation": "deleteLimitedAccessToken"}}'
	run --separate-stderr fly-cred rotate
	[ "$status" -eq 7 ]
	[[ ${stderr_lines[0]} == *"new token for app:shop"* ]]
	[[ ${stderr_lines[1]} == *"the old token of app:shop (account"*\
"is not revoked: "*"'fly-cred rotate --finish' tries again" ]]
	new_works
	old_works
	fly-cred status | grep -q '^left     revoke the old token of app:shop now'
	stand_in_control '{"faults": []}'
	rotated --finish
	run ! old_works
}

@test "what Fly knows no more is done" {
	local old

	fly-cred get > "$HOME/old"
	old=$(stored)
	rotated --grace 1h
	stand_in_control '{"fault": {"kind": "error", "code": "NOT_FOUND",
		"message": "no such token", "operation":
		"deleteLimitedAccessToken"}}'
	rotated --finish
	rotated --finish
	[ "$stderr" = "fly-cred: no old token is left to revoke" ]
	[ "$(stored)" != "$old" ]
}

@test "one that was revoked by its id is not left" {
	local old

	fly-cred get > "$HOME/old"
	old=$(stored)
	rotated --grace 1h
	fly-cred revoke "$old" > /dev/null
	rotated --finish
	[ "$stderr" = "fly-cred: no old token is left to revoke" ]
	new_works
}

@test "an expired one is replaced and needs no revocation" {
	local before

	stand_in_control '{"life": 60}'
	fly-cred get > /dev/null
	stand_in_control '{"life": null}'
	before=$(revokes)
	faketime -f +2h fly-cred rotate 2> "$HOME/said"
	[ "$(wc -l < "$HOME/said")" -eq 1 ]
	[ "$(revokes)" -eq "$before" ]
}

@test "--org and --profile choose which; the others stay" {
	fly-cred get > "$HOME/old"
	fly-cred get --org acme > /dev/null
	fly-cred rotate --org acme 2> "$HOME/said"
	grep -qx 'fly-cred: the old token of org:acme is revoked' "$HOME/said"
	old_works
	rotated --profile org
	old_works
	rotated
	run ! old_works
}

@test "--all: every stored token of the account" {
	local before

	refused 3 fly-cred rotate --all
	fly-cred get > "$HOME/old"
	fly-cred get --app blog > /dev/null
	fly-cred get --org acme > /dev/null
	before=$(fly-cred list --json | jq -r '.[].id' | sort)
	rotated --all
	[ "$(grep -c 'is revoked$' <<< "$stderr")" -eq 3 ]
	run ! old_works
	new_works
	[ -z "$(comm -12 <(echo "$before") \
		<(fly-cred list --json | jq -r '.[].id' | sort))" ]
}

@test "--all goes on after a failure, and its status is that of the failure" {
	fly-cred get --app blog > /dev/null
	fly-cred get > "$HOME/old"
	stand_in_control '{"delete_app": "blog"}'
	run --separate-stderr fly-cred rotate --all
	stand_in_control '{"create_app": ["blog", "acme"]}'
	[ "$status" -eq 3 ]
	[[ $stderr == *"'blog'"* ]]
	run ! old_works
	new_works
}
