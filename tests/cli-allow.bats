#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred allow and deny: what is pinned, and what status says of it.
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
	person_logged_in dev
	project shop
	STATE=$HOME/.local/state/fly-cred/allowed
}

teardown() {
	forget_key
}

# hook_line: what status says of the hook here.
hook_line() {
	fly-cred status | sed -n 's/^hook *//p'
}

@test "--help and wrong options" {
	helps allow
	each_option_helped allow account
	checks_usage allow
	refused 2 fly-cred allow one two
	helps deny
	checks_usage deny
	refused 2 fly-cred deny one two
}

@test "where nothing was ever allowed deny says so" {
	refused 3 fly-cred deny
	says "not allowed" "'fly-cred allow'"
}

@test "allow pins path, account and numbers; deny takes it back" {
	[ "$(hook_line)" = "not allowed here; 'fly-cred allow' allows it" ]
	[ "$(fly-cred status --json | jq .allowed)" = false ]
	run -0 --separate-stderr fly-cred allow
	[ "$output" = \
		"allowed ~/shop: app shop (1234567), account dev@example.com" ]
	[ -z "$stderr" ]
	[ "$(cat "$STATE"/*)" = "directory=$HOME/shop
account=1001@$STAND_IN_URL
scope=app:shop
organization_number=4721
app_number=1234567" ]
	[ "$(hook_line)" = "allowed to export here" ]
	[ "$(fly-cred status --json | jq .allowed)" = true ]
	run -0 fly-cred deny
	[ "$output" = "denied ~/shop" ]
	[ "$(hook_line)" = "not allowed here; 'fly-cred allow' allows it" ]
	refused 3 fly-cred deny
	says "not allowed" "'fly-cred allow'"
}

@test "from below, or through a link, it is the directory of the file" {
	mkdir -p sub/sub
	ln -s shop "$HOME/link"
	(cd "$HOME/link/sub/sub" && fly-cred allow) > /dev/null
	grep -qx "directory=$HOME/shop" "$STATE"/*
	run -0 fly-cred deny "$HOME/link/sub"
	[ "$output" = "denied ~/shop" ]
	cd "$HOME"
	run -0 fly-cred allow link
	[[ $output == "allowed ~/shop: "* ]]
	rm -r shop
	run -0 fly-cred deny "$HOME/shop/"
	[ "$output" = "denied ~/shop" ]
}

@test "another app in the file, or below, is not what was allowed" {
	fly-cred allow > /dev/null
	project blog shop/sub
	[ "$(hook_line)" = "allowed for app:shop only; 'fly-cred allow' allows\
 this" ]
	cd ..
	[ "$(hook_line)" = "allowed to export here" ]
	project blog shop
	[[ $(hook_line) == "allowed for app:shop only; "* ]]
}

@test "a name that went to another app is not what was allowed" {
	fly-cred allow > /dev/null
	sed -i 's/^app_number=.*/app_number=99/' "$STATE"/*
	[[ $(hook_line) == "allowed for app:shop only; "* ]]
	fly-cred allow > /dev/null
	[ "$(hook_line)" = "allowed to export here" ]
	sed -i 's/^account=.*/account=9@https:\/\/api.example/' "$STATE"/*
	[[ $(hook_line) == "allowed for app:shop only; "* ]]
}

@test "an organization is pinned without an app" {
	mkdir "$HOME/tools"
	cd "$HOME/tools"
	FLY_ORG=acme run -0 fly-cred allow
	[ "$output" = \
		"allowed ~/tools: organization acme (4721), account dev@example.com" ]
	grep -qx app_number=0 "$STATE"/*
	grep -qx scope=org:acme "$STATE"/*
}

@test "what fails pins nothing" {
	refused 1 fly-cred allow "$HOME/nosuch"
	refused 3 fly-cred allow "$HOME"
	project nosuch
	refused 3 fly-cred allow
	[ ! -e "$STATE" ]
	refused 1 fly-cred deny nosuch
}

@test "a damaged pin allows nothing, and allow or deny replaces it" {
	fly-cred allow > /dev/null
	printf 'directory=%s\n' "$HOME/shop" > "$(echo "$STATE"/*)"
	[[ $(hook_line) == "not allowed here; "* ]]
	run -0 fly-cred deny
	[ "$output" = "denied ~/shop" ]
	[ -z "$(ls "$STATE")" ]
}
