#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred create: tokens to give away, each as narrow as its kind says.
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
	stand_in_control '{"faults": [], "clock": 0, "life": null}'
	person_logged_in dev
}

teardown() {
	forget_key
}

# create [ARGUMENT...]: sets status, output and stderr.
create() {
	run --separate-stderr timeout -k 2 60 fly-cred create "$@"
}

# of JQ-FILTER: over the last output.
of() {
	jq -r "$1" <<< "$output"
}

# What the verifier is asked for; every kind's row below has a letter for each.
accesses=(
	'{"action": "r", "app_name": "shop"}'
	'{"action": "w", "app_name": "shop"}'
	'{"action": "r", "app_name": "blog"}'
	'{"action": "w", "app_name": "blog"}'
	'{"action": "r", "org_slug": "acme"}'
	'{"action": "w", "org_slug": "acme"}'
	'{"action": "r", "org_slug": "other"}'
	'{"action": "r", "app_name": "foreign"}'
	'{"action": "c", "org_slug": "acme", "org_feature": "wg"}'
	'{"action": "w", "org_slug": "acme", "org_feature": "builder"}'
	'{"action": "w", "app_name": "shop", "mutation": "issueCertificate"}'
	'{"action": "c", "org_slug": "acme", "org_feature": "wg",
		"mutation": "addWireGuardPeer"}'
	'{"action": "w", "app_name": "shop", "mutation": "updateSecrets"}'
	'{"action": "w", "app_name": "shop", "machine_id": "m1",
		"command": ["ls", "-l"]}'
	'{"action": "w", "app_name": "shop", "machine_id": "m1",
		"command": ["ls", "-l", "/"]}'
)

# may ACCESS: "y" when the verifier lets the last output have it, else "-".
may() {
	if stand_in_control post /v1/tokens/authorize "$(jq -n --arg \
		header "$output" --argjson access "$1" \
		'{header: $header, access: $access}')" > /dev/null; then
		printf y
	else
		printf -- -
	fi
}

# allowed: a letter for each of the accesses.
allowed() {
	local access

	for access in "${accesses[@]}"; do
		may "$access"
	done
}

# expires: nothing of it is left after its day.
expires() {
	stand_in_control '{"clock": 86000}'
	[ "$(may "${accesses[4]}")" = y ]
	stand_in_control '{"clock": 87000}'
	[ "$(may "${accesses[4]}")" = - ]
}

#                        shop blog acme other
#                        r w  r w  r w  o f  wg bu  ic wp us  ls l/
@test "deploy is for one app, builder and WireGuard" {
	create deploy --app shop
	[ "$status" -eq 0 ]
	[ "$(allowed)" = yy--y---yyyyyyy ]
	expires
}

@test "org is for one organization" {
	create org --org acme
	[ "$(allowed)" = yyyyyy--yyyyyyy ]
	expires
}

@test "readonly is for reading in one organization" {
	create readonly --org acme
	[ "$(allowed)" = y-y-y---------- ]
	expires
}

@test "ssh reads its app and may do two mutations" {
	create ssh --app shop
	[ "$(allowed)" = y---y-----yy--- ]
	[ "$(tr -cd , <<< "$output" | wc -c)" -eq 2 ]
	expires
}

@test "machine-exec runs that command and no other" {
	create machine-exec --app shop -- ls -l
	[ "$(allowed)" = y---y--------y- ]
	expires
}

@test "machine-exec --prefix runs all that begin so" {
	create machine-exec --app shop --prefix -- ls
	[ "$(allowed)" = y---y--------yy ]
	create machine-exec --app shop --prefix -- rm
	[ "$(allowed)" = y---y---------- ]
}

@test "machine-exec without a command runs any" {
	create machine-exec --app shop
	[ "$(allowed)" = y---y--------yy ]
}

@test "wireguard is for tunnels and no app" {
	create wireguard --org acme
	[ "$(allowed)" = ----y---y--y--- ]
	expires
}

@test "litefs-cloud is for its cluster" {
	create litefs-cloud --org acme --cluster main
	[ "$(allowed)" = y-y-y---------- ]
	stand_in_control inspect <<< "$output" > "$HOME/inspected"
	grep -q 'clusters main' "$HOME/inspected"
	expires
}

@test "the token is not kept, and its end is told" {
	create deploy --app shop --json
	[ "$(fly-cred list --json | jq length)" -eq 0 ]
	# shellcheck disable=SC2154
	[[ $stderr == *"not kept here"*"fly-cred revoke $(of .id)"* ]]
	[[ $stderr != *fm2_* ]]
}

