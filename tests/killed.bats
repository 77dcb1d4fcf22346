#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Killed at any system call that writes, makes, renames or removes, a rotation,
# a renewal and a rotation of the store's key leave a store that opens and a
# token that works, and the same command gets through when it is run again.
bats_require_minimum_version 1.5.0

# What changes files: fsync and locks leave to a kill what the next call does.
CALLS=openat,write,pwrite64,ftruncate,mkdirat,linkat,symlinkat,rename,renameat
CALLS+=,renameat2,unlinkat,keyctl

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	plain_world_start
}

# plain_world_start: as world_start, but without TLS, which costs time here.
plain_world_start() {
	export BATS_TEST_TIMEOUT=300
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T
	mkdir "$T/world"
	make_certificates "$T/world"
	stand_in_start "$T/world"
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	fly-cred get > /dev/null
	# Leaks can't be looked for in a process that is traced.
	ASAN_OPTIONS+=:detect_leaks=0
}

teardown() {
	forget_key
}

# moments COMMAND...: runs it to the end; a line "CALL N" for each moment at
# which it changes something: its Nth such call. Of openat those that create.
moments() {
	"${STRACE_RIGHTS[@]}" strace -o "$T/calls" -e "trace=$CALLS" "$@" \
		> "$T/said" 2>&1 < /dev/null || return 1
	awk -F '(' '$2 != "" { n[$1]++ }
		$2 != "" && !/ = -1 / && ($1 != "openat" || /O_CREAT/) {
			print $1, n[$1]
		}' "$T/calls"
}

# killed CALL N COMMAND...: it is killed before its Nth such call is done.
killed() {
	local call=$1 number=$2

	shift 2
	run strace -o /dev/null -e "trace=$call" \
		-e "inject=$call:signal=KILL:when=$number" "$@" < /dev/null
	[[ $status -eq 137 ]] || {
		echo "not killed at $call $number, but status $status: $output"
		return 1
	}
}

# accepted: what get prints is a token that Fly takes.
accepted() {
	local token connection answer

	token=$(fly-cred get 2> /dev/null) || return 1
	exec {connection}<> "/dev/tcp/127.0.0.1/${STAND_IN_URL##*:}"
	printf 'GET /v1/apps/shop HTTP/1.0\r\nAuthorization: FlyV1 %s\r\n\r\n' \
		"$token" >&"$connection"
	read -r answer <&"$connection"
	exec {connection}>&-
	[[ $answer == "HTTP/1."?" 200 "* ]] || {
		echo "$answer"
		return 1
	}
}

# survives LEAST COMMAND...: killed at each of its moments, of which there are
# so many at least, it leaves a store that opens and a token that works, and
# running it again gets through. BEFORE is what goes before each run.
survives() {
	local least=$1 call number

	shift
	$BEFORE
	moments "$@" > "$T/moments"
	echo "$(wc -l < "$T/moments") moments"
	(($(wc -l < "$T/moments") >= least))
	while read -r call number; do
		$BEFORE
		killed "$call" "$number" "$@"
		echo "after $call $number"
		fly-cred status > /dev/null
		accepted
		"$@" > /dev/null 2>&1 < /dev/null
		accepted
	done < "$T/moments"
}

# nothing_left: no old token is left to revoke.
nothing_left() {
	fly-cred rotate --finish 2>&1 | grep -q 'no old token is left'
}

# settled: what may have been asked for and is not there is given up.
settled() {
	faketime -f +2h fly-cred rotate --finish
}

# one_lives: of all tokens that were ever made, Fly takes the stored one alone.
one_lives() {
	[ "$(stand_in_control state | jq -r '.records[] |
		select(.revoked | not).id')" = \
		"$(fly-cred list --json | jq -r '.[].id')" ]
}

@test "rotate" {
	stand_in_control '{"revoke": "all"}'
	fly-cred renew 2> /dev/null
	BEFORE=settled survives 20 fly-cred rotate
	settled
	nothing_left
	one_lives
}

# rotated_twice: with two old tokens left to revoke.
rotated_twice() {
	fly-cred rotate --grace 1h 2> /dev/null
	fly-cred rotate --grace 2h 2> /dev/null
}

@test "rotate --finish" {
	BEFORE=rotated_twice survives 8 fly-cred rotate --finish
	nothing_left
}

@test "renew" {
	BEFORE='' survives 10 fly-cred renew
}

@test "key rotate" {
	BEFORE='' survives 30 fly-cred key rotate \
		--key-file "$FLY_CRED_KEY_FILE"
}
