#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred narrow: what is left is what was asked for, says the verifier.
# run sets stderr.
# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	person_logged_in dev
	fly-cred get --org acme > "$T/acme" 2> /dev/null
	forget_key
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	isolate
	export HOME=$BATS_TEST_TMPDIR FLY_CRED_STORE=/nowhere
	export PATH=$FLY_CRED_BUILDDIR:$PATH
	EXTRA=$FLY_CRED_SRCDIR/tests/data/macaroon-extra-vectors.json
	BUNDLE=$(jq -r .bundle.authorization_header "$EXTRA")
}

teardown() {
	stand_in_control '{"clock": 0}'
}

# narrow TEXT OPTION...: sets status, output and stderr.
narrow() {
	local text=$1

	shift
	run --separate-stderr fly-cred narrow "$@" < <(printf '%s' "$text")
}

# decision TOKEN ACCESS: the HTTP status of the verifier's answer.
decision() {
	jq -n --arg header "FlyV1 $1" --argjson access "$2" \
		'{header: $header, access: $access}' > "$HOME/body"
	stand_in_control post /v1/tokens/authorize "$(cat "$HOME/body")" |
		tail -n 1
}

@test "options leave what they say: kind, action, app, organization, time" {
	local token=$T/acme options clock access wanted got count=0

	while IFS='|' read -r options clock access wanted; do
		# Options of the table have no blanks in them but between them.
		# shellcheck disable=SC2086
		narrow "$(cat "$token")" $options
		[ "$status" -eq 0 ]
		stand_in_control "{\"clock\": $clock}"
		got=$(decision "$output" "$access")
		[ "$got" = "$wanted" ] ||
			{ echo "$options, $access: $got"; false; }
		count=$((count + 1))
	done <<- 'END'
	--app 1234567|0|{"action":"rwcdC","app_name":"shop"}|200
	--app 1234567|0|{"action":"r","app_name":"blog"}|403
	--app 1234567|0|{"action":"r","org_slug":"acme"}|200
	--app 1234567|0|{"action":"w","org_slug":"acme"}|403
	--app 1234567|0|{"action":"r","org_slug":"other"}|403
	--app 1234567|0|{"action":"rwcdC","org_slug":"acme","org_feature":"wg"}|200
	--app 1234567 --life 1h|0|{"action":"w","app_name":"shop"}|200
	--app 1234567 --life 1h|3700|{"action":"w","app_name":"shop"}|401
	--app 1234567 --readonly|0|{"action":"r","app_name":"shop"}|200
	--app 1234567 --readonly|0|{"action":"w","app_name":"shop"}|403
	--readonly|0|{"action":"r","app_name":"blog"}|200
	--readonly|0|{"action":"w","app_name":"blog"}|403
	--org 4721|0|{"action":"w","app_name":"blog"}|200
	--org 4721|0|{"action":"r","org_slug":"other"}|403
	--org 4721 --life 10m|700|{"action":"r","app_name":"blog"}|401
	--recipe docker --app 1234567|0|{"action":"rw","app_name":"shop","app_feature":"images"}|200
	--recipe docker --app 1234567|0|{"action":"r","app_name":"shop","machine_id":"m"}|403
	--recipe docker --app 1234567|0|{"action":"r","app_name":"blog"}|403
	--recipe docker-images --app 1234567|0|{"action":"rw","app_name":"shop","app_feature":"images"}|200
	--recipe docker-images --app 1234567|0|{"action":"r","org_slug":"acme"}|403
	--recipe readonly|0|{"action":"w","app_name":"shop"}|403
	--recipe readonly-app --app 1234567|0|{"action":"r","app_name":"shop"}|200
	--recipe readonly-app --app 1234567|0|{"action":"r","app_name":"blog"}|403
	--mutation a --mutation b|0|{"action":"w","org_slug":"acme","mutation":"b"}|200
	--mutation a --mutation b|0|{"action":"w","org_slug":"acme","mutation":"c"}|403
	--mutation a --mutation b|0|{"action":"r","org_slug":"acme"}|403
	--command uptime|0|{"action":"w","app_name":"shop","machine_id":"m","command":["uptime"]}|200
	--command uptime|0|{"action":"w","app_name":"shop","machine_id":"m","command":["uptime","x"]}|403
	--command uptime|0|{"action":"w","app_name":"shop","machine_id":"m"}|403
	--command uptime|0|{"action":"r","app_name":"shop","machine_id":"m"}|200
	END
	[ "$count" -eq 30 ]
}

