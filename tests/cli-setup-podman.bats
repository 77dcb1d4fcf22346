#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup podman: the same as for docker, in a file of podman's own.
# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	clients_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	clients_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	person_logged_in dev
	export SSL_CERT_FILE=$T/world/ca.pem
	FILE=$HOME/.config/containers/auth.json
	FIRST=$XDG_RUNTIME_DIR/containers/auth.json
	project shop
}

teardown() {
	forget_key
}

# other_login FILE: credentials for the registry that podman login left there.
other_login() {
	mkdir -p "$(dirname "$1")"
	jq -n --arg host "$REGISTRY" '{auths: {($host): {auth: "eDp5"},
		"other.example": {auth: "eDp6"}}}' > "$1"
}

@test "skopeo, which has no docker's file, pushes with this app's token" {
	run -0 --separate-stderr fly-cred setup podman
	[[ $output == *"$FILE:"*"+ credHelpers: $REGISTRY: fly"* ]]
	[ "$(stat -c %a "$FILE")" = 600 ]
	[ ! -e "$HOME/.docker" ]
	skopeo copy --quiet "oci:$T/oci:t" "docker://$REGISTRY/shop:v1"
	run -1 skopeo copy --quiet "oci:$T/oci:t" "docker://$REGISTRY/blog:v1"
}

@test "a second time nothing changes; --undo takes it out again" {
	fly-cred setup podman > /dev/null
	run -0 fly-cred setup podman
	[[ $output == "podman asks fly-cred for $REGISTRY already" ]]
	fly-cred setup podman --undo > /dev/null
	[ ! -e "$FILE" ]
	run -0 fly-cred setup podman --undo
	[[ $output == "podman does not ask fly-cred for $REGISTRY" ]]
}

@test "what the file had for the registry goes, and comes back" {
	other_login "$FILE"
	cp "$FILE" "$HOME/before"
	run -0 --separate-stderr fly-cred setup podman --dry-run
	cmp "$FILE" "$HOME/before"
	fly-cred setup podman > /dev/null
	[ "$(jq -c '.auths | keys' "$FILE")" = '["other.example"]' ]
	run -1 grep -r eDp5 "$HOME/.config/containers"
	fly-cred setup podman --undo > /dev/null
	cmp "$FILE" "$HOME/before"
}

@test "credentials that podman takes first are told, and left alone" {
	other_login "$FIRST"
	run -0 --separate-stderr fly-cred setup podman
	# shellcheck disable=SC2154
	[[ $stderr == *"$FIRST, and takes those first"*"podman logout $REGISTRY"* ]]
	jq -e --arg host "$REGISTRY" '.auths[$host]' "$FIRST" > /dev/null
	podman logout "$REGISTRY" > /dev/null
	run -0 --separate-stderr fly-cred setup podman
	[ -z "$stderr" ]
}

@test "REGISTRY_AUTH_FILE is where the file is, and docker's is another" {
	fly-cred setup docker > /dev/null
	export REGISTRY_AUTH_FILE=$HOME/elsewhere.json
	other_login "$FIRST"
	run -0 --separate-stderr fly-cred setup podman
	[ -z "$stderr" ]
	[ -e "$HOME/elsewhere.json" ]
	[ ! -e "$FILE" ]
	fly-cred setup docker --undo > /dev/null
	[ -e "$HOME/elsewhere.json" ]
}
