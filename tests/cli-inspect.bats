#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred inspect tells what a token is, without a store and without a network.
# run sets stderr.
# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	isolate
	T=$BATS_TEST_TMPDIR
	export HOME=$T/home FLY_CRED_STORE=/nowhere PATH=$FLY_CRED_BUILDDIR:$PATH
	mkdir "$HOME"
	EXTRA=$FLY_CRED_SRCDIR/tests/data/macaroon-extra-vectors.json
	BUNDLE=$(jq -r .bundle.authorization_header "$EXTRA")
}

# inspect TEXT [OPTION...]: sets status, output and stderr.
inspect() {
	local text=$1

	shift
	run --separate-stderr fly-cred inspect "$@" < <(printf '%s' "$text")
}

# recipe_header BASE RECIPE: a token of narrowing.json.
recipe_header() {
	jq -r --arg base "$1" --arg recipe "$2" \
		'.cases[] | select(.base == $base and .recipe == $recipe).header' \
		"$FLY_CRED_SRCDIR/tests/data/narrowing.json"
}

@test "the fixed members of --json are those of Fly's own program" {
	inspect "$BUNDLE" --json
	[ "$status" -eq 0 ]
	[ "$(jq -S 'map({location, caveats})' <<< "$output")" = \
		"$(jq -S .bundle.debug_json "$EXTRA")" ]
	[ "$(jq -r '.[0].nonce_uuid' <<< "$output")" = \
		"$(jq -r .bundle.nonce_uuid "$EXTRA")" ]
	[ "$(jq -c 'map(.expires_at)' <<< "$output")" = \
		'[null,"2043-11-09T22:13:20Z"]' ]
	[ "$(jq -c 'map(.kind)' <<< "$output")" = '["permission","discharge"]' ]
}

@test "every type of caveat is shown by its name, unknown ones by number" {
	local caveats=$T/caveats.json

	# GoogleUserID and the like can't be added to a token, nor can 3P.
	jq '[.caveats[] | select(.type as $t | [11, 23, 24, 25] | index($t) | not)
		| .json[0]]' "$EXTRA" > "$caveats"
	fly-cred narrow --caveats "$caveats" <<< "$BUNDLE" > "$T/token"
	inspect "$(cat "$T/token")" --json
	[ "$status" -eq 0 ]
	[ "$(jq 'map(select(.kind == "permission").caveats[]
		| select(.undecoded)) | length' <<< "$output")" -eq 0 ]
	inspect "$(jq -r .macaroons.Struct "${EXTRA/-extra/}")" --json
	[ "$status" -eq 0 ]
	[ "$(jq -r '.[0].caveats[0] | .type + " " + .undecoded' \
		<<< "$output")" = '281474976710664 unknown type' ]
}

@test "what a token may do is told in words" {
	local base recipe line found=0

	while IFS='|' read -r base recipe line; do
		inspect "$(recipe_header "$base" "$recipe")"
		[ "$status" -eq 0 ]
		printf '%s\n' "$output" | grep -qF -e "$line" ||
			{ echo "$base, $recipe: no '$line' in: $output"; false; }
		found=$((found + 1))
	done <<- 'END'
	org|none|may do        organization 4721: everything
	org|none|every app: everything
	org|app|organization 4721: read only
	org|app|app 1234567: everything
	org|app|other apps: nothing
	org|app|features builder, wg: everything
	org|app|other features: nothing
	org|docker|app 1234567: read, write; its machines: nothing; its volumes: nothing
	org|docker images|organization 4721: nothing
	org|docker images|app 1234567: nothing; its images: read, write
	org|readonly|organization 4721: read only
	org|readonly|every app: read only
	org|readonly app|app 1234567: read only
	org|trap: images without app|every app: read only; its images: read, write
	org|trap: bare apps caveat|organization 4721: nothing
	deploy|docker|app 1234567: read, write; its machines: nothing; its volumes: nothing
	END
	[ "$found" -eq 16 ]
}

