#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred doctor: what works, what does not, and what helps.
# shellcheck disable=SC2030,SC2031
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
	stand_in_control '{"faults": [], "clock": 0}'
	person_logged_in dev
	mkdir "$HOME/bin"
	ln -s /bin/true "$HOME/bin/docker"
	export PATH=$HOME/bin:$PATH
}

teardown() {
	forget_key
}

# finds STATUS LINE: that line is in what it prints.
finds() {
	run -"$1" fly-cred doctor "${@:3}"
	grep -qE -e "^$2" <<< "$output" || {
		echo "no line '$2' in: $output"
		return 1
	}
}

@test "--help and wrong options" {
	helps doctor
	each_option_helped doctor offline
	checks_usage doctor
}

@test "all is well" {
	fly-cred setup docker > /dev/null 2>&1
	finds 0 'ok    account   dev@example.com$'
	for line in 'settings ' 'store     ~/.local/share/fly-cred$' \
		'clock     as' 'docker    /.*/docker-credential-fly$' \
		'docker    asks fly-cred'; do
		grep -q "^ok    $line" <<< "$output"
	done
	[[ $output != *BAD* ]]
}

@test "no store, a locked one, nobody logged in" {
	FLY_CRED_STORE=$HOME/none finds 3 "BAD   store .*run 'fly-cred init'"
	fly-cred lock
	FLY_CRED_KEY_FILE='' finds 4 "BAD   store .*run 'fly-cred unlock'"
	fly-cred unlock
	export FLY_CRED_STORE=$HOME/other
	fly-cred init 2> /dev/null
	finds 3 "BAD   account .*run 'fly-cred login'"
}

@test "a login that Fly refuses, and a Fly that can't be reached" {
	stand_in_control '{"faults": [{"count": -1, "kind": "status",
		"status": 401}]}'
	finds 6 "BAD   account .*fly-cred login"
	finds 0 "ok    account " --offline
	stand_in_control '{"faults": [{"count": -1, "kind": "cut"}]}'
	finds 7 "BAD   account "
}

@test "a clock that is wrong" {
	stand_in_control '{"clock": 1200}'
	finds 0 "look  clock .* 20m.* behind Fly's"
	stand_in_control '{"clock": -1200}'
	finds 0 "look  clock .* ahead of Fly's"
}

@test "settings that are wrong end it" {
	mkdir -p "$HOME/.config/fly-cred"
	echo 'nosuch: 1' > "$HOME/.config/fly-cred/config.yml"
	finds 2 "BAD   settings .*config.yml:1:"
	[[ $output != *store* ]]
}

@test "docker without a way to the helper, with a token of its own" {
	(
		fly_cred=$(command -v fly-cred)
		mkdir "$HOME/alone"
		ln -s "$fly_cred" "$HOME/alone/"
		PATH=$HOME/bin:$HOME/alone:/usr/bin:/bin
		finds 1 "BAD   docker .* PATH"
	)
	mkdir "$HOME/.docker"
	echo '{"auths": {"registry.fly.io": {"auth": "eDp5"}}}' \
		> "$HOME/.docker/config.json"
	finds 0 "look  docker .*plain-text.*setup docker"
}

@test "docker as a snap" {
	mkdir -p "$HOME/snap/bin"
	ln -s /bin/true "$HOME/snap/bin/docker"
	PATH=$HOME/snap/bin:$PATH finds 0 'look  docker .* snap'
}

@test "other tokens of flyctl are worth a look" {
	FLY_API_TOKEN=fm2_x finds 0 "look  flyctl .*FLY_API_TOKEN"
}
