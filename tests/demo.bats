#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# script/demo: tells its story to anybody, shows no token, leaves nothing.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR BATS_TEST_TIMEOUT=240
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	D=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fcd.XXXXXX")
	export D
	chmod 755 "$D"
	install_programs "$D/bin"
	copy_source
}

teardown_file() {
	rm -rf "$D"
}

setup() {
	export TMPDIR=$D/tmp HOME=$D/home
	rm -rf "$TMPDIR" "$HOME"
	mkdir -m 1777 "$TMPDIR"
	mkdir -p "$HOME/.docker" "$HOME/.config/fly-cred"
	echo '{"credsStore": "mine"}' > "$HOME/.docker/config.json"
	echo 'docker: {quiet: true}' > "$HOME/.config/fly-cred/config.yml"
}

# copy_source: what the demo needs, where every user can reach it.
copy_source() {
	mkdir -p "$D/source/tests"
	cp -R "$FLY_CRED_SRCDIR/script" "$D/source/"
	cp -R "$FLY_CRED_SRCDIR/tests/lib" "$FLY_CRED_SRCDIR/tests/stand-in" \
		"$D/source/tests/"
	chmod -R a+rX,u+w "$D/source"
}

# home: everything in it, and when it changed.
home() {
	find "$HOME" -printf '%p %s %m %T@\n' | sort
}

# demo [COMMAND...]: runs it, below the command, without a terminal.
demo() {
	local before

	before=$(home)
	run timeout -k 5 200 "$@" "$D/source/script/demo" < /dev/null
	[ "$status" -eq 0 ]
	[ "$(home)" = "$before" ]
	nothing_left
}

nothing_left() {
	[ -z "$(ls -A "$TMPDIR")" ]
	run_quietly pgrep -f "$TMPDIR/"
}

# run_quietly COMMAND...: it has to find nothing; output stays the demo's.
run_quietly() {
	local found

	! found=$("$@") || { echo "left: $found"; return 1; }
}

no_token_shown() {
	run_quietly grep -E '(fm[0-9][a-z]?|fo[0-9])_[A-Za-z0-9+/_=,-]{13}' \
		<<< "$output"
}

# story PATTERN...: the output has all of them, in this order.
story() {
	local pattern rest=$output

	for pattern; do
		[[ $rest == *"$pattern"* ]] || {
			echo "no '$pattern' in its place"
			return 1
		}
		rest=${rest#*"$pattern"}
	done
}

# whole_story CLIENT: what is seen whichever client pushes.
whole_story() {
	# shellcheck disable=SC2088
	story '$ fly-cred init' 'made the store' \
		'$ fly-cred login' 'logged in as dev@example.com' \
		'$ fly-cred setup docker' 'credHelpers: 127.0.0.1:' \
		'$ cd ~/src/shop' "$ $1" \
		'app shop (from ~/src/shop/fly.toml), good for 2h0m' \
		'shop: pull, push; minutes left: 11' \
		'apps shop (1234567) rw, machines none' \
		'~/.fly/config.yml' \
		"$ $1" 'denied: requested access' \
		'read about the app:  allowed' 'start a machine:     refused' \
		'$ fly-cred env' "FLY_API_TOKEN='fm2_" "...';" 'app:shop' \
		'$ fly-cred renew' 'lives ' 'token    0s left of ' \
		"$ $1" 'good for 2h0m' 'left of 1d0h' \
		'$ fly-cred lock' "the store is locked; run 'fly-cred unlock'" \
		'$ fly-cred unlock' "$ $1"
}

@test "the story, with docker where it has an engine" {
	local client=skopeo

	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	! docker_engine_here "$D" 2> /dev/null || client=docker
	docker_engine_stop
	demo
	whole_story "$client"
	no_token_shown
	run_quietly grep -F $'\e' <<< "$output"
}

@test "the story as an ordinary user, with skopeo" {
	local become=()

	[[ $EUID -ne 0 ]] || become=(setpriv --reuid nobody --regid nogroup
		--clear-groups)
	demo "${become[@]}" env DOCKER_HOST=unix:///nowhere
	whole_story skopeo
	no_token_shown
}

@test "on a terminal headings and commands are bold" {
	run timeout -k 5 200 env TERM=xterm \
		script -qec "$D/source/script/demo" /dev/null
	[ "$status" -eq 0 ]
	[[ $output == *$'\e[1m1. Once'*$'\e[0m'* ]]
	[[ $output == *$'\e[1m~/src/shop $ '* ]]
	no_token_shown
	nothing_left
}

@test "interrupted, it leaves nothing" {
	local demo status=0

	source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"
	"$D/source/script/demo" > "$D/output" 2>&1 < /dev/null 3>&- &
	demo=$!
	wait_for_line "$D/output" 'Ten seconds later' "$demo"
	kill -TERM "$demo"
	wait "$demo" || status=$?
	[ "$status" -eq 143 ]
	nothing_left
}

@test "it takes no arguments but --help" {
	run -0 "$D/source/script/demo" --help
	[[ $output == "usage: script/demo"* ]]
	run -2 "$D/source/script/demo" fast
}
