#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Token text as people copy it: taken as what it is meant to be, or refused with
# the place, by every command that takes one in. What Fly would be asked goes to
# a file: no server is needed.
# run sets stderr; tests set variables for themselves.
# shellcheck disable=SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	isolate
	export HOME=$BATS_TEST_TMPDIR
	export PATH=$FLY_CRED_BUILDDIR:$PATH
	export FLY_API_BASE_URL=https://127.0.0.1:9 FLY_CRED_EXEC_PATH=$HOME/api
	export FLY_CRED_KEY_FILE=$HOME/key
	mkdir "$HOME/api"
	printf '#!/bin/sh\ncat > "%s"\nexit 1\n' "$HOME/asked" \
		> "$HOME/api/fly-cred-api"
	chmod +x "$HOME/api/fly-cred-api"
	cd "$HOME" || return 1
	# A permission token and its discharge; two that need none.
	EXTRA=$FLY_CRED_SRCDIR/tests/data/macaroon-extra-vectors.json
	BUNDLE=$(jq -r '.bundle.authorization_header[6:]' "$EXTRA")
	PLAIN=$(jq -r '[.cases[] | select(.recipe == "none").header[6:]] |
		join(",")' "$FLY_CRED_SRCDIR/tests/data/narrowing.json")
	LOGIN=fo1_abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE
}

teardown() {
	forget_key
}

# paste TEXT: into 'fly-cred login --paste', at a terminal, as terminals do.
paste() {
	[[ -e $HOME/key ]] || fly-cred init 2> /dev/null
	rm -f "$HOME/asked"
	run "$FLY_CRED_SRCDIR/tests/lib/at-terminal" "$HOME/shown" \
		$'\e[200~'"$1"$'\e[201~\r' -- fly-cred login --paste
	[[ $status -lt 98 ]]
}

# asked_about LIST: Fly was asked whose that is, and nothing is kept.
asked_about() {
	[[ $(sed -n 's/^token=//p' "$HOME/asked") == "$1" ]] || {
		cat "$HOME/shown" "$HOME/asked"
		return 1
	}
	refused 3 fly-cred get --app shop
	says "nobody is logged in"
}

# essence: of a bundle what no two narrowed copies share is left out.
essence() {
	fly-cred inspect --json | jq -c '[.[] | [.nonce_uuid, (.caveats |
		map(select(.type != "ValidityWindow")))]]'
}

# means TEXT LIST: narrow, inspect and get take the text for the list.
means() {
	local text=$1 list=$2

	[ "$(fly-cred narrow --readonly <<< "$text")" = \
		"$(fly-cred narrow --readonly <<< "$list")" ]
	[ "$(fly-cred inspect --json <<< "$text")" = \
		"$(fly-cred inspect --json <<< "$list")" ]
	[ "$(CI_TOKEN=$text fly-cred get --org acme --token-env=CI_TOKEN |
		essence)" = "$(essence <<< "$list")" ]
	[ "$(fly-cred get --org acme --token-fd 5 5<<< "$text" | essence)" = \
		"$(essence <<< "$list")" ]
}