@test "a command line is split as a shell does, and not expanded" {
	narrow "$BUNDLE" --command $'sh -c "echo \'$HOME\'" a\\ b'
	[ "$status" -eq 0 ]
	# shellcheck disable=SC2016
	[ "$(fly-cred inspect --json <<< "$output" | jq -c '.[0].caveats[-1].body
		.ifs[0].body[0]')" = \
		'{"args":["sh","-c","echo '\''$HOME'\''","a b"],"exact":true}' ]
	narrow "$BUNDLE" --command 'echo "x'
	[ "$status" -eq 2 ]
	narrow "$BUNDLE" --command ' '
	[ "$status" -eq 2 ]
}

@test "attenuations are those of Fly's library, byte for byte" {
	local kind

	for kind in readonly wireguard machine_exec validity_window; do
		jq -r --arg kind "$kind" '.bundle.attenuated[$kind]' "$EXTRA" \
			> "$HOME/wanted"
		fly-cred inspect --json < "$HOME/wanted" |
			jq '.[0].caveats[3:]' > "$HOME/added"
		narrow "$BUNDLE" --header --caveats "$HOME/added"
		[ "$status" -eq 0 ]
		[ "$output" = "$(cat "$HOME/wanted")" ]
	done
}

@test "every recipe's caveats from JSON give Fly's token, byte for byte" {
	local data=$FLY_CRED_SRCDIR/tests/data/narrowing.json base case count=0

	for case in $(seq 0 15); do
		base=$(jq -r ".cases[$case].base as \$b | .cases[] |
			select(.base == \$b and .recipe == \"none\").header" \
			"$data")
		jq ".cases[$case].caveats" "$data" > "$HOME/caveats"
		narrow "$base" --header --caveats "$HOME/caveats"
		[ "$status" -eq 0 ]
		[ "$output" = "$(jq -r ".cases[$case].header" "$data")" ]
		count=$((count + 1))
	done
	[ "$count" -eq 16 ]
}

@test "every permission token is narrowed, discharges are kept, logins go" {
	local second

	second=fm2_$(jq -r .v0_nonce.token_b64 "$EXTRA")
	narrow "$BUNDLE,$second,fo1_abcdefghijklmnop" --readonly
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: left out 1 login (OAuth)" ]
	[ "$(fly-cred inspect --json <<< "$output" |
		jq -c 'map([.kind, (.caveats[-1].body == "r")])')" = \
		'[["permission",true],["permission",true],["discharge",false]]' ]
	[ "${output##*,}" = "${BUNDLE##*,}" ]
	[[ ${output} == *"fm2_$(jq -r .v0_nonce.attenuated_action_read_b64 \
		"$EXTRA"),"* ]]
}

@test "caveats that nobody knows are carried" {
	local token

	token=$(/usr/bin/python3 -I - << 'END'
import base64
raw = b"\x94\x93\xc4\x01k\xc4\x10" + bytes(16) + b"\xc2\xb5"
raw += b"https://api.fly.io/v1\x92\xcd\x43\x21\xa3new\xc4\x20" + bytes(32)
print("fm2_" + base64.b64encode(raw).decode())
END
	)
	narrow "$token" --readonly
	[ "$status" -eq 0 ]
	[ "$(fly-cred inspect --json <<< "$output" |
		jq -c '.[0].caveats | map(.type)')" = '["17185","Action"]' ]
}

@test "names are refused, and it is told where the number is" {
	narrow "$BUNDLE" --app shop
	[ "$status" -eq 2 ]
	[[ $stderr == *"--app takes a number, not 'shop'"*"this token is for number 8910" ]]
	narrow "$(cat "$T/acme")" --app shop
	[ "$status" -eq 2 ]
	[[ $stderr == *"'fly-cred get --app NAME | fly-cred inspect' shows it" ]]
	narrow "$(cat "$T/acme")" --org acme
	[ "$status" -eq 2 ]
	[[ $stderr == *"this token is for number 4721" ]]
}

@test "a recipe for an app takes the token's own app" {
	narrow "$BUNDLE" --recipe docker
	[ "$status" -eq 0 ]
	fly-cred inspect <<< "$output" | grep -qF 'app 8910: read, write;'
	narrow "$(cat "$T/acme")" --recipe docker
	[ "$status" -eq 2 ]
	[[ $stderr == *"say which with --app"* ]]
}

@test "an app of nobody knows which organization is asked about" {
	local foreign

	foreign=$(jq -r '.cases[] | select(.base == "org" and
		.recipe == "none").header' \
		"$FLY_CRED_SRCDIR/tests/data/narrowing.json")
	jq -n '[{type: "Organization", body: {id: 4722, mask: "r"}}]' \
		> "$HOME/caveats"
	# One token for organization 4721, one without any.
	narrow "$foreign,fm2_$(jq -r .v0_nonce.token_b64 "$EXTRA")" --app 5
	[ "$status" -eq 2 ]
	[[ $stderr == *"say which with --org"* ]]
	narrow "$foreign,fm2_$(jq -r .v0_nonce.token_b64 "$EXTRA")" --app 5 \
		--org 4721
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: left out 1 token for others" ]
}

@test "a token without its discharge is not handed out" {
	narrow "${BUNDLE%%,*}" --readonly
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == *"lacks a discharge"* ]]
}

@test "what can't be narrowed is told apart" {
	narrow 'fo1_abcdefghijklmnop' --readonly
	[ "$status" -eq 3 ]
	narrow "$BUNDLE"
	[ "$status" -eq 2 ]
	narrow "${BUNDLE%?}" --readonly
	[ "$status" -eq 2 ]
	[[ $stderr == *"token 2 of 2 breaks off"* ]]
	narrow "$BUNDLE" --recipe nonsense
	[ "$status" -eq 2 ]
	narrow "$BUNDLE" --life 0s
	[ "$status" -eq 2 ]
	narrow "$BUNDLE" --caveats "$HOME/none"
	[ "$status" -eq 2 ]
	: > "$HOME/empty"
	narrow "$BUNDLE" --caveats "$HOME/empty"
	[ "$status" -eq 2 ]
	echo '[{"type":"17185","body":"eA=="}]' > "$HOME/unknown"
	narrow "$BUNDLE" --caveats "$HOME/unknown"
	[ "$status" -eq 2 ]
	[[ $stderr == *"there is no caveat '17185' that could be added"* ]]
	echo '[{"type":"FlyioUserID","body":1}]' > "$HOME/attestation"
	narrow "$BUNDLE" --caveats "$HOME/attestation"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
}

@test "random bundles never grant more than before, nor than asked" {
	run -0 "$FLY_CRED_SRCDIR/tests/narrow-never-widens" 40
}
