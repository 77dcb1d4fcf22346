#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Programs that hold secrets can't be looked into, so leave no core either.
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
}

# look FILE...: what of a process its own, ordinary user can read.
look() {
	local file

	for file; do
		"${BECOME[@]}" head -c 1 "$file" > /dev/null 2>&1 && echo "$file"
	done
	return 0
}

@test "a program at work can't be looked into by its own user" {
	local pid child
	BECOME=()

	! grep -q __asan_init "$FLY_CRED_BUILDDIR/fly-cred" ||
		skip "the leak checker needs to look into it"
	[[ $EUID -ne 0 ]] ||
		BECOME=(setpriv --reuid nobody --regid nogroup --clear-groups)
	mkdir -m 755 "$T/bin" && chmod 755 "$T"
	cp "$FLY_CRED_BUILDDIR"/fly-cred{,-api} "$T/bin"
	person looked
	export FLY_CRED_EXEC_PATH=$T/bin
	[[ $EUID -ne 0 ]] || chown nobody "$HOME" "$XDG_RUNTIME_DIR"
	chmod a+r "$T/world/ca.pem" && chmod a+x "$T/world"
	"${BECOME[@]}" "$T/bin/fly-cred" init 2> /dev/null
	stand_in_control '{"faults": [{"kind": "delay", "seconds": 8}]}'
	"${BECOME[@]}" "$T/bin/fly-cred" login --token-stdin > /dev/null 2>&1 \
		< "$T/world/login-token" 3>&- &
	pid=$!
	until child=$(pgrep -P "$pid" fly-cred-api); do
		kill -0 "$pid"
		sleep 0.05
	done
	sleep 0.3
	kill -STOP "$pid" "$child"
	run -0 look /proc/{"$pid","$child"}/{environ,mem,maps,auxv,io}
	kill -CONT "$pid" "$child"
	kill "$pid" "$child"
	wait "$pid" || :
	[ -z "$output" ]
	# The same looks into a program that does not mind.
	"${BECOME[@]}" sleep 9 > /dev/null 2>&1 3>&- &
	pid=$!
	sleep 0.3
	run -0 look /proc/"$pid"/{environ,maps}
	kill "$pid"
	[ "${#lines[@]}" -eq 2 ]
	"${BECOME[@]}" "$T/bin/fly-cred" lock 2> /dev/null
	stand_in_control '{"faults": []}'
}
