#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred logout: ended at Fly first, then forgotten without a trace.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/command.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/login.bash"
	# A stand-in for each test: what they end stays ended.
	world_start
	login_setup
}

teardown() {
	forget_key
	world_stop
}

# records: how many the store has.
records() {
	find "$(store_directory)" -path '*/records/*' -type f | wc -l
}

# notes: how many renewals have told how they ended.
notes() {
	find "$(store_directory)/locks" -type f -size +0 | wc -l
}

# is_over TOKEN-FILE: Fly does not accept that login any more.
is_over() {
	run -6 --separate-stderr fly-cred login --token-stdin < "$1"
}

# browser_login: a session of fly-cred's own.
browser_login() {
	timeout -k 2 100 "$FLY_CRED_SRCDIR/tests/lib/browser" "$HOME/shown" \
		"$STAND_IN_DIR" approve:dev@example.com callback -- \
		env -u BROWSER -u DISPLAY -u WAYLAND_DISPLAY fly-cred login "$@"
}

# revoked: how many token records Fly has revoked.
revoked() {
	stand_in_control state | jq '[.records[] | select(.revoked)] | length'
}

@test "--help and wrong options" {
	helps logout
	each_option_helped logout account all local
	checks_usage logout
	refused 2 fly-cred logout --all --account me
	refused 3 fly-cred logout
	says "'fly-cred login'"
	refused 3 fly-cred logout --all
}

@test "the tokens are revoked, then the session ended, then all forgotten" {
	local handed

	login "$DEV"
	fly-cred get --app shop > "$HOME/handed"
	fly-cred get --org acme > /dev/null
	run -0 --separate-stderr fly-cred logout
	[[ $output == "logged out dev@example.com, 2 tokens revoked" ]]
	[[ -z $stderr ]]
	[ "$(revoked)" -eq 2 ]
	[ "$(records)" -eq 0 ]
	refused 3 fly-cred get --app shop
	handed=$(tail -n 1 < <(stand_in_control get /v1/apps/shop \
		--token-file "$HOME/handed" || :))
	[ "$handed" -eq 401 ]
	is_over "$T/world/login-token"
	# In that order.
	run -0 jq -r .operation "$T/world/requests.log"
	[[ $output == *deleteLimitedAccessToken*logOut* ]]
	[[ $output != *logOut*deleteLimitedAccessToken* ]]
}

@test "old tokens that a rotation left are revoked, too" {
	login "$DEV"
	fly-cred get --app shop > /dev/null
	fly-cred rotate --app shop --grace 1h 2> /dev/null
	run -0 fly-cred logout
	[[ $output == "logged out dev@example.com, 2 tokens revoked" ]]
	[ "$(revoked)" -eq 2 ]
	[ "$(records)" -eq 0 ]
}

@test "what a rotation left is forgotten with --local, not another account's" {
	login "$DEV"
	login "$OPS" --name ops
	fly-cred get --app shop --account ops > /dev/null
	fly-cred rotate --app shop --account ops --grace 1h 2> /dev/null
	fly-cred get --app blog --account dev@example.com > /dev/null
	fly-cred rotate --app blog --account dev@example.com --grace 1h 2> \
		/dev/null
	fly-cred logout --account dev@example.com --local
	[ "$(fly-cred status --json | jq -c '[.revocations[].scope]')" = \
		'["app:shop"]' ]
	fly-cred logout --local
	[ "$(records)" -eq 0 ]
	[ "$(revoked)" -eq 0 ]
}

@test "why a renewal failed is forgotten, not another account's" {
	login "$DEV"
	login "$OPS" --name ops
	refused 3 fly-cred get --app nowhere --account dev@example.com
	refused 3 fly-cred get --org nowhere --account ops
	# For who waits, and for who comes later, each.
	[ "$(notes)" -eq 4 ]
	# Which account it is, too.
	refused 3 fly-cred get --app nowhere
	[ "$(notes)" -eq 5 ]
	fly-cred logout --account dev@example.com
	[ "$(notes)" -eq 2 ]
	fly-cred logout
	[ "$(notes)" -eq 0 ]
}

@test "a session of our own: flyctl's goes on" {
	mkdir "$HOME/.fly"
	echo "access_token: $DEV" > "$HOME/.fly/config.yml"
	browser_login
	run -0 fly-cred logout
	[ "$(stand_in_count logOut)" -eq 1 ]
	login "$DEV"
	[ "$status" -eq 0 ]
}

@test "an adopted login is only forgotten, its tokens are revoked" {
	mkdir "$HOME/.fly"
	echo "access_token: $DEV" > "$HOME/.fly/config.yml"
	fly-cred login --from-flyctl
	fly-cred get --app shop > /dev/null
	run -0 fly-cred logout
	[[ $output == *"flyctl still has"*"'flyctl auth logout'"* ]]
	[ "$(stand_in_count logOut)" -eq 0 ]
	[ "$(revoked)" -eq 1 ]
	[ "$(records)" -eq 0 ]
	fly-cred login --from-flyctl
}

