#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup terraform --shim: terraform and tofu with a token of the
# organization. Theirs are programs here that show what they were given.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
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
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	SHIMS=$HOME/.local/state/fly-cred/shims
	mkdir "$HOME/real"
	for name in terraform tofu; do
		program "$HOME/real/$name" "$name"
	done
	fly-cred setup terraform --shim > "$HOME/said"
	export PATH=$SHIMS:$HOME/real:$PATH
	project shop
}

teardown() {
	forget_key
}

# program FILE WORD: shows the word, its arguments and variables.
program() {
	printf '%s\n' '#!/bin/sh' "echo '$2'" \
		'for word; do echo "[$word]"; done' \
		'echo "${FLY_CRED_SCOPE-none}"' \
		'echo "${FLY_API_TOKEN-none}"' 'exit 7' > "$1"
	chmod +x "$1"
}

@test "the directory is told, private, and gone after --undo" {
	grep -qF "export PATH=\"$SHIMS:\$PATH\"" "$HOME/said"
	[ "$(stat -c %a "$SHIMS" "$SHIMS/tofu" | xargs)" = "700 700" ]
	run -0 fly-cred setup terraform --shim
	[[ $output != *export* ]]
	run -0 fly-cred setup terraform --shim --undo --dry-run
	[ -e "$SHIMS/terraform" ]
	fly-cred setup terraform --shim --undo > /dev/null
	[ ! -e "$SHIMS" ]
	run -0 fly-cred setup terraform --shim --undo
	[[ $output == "there are no shims" ]]
	refused 2 fly-cred setup docker --shim
	says "--shim is for terraform"
}

@test "the real program, its arguments and status, and a token for the org" {
	run -7 --separate-stderr terraform plan 'a b' ''
	[[ ${lines[0]} == terraform && ${lines[1]} == "[plan]" ]]
	[[ ${lines[2]} == "[a b]" && ${lines[3]} == "[]" ]]
	[[ ${lines[4]} == org:acme ]]
	[[ ${lines[5]} == fm2_* ]]
	run -7 --separate-stderr tofu
	[[ ${lines[0]} == tofu && ${lines[1]} == org:acme ]]
	[ "$(fly-cred list --json | jq -r '.[].scope')" = org:acme ]
	# The second time Fly is not even asked which organization it is.
	fly-cred get > /dev/null
	FLY_CRED_EXEC_PATH=/nowhere run -7 --separate-stderr terraform
	[[ ${lines[1]} == org:acme ]]
}

@test "it lives long enough, or terraform does not start" {
	run -7 --separate-stderr terraform
	(($(life_left <<< "${lines[2]}") > 3600))
	stand_in_control '{"life": 1}'
	fly-cred renew --org acme 2> /dev/null || :
	sleep 2
	stand_in_control '{"faults": [{"count": -1, "kind": "cut"}]}'
	refused 7 terraform
}

@test "where no app is in sight it runs as without the shim, store locked" {
	fly-cred lock
	mkdir "$HOME/elsewhere"
	cd "$HOME/elsewhere"
	FLY_CRED_KEY_FILE='' FLY_API_TOKEN=mine run -7 --separate-stderr terraform
	[[ ${lines[2]} == mine && -z $stderr ]]
	cd "$HOME/shop"
	FLY_CRED_KEY_FILE='' refused 4 terraform
}

@test "where nobody is logged in that is told, and it runs" {
	FLY_CRED_STORE=$HOME/none run -7 --separate-stderr terraform
	[[ ${lines[1]} == none && $stderr == "fly-cred: it gets no token: "* ]]
}

@test "no program of the working directory, and never itself" {
	program terraform hostile
	PATH=.:$SHIMS::$HOME/real:$PATH
	run -7 --separate-stderr "$SHIMS/terraform"
	[[ ${lines[0]} == terraform ]]
	rm "$HOME/real/tofu"
	ln -s "$SHIMS" "$HOME/again"
	ln -s "$SHIMS/tofu" "$HOME/real/tofu"
	PATH=$HOME/again:$PATH refused 3 tofu
	says "besides fly-cred's shim"
	chmod -x terraform
}
