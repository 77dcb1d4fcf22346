#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup docker --undo: as it was, with what others did since.
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
	source "$FLY_CRED_SRCDIR/tests/lib/docker-config.bash"
	person dev
	fly-cred init 2> /dev/null
	docker_config_setup
}

teardown() {
	forget_key
}

@test "--undo brings back every byte, the mode, and forgets" {
	local text records

	for text in '{}' '{"auths":{"registry.fly.io":{"auth":"eDp5"}}}' \
		$'\n{ "a" :1 }\n\n' $'{\r\n\t"credHelpers": {}}'; do
		config "$text"
		chmod 640 "$CONFIG"
		records=$(find "$(store_directory)" -path '*/records/*' | wc -l)
		setup_docker
		[ "$(stat -c %a "$CONFIG")" = 640 ]
		setup_docker --undo
		cmp "$CONFIG" "$HOME/before"
		[ "$(stat -c %a "$CONFIG")" = 640 ]
		[ "$(find "$(store_directory)" -path '*/records/*' | wc -l)" \
			-eq "$records" ]
	done
}

@test "--undo after docker has written: its changes stay" {
	plain_config
	setup_docker
	jq '.later = 1 | .auths["new.example"] = {"auth": "bmV3"}' "$CONFIG" \
		> "$HOME/new"
	cat "$HOME/new" > "$CONFIG"
	setup_docker --undo
	[ "$(members .later)" = 1 ]
	[ "$(members '.auths["new.example"].auth')" = '"bmV3"' ]
	[ "$(members '.auths["registry.fly.io"].auth')" = "\"$SECRET\"" ]
	[ "$(members .credHelpers)" = '{"z.example":"zz","a.example":"aa"}' ]
}

@test "--undo without a setup, and twice, says so" {
	setup_docker --undo
	[ "$output" = "docker does not ask fly-cred for registry.fly.io" ]
	full_config
	setup_docker
	setup_docker --undo
	setup_docker --undo
	[ "$output" = "docker does not ask fly-cred for registry.fly.io" ]
	cmp "$CONFIG" "$HOME/before"
}

@test "a second setup over a new stale entry can be undone, too" {
	plain_config
	setup_docker
	jq '.auths["registry.fly.io"] = {"auth": "bmV3"}' "$CONFIG" \
		> "$HOME/new"
	cat "$HOME/new" > "$CONFIG"
	setup_docker
	[[ $output == *"- auths: registry.fly.io"* ]]
	[ "$(members '.auths | keys_unsorted')" = '["docker.io","b.example"]' ]
	setup_docker --undo
	[ "$(members .credHelpers)" = '{"z.example":"zz","a.example":"aa"}' ]
	[ "$(members '.auths["registry.fly.io"].auth')" = '"bmV3"' ]
}

@test "the key is FLY_REGISTRY_HOST; each host has an undo of its own" {
	config '{"auths": {"127.0.0.1:5000": {"auth": "YTpi"},
		"registry.fly.io": {"auth": "Yzpk"}}}'
	FLY_REGISTRY_HOST=127.0.0.1:5000 setup_docker
	[ "$(members .credHelpers)" = '{"127.0.0.1:5000":"fly"}' ]
	[ "$(members '.auths | keys')" = '["registry.fly.io"]' ]
	setup_docker
	[ "$(members .auths)" = '{}' ]
	FLY_REGISTRY_HOST=127.0.0.1:5000 setup_docker --undo
	[ "$(members .credHelpers)" = '{"registry.fly.io":"fly"}' ]
	[ "$(members .auths)" = '{"127.0.0.1:5000":{"auth":"YTpi"}}' ]
	setup_docker --undo
	[ "$(members '.auths["registry.fly.io"].auth')" = '"Yzpk"' ]
	[ "$(members .credHelpers)" = null ]
}