@test "commands and GraphQL mutations are listed" {
	inspect "$(jq -r .bundle.attenuated.machine_exec "$EXTRA")"
	[ "$status" -eq 0 ]
	[[ $output == *"app 8910: read only"* ]]
	[[ $output == *$'\n                command '*": everything"* ]]
	inspect "$(jq -r .bundle.attenuated.ssh "$EXTRA")"
	[[ $output == *"only these GraphQL mutations: issueCertificate, addWireGuardPeer"* ]]
}

@test "it says which discharge is there, and which is missing" {
	inspect "$BUNDLE"
	[[ $output == *"discharge by  https://api.fly.io/aaa/v1: there, valid until 2043-11-09T22:13:20Z"* ]]
	[[ $output == *"all together: valid until 2043-11-09T22:13:20Z"*"with the discharge by https://api.fly.io/aaa/v1" ]]
	inspect "${BUNDLE%%,*}"
	[ "$status" -eq 0 ]
	[[ $output == *"discharge by  https://api.fly.io/aaa/v1: missing"* ]]
	[[ $output == *"all together: valid never: no discharge by https://api.fly.io/aaa/v1" ]]
}

@test "the discharge that dies first decides" {
	local short

	short=fm2_$(jq -r .bundle.discharge_short_bound_b64 "$EXTRA")
	inspect "${BUNDLE%%,*},$short"
	[[ $output == *"(expired)"* ]]
	# The longer one of two serves.
	inspect "$BUNDLE,$short"
	[[ $output == *"all together: valid until 2043-11-09T22:13:20Z"* ]]
}

@test "a login is named as what it is" {
	inspect 'fo1_abcdefghijklmnop'
	[ "$status" -eq 0 ]
	[ "$output" = "login (OAuth), can do everything its user can" ]
	inspect 'fo1_abcdefghijklmnop' --json
	[ "$(jq -c . <<< "$output")" = '[]' ]
	[[ $stderr == *"1 login (OAuth)"* ]]
}

@test "nothing printed is of use without the token" {
	local form text

	for form in '' --json; do
		inspect "$BUNDLE,fo1_abcdefghijklmnop" ${form:+"$form"}
		for text in $(jq -r '.bundle | .permission_token_b64,
			.discharge_b64' "$EXTRA"); do
			# Ends of the tokens hold their signatures.
			[[ $output$stderr != *"${text: -40:36}"* ]]
			[[ $output$stderr != *"${text:0:60}"* ]]
		done
		[[ $output$stderr != *fo1_abc* ]]
	done
	inspect "$BUNDLE"
	[[ $output != *"$(jq -r .bundle.ticket_b64 "$EXTRA")"* ]]
}

@test "text that is damaged is refused with its place" {
	local whole=${BUNDLE#FlyV1 }

	inspect "${whole%?}"
	[ "$status" -eq 2 ]
	[[ $stderr == *"token 2 of 2 breaks off after "* ]]
	inspect ''
	[ "$status" -eq 2 ]
	[[ $stderr == *"there is no token in the text"* ]]
	inspect "fm2_!!!!"
	[ "$status" -eq 2 ]
	[[ $stderr == *"token 1 of 1 has a character that does not belong there, at place 5"* ]]
	[ -z "$output" ]
}

@test "wrapped lines and scheme words do not matter" {
	inspect "Bearer FlyV1  $(fold -w 76 <<< "${BUNDLE#FlyV1 }")" --json
	[ "$status" -eq 0 ]
	[ "$(jq length <<< "$output")" -eq 2 ]
}

@test "a hostile location does not reach the terminal" {
	local token

	token=$(/usr/bin/python3 -I - << 'END'
import base64
name = b"\x1b]0;x\x07http://x"
raw = b"\x94\x93\xc4\x01k\xc4\x10" + bytes(16) + b"\xc2"
raw += bytes([0xA0 + len(name)]) + name + b"\x90\xc4\x20" + bytes(32)
print("fm2_" + base64.b64encode(raw).decode())
END
	)
	inspect "$token"
	[ "$status" -eq 0 ]
	[[ $output == *"?]0;x?http://x"* && $output != *$'\033'* ]]
	inspect "$token" --json
	[[ $output != *$'\033'* ]]
}
