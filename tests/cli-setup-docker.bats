#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup docker: one member in, stale ones out, all else as it was.
#
# Other shells expand what single quotes hold; a test's subshell is its own.
# shellcheck disable=SC2016,SC2030,SC2031
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
	source "$FLY_CRED_SRCDIR/tests/lib/docker-config.bash"
	person dev
	fly-cred init 2> /dev/null
	docker_config_setup
}

teardown() {
	forget_key
}

@test "--help and wrong options" {
	helps setup
	each_option_helped setup undo dry-run move shim
	checks_usage setup
	refused 2 fly-cred setup
	says "fly-cred setup docker"
	refused 2 fly-cred setup frobnicate
	refused 2 fly-cred setup docker extra
}

@test "without a config: one is made, for its owner alone" {
	setup_docker
	[ "$(jq -c . "$CONFIG")" = '{"credHelpers":{"registry.fly.io":"fly"}}' ]
	[ "$(stat -c %a "$CONFIG" "$HOME/.docker" | xargs)" = "600 700" ]
	[[ $output == *"+ credHelpers: registry.fly.io: fly"* ]]
	setup_docker --undo
	[ ! -e "$CONFIG" ]
}

@test "all other members keep their values and their order" {
	full_config
	setup_docker
	[ "$(jq -c 'keys_unsorted' "$CONFIG")" = \
		"$(jq -c 'keys_unsorted' "$HOME/before")" ]
	[ "$(members 'del(.credHelpers["registry.fly.io"])')" = "$(jq -c '
		del(.auths[("", "https://") + "registry.fly.io"],
		.auths["https://registry.fly.io/v1/"])' "$HOME/before")" ]
	grep -q '"zeta": *9007199254740993,' "$CONFIG"
	grep -q '"big": *18446744073709551614,' "$CONFIG"
	grep -q '"float": *1.10,' "$CONFIG"
	grep -q '"exp": *1e400,' "$CONFIG"
	[ "$(members .credHelpers)" = \
		'{"z.example":"zz","a.example":"aa","registry.fly.io":"fly"}' ]
	[ "$(members '.auths | keys_unsorted')" = '["docker.io","b.example"]' ]
}

@test "the change is shown, and no secret in it" {
	full_config
	setup_docker
	[[ $output == "$CONFIG:"*"+ credHelpers: registry.fly.io: fly"*\
"- auths: registry.fly.io"*"$BACKUP"* ]]
	[[ $output != *"$SECRET"* ]]
}

@test "another helper for the host is replaced, and comes back" {
	config '{"credHelpers": {"registry.fly.io": "pass"}}'
	setup_docker
	[[ $output == *"in place of pass"* ]]
	[ "$(members .credHelpers)" = '{"registry.fly.io":"fly"}' ]
	printf '{"new": 1, "credHelpers": {"registry.fly.io": "fly"}}' \
		> "$CONFIG"
	setup_docker --undo
	[ "$(members .)" = \
		'{"new":1,"credHelpers":{"registry.fly.io":"pass"}}' ]
}

@test "what was taken out is in the sealed store alone" {
	full_config
	setup_docker
	jq -e '.auths["registry.fly.io"].auth == "removed by fly-cred"' "$BACKUP"
	[ "$(jq -c 'keys_unsorted' "$BACKUP")" = \
		"$(jq -c 'keys_unsorted' "$HOME/before")" ]
	[ "$(stat -c %a "$BACKUP")" = 600 ]
	run -1 grep -r "$SECRET" "$BACKUP" "$(store_directory)"
	rm "$HOME/before"
	run -0 grep -rl "$SECRET" "$HOME"
	[ "$output" = "$CONFIG" ]
}

@test "a second run changes nothing" {
	full_config
	setup_docker
	cp "$CONFIG" "$HOME/first"
	setup_docker
	[ "$output" = "docker asks fly-cred for registry.fly.io already" ]
	cmp "$CONFIG" "$HOME/first"
}

@test "--dry-run shows the change and makes none, not even a directory" {
	local before

	before=$(find "$HOME" | sort)
	setup_docker --dry-run
	[[ $output == *"+ credHelpers: registry.fly.io: fly"* ]]
	[ "$(find "$HOME" | sort)" = "$before" ]
	full_config
	setup_docker --dry-run
	cmp "$CONFIG" "$HOME/before"
	setup_docker
	cp "$CONFIG" "$HOME/first"
	setup_docker --undo --dry-run
	[[ $output == *"- credHelpers: registry.fly.io: fly"* ]]
	cmp "$CONFIG" "$HOME/first"
}

@test "DOCKER_CONFIG is where the config is" {
	mkdir "$HOME/else where"
	DOCKER_CONFIG="$HOME/else where" setup_docker
	[ ! -e "$CONFIG" ]
	jq -e '.credHelpers["registry.fly.io"] == "fly"' \
		"$HOME/else where/config.json"
}

@test "a link to the config stays one; one to nothing is refused" {
	mkdir "$HOME/.docker" "$HOME/dotfiles"
	echo '{"a": 1}' > "$HOME/dotfiles/docker.json"
	ln -s ../dotfiles/docker.json "$CONFIG"
	setup_docker
	[ "$(readlink "$CONFIG")" = ../dotfiles/docker.json ]
	[ "$(jq -c . "$HOME/dotfiles/docker.json")" = \
		'{"a":1,"credHelpers":{"registry.fly.io":"fly"}}' ]
	setup_docker --undo
	[ "$(cat "$HOME/dotfiles/docker.json")" = '{"a": 1}' ]
	rm "$HOME/dotfiles/docker.json"
	refused 1 fly-cred setup docker
	says "$CONFIG" link
	[ -L "$CONFIG" ]
}

# refused_whole STATUS: setup fails, after showing what it would have done at
# most, and leaves the config as it was.
refused_whole() {
	run --separate-stderr fly-cred setup docker
	line=$stderr
	[[ $status -eq $1 && $line == "fly-cred: "* && $line != *$'\n'* ]] || {
		echo "$status: $output | $line"
		return 1
	}
	cmp "$CONFIG" "$HOME/before"
}

@test "broken JSON, or what is no object: 2, left alone" {
	local text

	for text in '{"auths": {' '[]' '"text"' '{"a": 1} {"b": 2}' \
		'{"a": 1,}' '{"a": 1} // note' nonsense; do
		config "$text"
		refused_whole 2
		says "$CONFIG" mend
	done
}

@test "a number that would not come out whole: 2, left alone" {
	config '{"a": [{"b": 123456789012345678901234567890}]}'
	refused_whole 2
	says "$CONFIG" 64 hand
	config '{"a": -123456789012345678901234567890}'
	refused_whole 2
}

@test "a config that can't be written: the change to make by hand" {
	full_config
	if [[ $EUID -eq 0 ]]; then
		run --separate-stderr unshare --mount bash -c '
			mount --bind "$1" "$1"
			mount -o remount,ro,bind "$1"
			fly-cred setup docker' ro "$HOME/.docker"
	else
		chmod 500 "$HOME/.docker"
		run --separate-stderr fly-cred setup docker
		chmod 700 "$HOME/.docker"
	fi
	[ "$status" -eq 1 ]
	[[ $output == *"+ credHelpers: registry.fly.io: fly"* ]]
	[[ $stderr == "fly-cred: can't "*"by hand" ]]
	cmp "$CONFIG" "$HOME/before"
	[ "$(find "$HOME/.docker" -type f)" = "$CONFIG" ]
}

@test "docker that would not find the helper is said on stderr" {
	mkdir "$HOME/bin"
	ln -s "$FLY_CRED_BUILDDIR/fly-cred" "$HOME/bin/"
	PATH=$HOME/bin:/usr/bin:/bin run --separate-stderr fly-cred setup docker
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: docker-credential-fly is not on PATH, where\
 docker looks for it" ]
}

@test "a locked store is 4 and nothing is changed" {
	full_config
	fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' refused 4 fly-cred setup docker
	cmp "$CONFIG" "$HOME/before"
}
