#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A login that nears its end: said before it fails, and where.
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
	stand_in_control '{"faults": []}'
	person_logged_in dev
	session 3h
	project shop
}

teardown() {
	forget_key
}

# session LIFE: logs in once more, with macaroons that tell their end. The
# stand-in knows no such logins: what asks it brings dev's own along.
session() {
	fly-cred create org --org acme --expiry "$1" > "$HOME/session" \
		2> /dev/null
	mkdir "$HOME/exec"
	cat > "$HOME/exec/fly-cred-api" <<-END
		#!/bin/sh
		sed 's,^token=.*,token=$(cat "$T/world/login-token"),' |
			$FLY_CRED_BUILDDIR/fly-cred-api
	END
	chmod 700 "$HOME/exec/fly-cred-api"
	export FLY_CRED_EXEC_PATH=$HOME/exec
	fly-cred login --token-stdin < "$HOME/session" > /dev/null
}

# in_minutes N COMMAND...: that much later.
in_minutes() {
	local minutes=$1

	shift
	faketime -f "+${minutes}m" "$@"
}

# quiet COMMAND...: it works and says nothing on stderr.
quiet() {
	run -0 --separate-stderr "$@"
	# shellcheck disable=SC2154
	[[ -z $stderr ]]
}

# announced COMMAND...: it works, and stderr has the line once, stdout not.
announced() {
	run -0 --separate-stderr "$@"
	[[ $output != *"login"*"ends in"* ]]
	[ "$(grep -cE "^fly-cred: the login of 'dev@example.com' ends in \
[0-9hm]+; run 'fly-cred login'$" <<< "$stderr")" -eq 1 ]
}

@test "commands of people say it when half of it is over, and not before" {
	quiet fly-cred get
	quiet in_minutes 60 fly-cred get --life 30m
	announced in_minutes 120 fly-cred get --life 30m
	announced in_minutes 120 fly-cred env --life 30m
	announced in_minutes 120 fly-cred exec true
	announced in_minutes 120 fly-cred renew
}

@test "status tells it of every account, also before" {
	[[ $(fly-cred status) =~ ", ends in "(3h0m|2h59m)$'\n' ]]
	[[ $(in_minutes 120 fly-cred status) == \
		*", ends in "*": run 'fly-cred login'"$'\n'* ]]
	[[ $(in_minutes 190 fly-cred status) == \
		*", ended: run 'fly-cred login'"$'\n'* ]]
	[ "$(fly-cred status -j | jq -r '.accounts[0].expires_at | fromdate')" \
		-gt "$(($(date +%s) + 10000))" ]
}

@test "docker's helper says it when it gets a new token, and only then" {
	run -0 --separate-stderr in_minutes 120 docker-credential-fly get \
		<<< registry.fly.io
	[ "$(jq -r .Username <<< "$output")" = x ]
	[[ $stderr == *"the login of 'dev@example.com' ends in "* ]]
	run -0 --separate-stderr in_minutes 120 docker-credential-fly get \
		<<< registry.fly.io
	[[ $stderr != *"the login of"* ]]
}

@test "an OAuth login does not tell" {
	fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
	quiet in_minutes 120 fly-cred get --app shop
	[[ $(fly-cred status) != *" ends in"* ]]
}