@test "flyctl's login is not ended when it was pasted, before or after" {
	login "$DEV"
	mkdir "$HOME/.fly"
	echo "access_token: $DEV" > "$HOME/.fly/config.yml"
	run -0 fly-cred logout
	[[ $output == *"flyctl still has"* ]]
	login "Bearer $DEV"
	run -0 fly-cred logout
	[[ $output == *"flyctl still has"* ]]
	[ "$(stand_in_count logOut)" -eq 0 ]
}

# nothing_forgotten STATUS TEXT...: it failed, said that, and all is there.
nothing_forgotten() {
	local before

	before=$(records)
	refused "$1" fly-cred logout
	shift
	says "$@" "'fly-cred logout --local'"
	[ "$(records)" -eq "$before" ]
}

@test "an API that is down, or refuses: what is valid is said, and kept" {
	login "$DEV"
	fly-cred get --app shop > /dev/null
	stand_in_control '{"fault": {"kind": "status", "count": -1}}'
	nothing_forgotten 7 "1 tokens of 'dev@example.com'" "still valid" 500
	stand_in_control '{"faults": [{"kind": "status", "count": -1,
		"status": 403, "operation": "logOut"}]}'
	refused 6 fly-cred logout
	says "session of 'dev@example.com' is still valid" "--local"
	[ "$(revoked)" -eq 1 ]
	stand_in_control '{"faults": [{"kind": "cut", "count": -1,
		"operation": "logOut"}]}'
	nothing_forgotten 7 "is still valid"
	stand_in_control '{"faults": []}'
	fly-cred get --app shop > /dev/null
	run -0 fly-cred logout
	[ "$(records)" -eq 0 ]
}

@test "--local asks nobody and says what stays valid" {
	local before

	login "$DEV"
	fly-cred get --app shop > /dev/null
	before=$(wc -l < "$T/world/requests.log")
	run -0 fly-cred logout --local
	[[ $output == *"stay valid at Fly" ]]
	[ "$(wc -l < "$T/world/requests.log")" -eq "$before" ]
	[ "$(records)" -eq 0 ]
	login "$DEV"
	[ "$status" -eq 0 ]
}

@test "one account of two, and all of them" {
	login "$DEV"
	login "$OPS" --name ops
	fly-cred get --app shop --account ops > /dev/null
	fly-cred get --app shop --account dev@example.com > /dev/null
	refused 2 fly-cred logout
	says --account
	run -0 fly-cred logout --account ops
	is_over "$T/world/login-token-2"
	fly-cred get --app shop > /dev/null
	[ "$(revoked)" -eq 1 ]
	browser_login --name me
	run -0 fly-cred logout --all
	[ "$(records)" -eq 0 ]
	[ "$(stand_in_count logOut)" -ge 2 ]
}

@test "--all goes on after a failure" {
	login "$DEV"
	login "$OPS"
	stand_in_control '{"faults": [{"kind": "status", "operation": "logOut",
		"status": 403}]}'
	run -6 --separate-stderr fly-cred logout --all
	[[ $output == "logged out ops@example.com"* ]]
	[[ $stderr == *"session of 'dev@example.com' is still valid"* ]]
	run -0 fly-cred logout --all
	[[ $output == "logged out dev@example.com"* ]]
}

@test "nothing is left in any generation, or of writes cut short" {
	local store

	store=$(store_directory)
	login "$DEV"
	fly-cred get --app shop > /dev/null
	# As an interrupted rotation and an interrupted write leave them.
	cp -a "$store/$(readlink "$store/current")" "$store/generation-9"
	cp "$(find "$store/current/" -path '*/records/*' | head -n 1)" \
		"$store/current/records/$(printf 'a%.0s' {1..32}).1.new"
	run -0 fly-cred logout
	[ ! -e "$store/generation-9" ]
	[ -z "$(find "$store" -path '*/records/*')" ]
}

@test "a directory that can't be read to its end is not taken for an empty one" {
	local call rest

	rest=$(store_directory)/current/records/$(printf 'a%.0s' {1..32}).1.new
	# Leaks can't be looked for in a process that is traced.
	export ASAN_OPTIONS=detect_leaks=0
	for call in {1..30}; do
		login "$DEV"
		touch "$rest"
		run strace -f -o /dev/null -e trace=getdents64 \
			-e inject=getdents64:error=EIO:when="$call" \
			fly-cred logout --local
		[ "$status" -ne 0 ] || break
		[[ $output == *"fly-cred: can't "* ]]
	done
	((call > 2 && call < 30))
	[ ! -e "$rest" ]
}

@test "a login that is bound elsewhere is not sent; it can be forgotten" {
	local before

	login "$DEV"
	before=$(wc -l < "$T/world/requests.log")
	FLY_REGISTRY_HOST=127.0.0.1:5000 refused 2 fly-cred logout
	says "'dev@example.com'"
	[ "$(wc -l < "$T/world/requests.log")" -eq "$before" ]
	FLY_REGISTRY_HOST=127.0.0.1:5000 run -0 fly-cred logout --local
	[ "$(records)" -eq 0 ]
}

@test "a store that is locked" {
	login "$DEV"
	forget_key
	FLY_CRED_KEY_FILE='' refused 4 fly-cred logout
}