# refuses TEXT WORDS...: every command does, with the place and status 2; Fly
# is not asked, and nobody is shown a part of the text.
refuses() {
	local text=$1 shown command

	shift
	paste "$text"
	[ "$status" -eq 2 ]
	[ ! -e "$HOME/asked" ]
	shown=$(cat "$HOME/shown")
	for command in 'narrow --readonly' inspect 'get --token-fd 0'; do
		# shellcheck disable=SC2086
		run --separate-stderr fly-cred $command <<< "$text"
		[[ $status -eq 2 && -z $output ]] || {
			echo "$command: $status, $output"
			return 1
		}
		shown+=$stderr
		line=$stderr
		says "$@"
	done
	CI_TOKEN=$text refused 2 fly-cred get --token-env=CI_TOKEN
	shown+=$line
	line=$shown
	says "$@"
	[[ ${#text} -lt 60 || $shown != *"${text:20:20}"* ]]
}

@test "line breaks, as terminals, mail and editors put them in" {
	means "$(fold -w 76 <<< "$PLAIN")" "$PLAIN"
	means "$(fold -w 1 <<< "${PLAIN:0:400}${PLAIN:400}")" "$PLAIN"
	means $'\r\n'"$(fold -w 60 <<< "$PLAIN" | sed 's/$/\r/')"$'\r\n\r\n' \
		"$PLAIN"
	paste "$(fold -w 20 <<< "$LOGIN" | sed 's/$/\r/')"
	asked_about "$LOGIN"
}

@test "spaces and tabs, around and inside, and after commas" {
	means "  $PLAIN	 " "$PLAIN"
	means "${PLAIN:0:9}  ${PLAIN:9:50}	${PLAIN:59}" "$PLAIN"
	means "${PLAIN/,/ ,, }, " "$PLAIN"
	paste " ${LOGIN:0:9}   ${LOGIN:9} "
	asked_about "$LOGIN"
}

@test "a scheme word, in any case, once or twice, before every token" {
	local before

	for before in 'FlyV1 ' 'flyv1	' 'Bearer ' 'FlyV1 FlyV1 ' \
		'BEARER FLYV1 ' $'FlyV1\nBearer\r\n '; do
		means "$before$PLAIN" "$PLAIN"
	done
	means "FlyV1 ${PLAIN/,/, FlyV1 FlyV1 }" "$PLAIN"
	paste "Bearer Bearer $LOGIN"
	asked_about "$LOGIN"
	refuses 'FlyV1 Bearer ' "there is no token in the text"
}

@test "a missing last character: refused with the place where it broke" {
	local end

	refuses "${BUNDLE%?}" "token 2 of 2 breaks off after" "incomplete"
	end=${BUNDLE%%,*}
	refuses "${end%?}" "token 1 of 1 breaks off after $((${#end} - 1)) "
	refuses "${end%?},${BUNDLE#*,}" "token 1 of 2 breaks off after"
	refuses "FlyV1 $(fold -w 70 <<< "${PLAIN%?}")" "token 2 of 2 breaks off"
	# At a whole group of base64 it breaks off inside the macaroon.
	refuses "${end%????}" "token 1 of 1" "copy it again"
}

@test "a missing discharge: refused where it is handed out, not for a login" {
	local lone=${BUNDLE%%,*}

	CI_TOKEN=$lone refused 2 fly-cred get --token-env=CI_TOKEN
	says "lacks a discharge" "missing third-party discharge tokens" \
		"'fly-cred create'" "'fly-cred inspect'"
	run --separate-stderr fly-cred narrow --readonly <<< "$lone"
	[[ $status -eq 2 && -z $output && $stderr == *"lacks a discharge"* ]]
	# flyctl takes them away from a login; whose it is Fly has to say.
	paste "$lone"
	asked_about "$lone"
	run -0 fly-cred inspect <<< "$lone"
	[[ $output == *"missing"* ]]
	# The discharge alone is for nobody.
	run -3 fly-cred narrow --readonly <<< "${BUNDLE#*,}"
}

# long: a macaroon with a caveat of 48 KB that nobody knows, 64 KiB of text.
long() {
	/usr/bin/python3 -I - <<- 'END'
		import base64
		raw = b"\x94\x93\xc4\x01k\xc4\x10" + bytes(16) + b"\xc2\xb5"
		raw += b"https://api.fly.io/v1\x92\xcd\x43\x21\xc5\xbb\x80"
		raw += bytes(48000) + b"\xc4\x20" + bytes(32)
		print("fm2_" + base64.b64encode(raw).decode())
	END
}

@test "64 KiB of good tokens are taken, and of blanks between them" {
	local many=$PLAIN one

	one=$(long)
	((${#one} > 64000))
	means "$one" "$one" 2> /dev/null

	while ((${#many} < 65536)); do
		many+=,$PLAIN
	done
	means "$many" "$many"
	means "${PLAIN/,/$(printf ',%65536s' '')}" "$PLAIN"
	paste "$(printf '%32768s' '')$LOGIN$(printf '%32768s' '')"
	asked_about "$LOGIN"
}

@test "64 KiB of something else are refused, and more than 128 KiB" {
	refuses "fm2_$(head -c 49152 /dev/zero | base64 -w 0)" \
		"token 1 of 1 is damaged: its 65540 characters are no macaroon"
	refuses "$(printf 'x%.0s' {1..65532})fm2_" \
		"token 1 of 1 has 65532 characters before its beginning"
	run --separate-stderr fly-cred inspect \
		< <(head -c 200000 /dev/zero | tr '\0' x)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	run --separate-stderr fly-cred get --token-fd 0 \
		< <(head -c 200000 /dev/zero | tr '\0' x)
	[ "$status" -eq 2 ]
}