@test "--json has all that scripts want" {
	local key

	create ssh --app shop --json
	for key in account scope profile name id issued_at expires_at token; do
		[ -n "$(of ".$key // empty")" ]
	done
	[ "$(of .account)" = dev@example.com ]
	[ "$(of .scope)" = app:shop ]
	[ "$(of .profile)" = ssh ]
	[[ $(of .token) == fm2_*,fm2_*,fm2_* ]]
	(($(date -d "$(of .expires_at)" +%s) > $(date +%s) + 86000))
	(($(date -d "$(of .expires_at)" +%s) < $(date +%s) + 86500))
	create org --org personal --json
	[ "$(of .scope)" = org:dev-12 ]
}

@test "names are unique and say tool, host and scope, unless given" {
	local first

	create deploy --app shop --json
	first=$(of .name)
	[[ $first == "fly-cred $(hostname) app:shop "* ]]
	create deploy --app shop --json
	[ "$(of .name)" != "$first" ]
	create deploy --app shop --json --name 'CI of shop'
	[ "$(of .name)" = 'CI of shop' ]
	stand_in_control state | grep -q '"name": "CI of shop"'
}

@test "--expiry takes Go's durations and days, and warns over 90 days" {
	create deploy --app shop --json --expiry 30d
	(($(date -d "$(of .expires_at)" +%s) > $(date +%s) + 29 * 86400))
	[[ $stderr != *warning* ]]
	create deploy --app shop --json -x 1h30m
	(($(date -d "$(of .expires_at)" +%s) < $(date +%s) + 5500))
	create deploy --app shop --json -x 91d
	[ "$status" -eq 0 ]
	[[ $stderr == *"warning: this token will live 91d"* ]]
	create deploy --app shop -x 0
	[ "$status" -eq 2 ]
	create deploy --app shop -x soon
	[ "$status" -eq 2 ]
}

@test "what Fly gives less is told as it is" {
	stand_in_control '{"life": 600}'
	create deploy --app shop --json
	(($(date -d "$(of .expires_at)" +%s) <= $(date +%s) + 600))
	[[ $stderr == *"lives 9m"* || $stderr == *"lives 10m"* ]]
}

@test "the directory's app will do, another kind of scope will not" {
	project shop
	create deploy --json
	[ "$(of .scope)" = app:shop ]
	create org
	[ "$status" -eq 2 ]
	[[ $stderr == *"fly.toml names app 'shop'"*--org* ]]
	create ssh --org acme
	[ "$status" -eq 2 ]
	[[ $stderr == *--app* ]]
	FLY_ORG=acme create readonly --json
	[ "$(of .scope)" = org:acme ]
}

@test "--header puts the scheme word before it" {
	create wireguard --org acme --header
	[[ $output == "FlyV1 fm2_"* ]]
	[ "$(wc -l <<< "$output")" -eq 1 ]
}

@test "what does not go together is a mistake, and nothing is made" {
	local before

	before=$(stand_in_count createLimitedAccessToken)
	for arguments in '' nonsense 'deploy --app shop extra' \
		'ssh --app shop --prefix' 'litefs-cloud --org acme' \
		'org --org acme --cluster main' 'deploy --app shop --name='; do
		# shellcheck disable=SC2086
		create $arguments
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
	[ "$(stand_in_count createLimitedAccessToken)" -eq "$before" ]
}

@test "a refusal is told with scope and account" {
	stand_in_control '{"fault": {"kind": "status", "status": 403,
		"operation": "createLimitedAccessToken"}}'
	create deploy --app shop
	[ "$status" -eq 6 ]
	[ -z "$output" ]
	[[ $stderr == *"app 'shop' (account dev@example.com)"* ]]
	[[ $stderr != *"may have been made"* ]]
}

@test "after a lost answer the name of the orphan is told" {
	local name

	stand_in_control '{"fault": {"kind": "lost",
		"operation": "createLimitedAccessToken"}}'
	create deploy --app shop
	[ "$status" -eq 7 ]
	[[ $stderr == *"token named 'fly-cred "*"' may have been made"* ]]
	name=${stderr#*named \'}
	stand_in_control state | grep -qF "\"name\": \"${name%%\'*}\""
}

@test "a token that is not kept is revoked like any other" {
	local id token

	create deploy --app shop --json
	id=$(of .id)
	token=$(of .token)
	output=$token
	[ "$(may "${accesses[1]}")" = y ]
	run -0 fly-cred list --remote --app shop --json
	[ "$(of "map(select(.id == \"$id\"))[0].ours")" = true ]
	[ "$(of "map(select(.id == \"$id\"))[0].stored")" = false ]
	fly-cred revoke "$id"
	output=$token
	[ "$(may "${accesses[1]}")" = - ]
	fly-cred list --remote --app shop --json |
		jq -e --arg id "$id" 'map(select(.id == $id))[0].state ==
			"revoked"'
}
