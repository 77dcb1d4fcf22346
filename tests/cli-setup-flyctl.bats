#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup flyctl: told how, and its login taken out of its file.
# shellcheck disable=SC2030,SC2031,SC2154
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
	person dev
	fly-cred init 2> /dev/null
	FILE=$HOME/.fly/config.yml
	mkdir "$HOME/.fly"
	printf 'metrics_token: m\naccess_token: %s\nlast_login: x\n' \
		"$(cat "$T/world/login-token")" > "$FILE"
	cp "$FILE" "$HOME/before"
}

teardown() {
	forget_key
}

adopted() {
	fly-cred login --from-flyctl > /dev/null
}

@test "without --move it explains and changes nothing" {
	run -0 --separate-stderr fly-cred setup flyctl
	[[ $output == *"fly-cred exec -- fly status"*"--move"* ]]
	cmp "$FILE" "$HOME/before"
	rm "$FILE"
	run -0 --separate-stderr fly-cred setup flyctl
	[[ $output != *--move* ]]
}

@test "--move takes the login out, and --undo puts it back" {
	adopted
	run -0 --separate-stderr fly-cred setup flyctl --move
	[[ $output == "$FILE:"$'\n'"- access_token: (flyctl's login)" ]]
	[ "$(cat "$FILE")" = $'metrics_token: m\nlast_login: x' ]
	run -1 grep -r fo1_ "$HOME/.fly"
	fly-cred get --app shop > /dev/null
	fly-cred setup flyctl --undo > /dev/null
	cmp "$FILE" "$HOME/before"
	run -0 fly-cred setup flyctl --undo
	[[ $output == "nothing was taken from flyctl" ]]
}

@test "what flyctl has written since stays; a login of its own, too" {
	adopted
	fly-cred setup flyctl --move > /dev/null
	echo 'new: 1' >> "$FILE"
	fly-cred setup flyctl --undo > /dev/null
	[ "$(grep -c . "$FILE")" -eq 4 ]
	grep -q '^new: 1$' "$FILE"
	grep -q '^access_token: fo1_' "$FILE"
	fly-cred setup flyctl --move > /dev/null
	echo 'access_token: fo1_another' >> "$FILE"
	cp "$FILE" "$HOME/before"
	fly-cred setup flyctl --undo > /dev/null
	cmp "$FILE" "$HOME/before"
}

@test "a login that the store does not have is left where it is" {
	refused 3 fly-cred setup flyctl --move
	says "login --from-flyctl"
	cmp "$FILE" "$HOME/before"
}

@test "a token over several lines goes whole; what is not understood stays" {
	adopted
	printf 'a: 1\naccess_token: >-\n  %s\nb: 2\n' \
		"$(cat "$T/world/login-token")" > "$FILE"
	fly-cred setup flyctl --move > /dev/null
	[ "$(cat "$FILE")" = $'a: 1\nb: 2' ]
	printf '{access_token: %s}\n' "$(cat "$T/world/login-token")" > "$FILE"
	cp "$FILE" "$HOME/before"
	refused 2 fly-cred setup flyctl --move
	says "by hand"
	cmp "$FILE" "$HOME/before"
}

@test "--dry-run changes nothing; --move is for flyctl; no secret is shown" {
	adopted
	run -0 fly-cred setup flyctl --move --dry-run
	[[ $output != *fo1_* ]]
	cmp "$FILE" "$HOME/before"
	refused 2 fly-cred setup docker --move
	says "--move is for flyctl"
	rm "$FILE"
	refused 3 fly-cred setup flyctl --move
}
