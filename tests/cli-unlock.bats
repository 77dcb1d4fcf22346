#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred unlock and lock: who gets in, and one derivation at a time.
# cli-unlock-ordinary.bats is the same as an ordinary user.
# shellcheck disable=SC2016,SC2119,SC2154 # others expand and assign
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	owner_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	owner_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	owner
}

teardown() {
	owner_gone
}

# another_user: somebody who is not the owner.
another_user() {
	if ((OWNER)); then echo 0; else id -u nobody; fi
}

@test "the right passphrase opens, for as long as was asked for" {
	made_with_passphrase 'correct horse'
	typing 'correct horse\r' -- fly-cred unlock --timeout 90m
	[ "$status" -eq 0 ]
	[[ $shown == *"the store is open for 1h30m"* && $shown != *horse* ]]
	is_open
}

@test "config.yml says how long, and an option overrules it" {
	made_with_key_file
	as mkdir -p .config/fly-cred
	echo 'store: {timeout: 20m}' | as tee .config/fly-cred/config.yml
	run -0 as fly-cred unlock --key-file key
	[[ $output == *"open for 20m" ]]
	run -0 as fly-cred unlock --key-file key -t 30m
	[[ $output == *"open for 30m" ]]
}

@test "a wrong passphrase is exit 4 and one line" {
	made_with_passphrase 'correct horse'
	passphrase_file wrong
	run -4 --separate-stderr as fly-cred unlock
	[ -z "$output" ]
	[ "$stderr" = "fly-cred: that is not the passphrase; try again" ]
	unset FLY_CRED_PASSPHRASE_FILE
	typing '\r' -- fly-cred unlock
	[ "$status" -eq 4 ]
	is_locked
}

@test "a wrong key file is exit 4, a missing one is told" {
	made_with_key_file
	as fly-cred lock
	as sh -c 'umask 077; head -c 32 /dev/urandom > wrong'
	run -4 as fly-cred unlock --key-file wrong
	[[ $output == *"that key file does not open this store"* ]]
	FLY_CRED_KEY_FILE=$HOME/wrong is_locked
	FLY_CRED_KEY_FILE=$HOME/missing is_locked
	grep -q "the store is locked: can't open $HOME/missing" "$T/why"
}

@test "a passphrase does not open a store without one" {
	made_with_key_file
	as fly-cred lock
	passphrase_file horse
	run -4 as fly-cred unlock
	[[ $output == *"the store has no passphrase slot"* ]]
}

@test "^C leaves the store locked and the terminal as it was" {
	made_with_passphrase 'correct horse'
	typing 'correct horse\x03' -- fly-cred unlock
	[ "$status" -eq 1 ]
	is_locked
}

@test "passphrase files that others can read are refused" {
	made_with_passphrase 'correct horse'
	passphrase_file 'correct horse'
	as chmod 640 passphrase
	run -1 as fly-cred unlock
	[[ $output == *"chmod 600 '$HOME/passphrase'" ]]
	is_locked
}

@test "a passphrase file counts up to its first line break, NULs and all" {
	made_with_passphrase 'correct horse'
	export FLY_CRED_PASSPHRASE_FILE=$HOME/passphrase
	as sh -c 'umask 077; printf "correct horse\nmore\n" > passphrase'
	as fly-cred unlock
	as sh -c 'printf "correct horse\0junk\n" > passphrase'
	run -4 as fly-cred unlock
}

@test "a time-out over 24h or of nothing is refused" {
	made_with_key_file
	as fly-cred lock
	run -2 as fly-cred unlock --key-file key --timeout 24h1m
	[[ $output == *"at most 24h"* ]]
	run -2 as fly-cred unlock --key-file key --timeout 0s
	run -2 as fly-cred unlock --key-file key --timeout soon
	is_locked
}

@test "without a store unlock and lock end with 3 and name init" {
	run -3 as fly-cred unlock
	[[ $output == *"run 'fly-cred init'" ]]
	run -3 as fly-cred lock
}

@test "another user's store is refused, with the remedy" {
	((EUID == 0)) || skip "not root"
	made_with_key_file
	chown "$(another_user)" "$STORE"
	for command in unlock lock list 'key list' init; do
		# shellcheck disable=SC2086
		run -1 --separate-stderr as fly-cred $command
		[[ $stderr == *"belongs to user $(another_user), not to you"* ]]
		[[ $stderr == *"sudo chown -R $OWNER '$STORE'" ]]
		[ "$(wc -l <<< "$stderr")" -eq 1 ]
	done
	chown "$OWNER" "$STORE"
	is_open
}

@test "a file that sudo left in the store is named with the remedy" {
	local file

	((EUID == 0)) || skip "not root"
	made_with_key_file
	as store-records write 1
	for file in "$STORE"/current/{header,slots/key-file,records/*}; do
		chown "$(another_user)" "$file"
		run -1 --separate-stderr as fly-cred unlock --key-file key ||
			run -1 --separate-stderr as fly-cred list
		chown "$OWNER" "$file"
		[[ $stderr == *"sudo chown -R $OWNER '$(realpath "$file")'" ]]
	done
	# The number of the key is an aid; without it @u is searched.
	chown "$(another_user)" "$STORE/current/serial"
	is_open
}

@test "a derivation waits for the one before it, whichever command it is" {
	local pid command

	made_with_passphrase 'correct horse'
	passphrase_file 'correct horse'
	as fly-cred unlock
	for command in unlock 'key add -n second' 'key rotate'; do
		exec {lock}< "$STORE/locks/passphrase"
		flock "$lock"
		# shellcheck disable=SC2086
		as fly-cred $command 2> "$T/said" {lock}<&- &
		pid=$!
		sleep 1.5
		kill -0 "$pid"
		is_small "$pid"
		exec {lock}<&-
		wait "$pid"
	done
}

# is_small PID: fly-cred below that process never had the 256 MiB.
is_small() {
	local child=$1 peak=

	while child=$(pgrep -P "$child"); do
		peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' \
			"/proc/$child/status")
	done
	((peak > 0 && peak < 200000))
}

@test "unlocks side by side all succeed" {
	local i pids=()

	made_with_passphrase 'correct horse'
	passphrase_file 'correct horse'
	for i in 1 2 3; do
		as fly-cred unlock 2> "$T/said.$i" &
		pids[i]=$!
	done
	for i in 1 2 3; do
		wait "${pids[i]}"
	done
	is_open
}

@test "docker-credential-fly never asks, also at a terminal" {
	made_with_passphrase 'correct horse'
	echo registry.fly.io | as tee host > /dev/null
	typing 'correct horse\r' -- sh -c \
		'strace -f -e trace=open,openat -o trace docker-credential-fly \
			get < host'
	[ "$status" -eq 1 ]
	[[ $shown == *"the store is locked; run 'fly-cred unlock'"* ]]
	[[ $shown != *assphrase* ]]
	# It is not dumpable, so the trace of an ordinary user has no names.
	grep -q O_DIRECTORY trace
	run ! grep -e /dev/tty -e 'O_RDWR|O_NOCTTY' trace
	typing 'correct horse\r' -- refuse-keyrings 1 sh -c \
		'docker-credential-fly get < host'
	[ "$status" -eq 1 ]
	[[ $shown != *assphrase* ]]
}
