#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The very commands of the README, with registry.fly.io's real name, and the
# private engine that is used where none runs.
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR BATS_TEST_TIMEOUT=120
	[[ $EUID -eq 0 ]] || skip "no docker engine"
	command -v dockerd > /dev/null || skip "no docker engine"
	unshare --mount --net true 2> /dev/null || skip "no namespaces"
	D=$(mktemp -d /tmp/fly-cred.XXXXXX)
}

teardown() {
	[[ -z ${D:-} ]] || rm -rf --one-file-system "$D"
}

# real COMMAND: with stdout and stderr apart.
real() {
	run --separate-stderr unshare --mount --net \
		"$FLY_CRED_SRCDIR/tests/lib/real-name" "$D" "$1"
}

granted_only_shop() {
	[ "$(jq -r '.granted[]?' "$D/world/requests.log" |
		sed '/^shop:pull$/d' | sort -u)" = shop:pull,push ]
}

nothing_left() {
	run -1 grep -F "$D" /proc/mounts
	run -1 pgrep -f -- "--data-root $D"
}

@test "docker push registry.fly.io/shop:v7, word for word" {
	real 'docker push registry.fly.io/shop:v7'
	[ "$status" -eq 0 ]
	# shellcheck disable=SC2154
	[[ $stderr == *"fly-cred: app shop (from ~/shop/fly.toml)"* ]]
	[[ $output == *"v7: digest: sha256:"* ]]
	granted_only_shop
	nothing_left
}

@test "docker push to another app is denied under the real name, too" {
	real 'docker tag registry.fly.io/shop:v7 registry.fly.io/blog:v7 &&
		docker push registry.fly.io/blog:v7'
	[ "$status" -ne 0 ]
	# shellcheck disable=SC2154
	[[ $stderr == *"app shop (from ~/shop/fly.toml)"*denied* ]]
	nothing_left
}

@test "skopeo pushes to docker://registry.fly.io/shop:v8" {
	# shellcheck disable=SC2016
	real 'skopeo copy "oci:$HOME/../oci:t" docker://registry.fly.io/shop:v8'
	[ "$status" -eq 0 ]
	# shellcheck disable=SC2154
	[[ $stderr == *"fly-cred: app shop (from ~/shop/fly.toml)"* ]]
	granted_only_shop
	nothing_left
}
