#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every kind of token: what was asked for, what inspect says and what the
# verifier allows are the same.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	person_logged_in dev
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	forget_key
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
}

# make KIND [ARGUMENT...]: a token of that kind, in $T/KIND.
make() {
	fly-cred create "$1" --json --expiry 2h "${@:2}" > "$T/$1" 2> /dev/null
}

@test "asked for, told and allowed: kind, action, place and time" {
	make deploy --app shop
	make org --org acme
	make readonly --org acme
	make ssh --app shop
	make machine-exec --app shop -- uptime
	make wireguard --org acme
	make litefs-cloud --org acme --cluster books
	run "$FLY_CRED_SRCDIR/tests/kinds-agree" "$STAND_IN_DIR" \
		deploy="$T/deploy" org="$T/org" readonly="$T/readonly" \
		ssh="$T/ssh" machine-exec="$T/machine-exec" \
		wireguard="$T/wireguard" litefs-cloud="$T/litefs-cloud"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$output" = "7 kinds, 665 accesses" ]
}

# profile NAME [ARGUMENT...]: a token of that profile, in $T/NAME.
profile() {
	fly-cred env --shell json --profile "$@" |
		jq '{token: .FLY_API_TOKEN, expires_at: .FLY_CRED_EXPIRES}' \
			> "$T/$1"
}

@test "the same of profiles, from the store" {
	profile deploy --app shop
	profile org --org acme
	profile readonly --org acme
	profile ssh --app shop
	profile machine-exec --app shop --command uptime
	profile wireguard --org acme
	profile litefs-cloud --org acme --cluster books
	run "$FLY_CRED_SRCDIR/tests/kinds-agree" "$STAND_IN_DIR" \
		deploy="$T/deploy" org="$T/org" readonly="$T/readonly" \
		ssh="$T/ssh" machine-exec="$T/machine-exec" wireguard="$T/wireguard" \
		litefs-cloud="$T/litefs-cloud"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$output" = "7 kinds, 665 accesses" ]
}

@test "a cluster's token is issued once for each cluster, renewed, rotated" {
	local creates cluster

	fly-cred get --org acme --profile litefs-cloud --cluster books \
		> /dev/null
	creates=$(stand_in_count createLimitedAccessToken)
	fly-cred get --org acme --profile litefs-cloud --cluster books \
		> /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq "$creates" ]
	fly-cred get --org acme --profile litefs-cloud --cluster films |
		fly-cred inspect | grep -qF 'only these clusters: films'
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((creates + 1)) ]
	fly-cred renew --org acme --profile litefs-cloud --cluster films \
		2> /dev/null
	fly-cred rotate --all 2> /dev/null
	for cluster in books films; do
		fly-cred get --org acme --profile litefs-cloud \
			--cluster "$cluster" | fly-cred inspect |
			grep -qF "only these clusters: $cluster"
	done
	# A token of the organization is still one.
	fly-cred get --org acme | fly-cred inspect |
		grep -qF 'organization 4721: everything'
}

@test "commands go with machine-exec, several, and without any all" {
	fly-cred get --app shop --profile machine-exec | fly-cred inspect |
		grep -qF 'command ...: everything'
	fly-cred get --app shop --profile machine-exec --command 'ls -l' \
		--command "echo 'a b'" | fly-cred inspect > "$T/words"
	grep -qF 'command ls -l: everything' "$T/words"
	grep -qF 'command echo a b: everything' "$T/words"
	run -2 fly-cred get --app shop --command ls
	[[ $output == *"--command goes with --profile machine-exec only" ]]
	run -2 fly-cred exec --app shop --profile machine-exec \
		--command "'" -- true
}

@test "a cluster goes with litefs-cloud, and that with no other token" {
	local wrong

	for wrong in '--profile litefs-cloud' '--cluster books' \
		'--profile org --cluster books' \
		'--profile litefs-cloud --cluster a/b' \
		'--profile litefs-cloud --cluster='; do
		# shellcheck disable=SC2086
		run -2 fly-cred get --org acme $wrong
	done
	export FLY_API_TOKEN
	FLY_API_TOKEN=$(fly-cred get --org acme)
	run -2 fly-cred get --org acme --token-env --profile litefs-cloud \
		--cluster books
	[[ $output == *"'fly-cred create litefs-cloud'" ]]
}
