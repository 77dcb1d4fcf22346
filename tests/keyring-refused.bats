#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Where the kernel keeps no keys, as in many containers: a key file works, people
# are asked, helpers say what to do.
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

EPERM=1 ENOSYS=38

@test "the kernel does refuse keyrings in these tests" {
	run as refuse-keyrings "$EPERM" keyctl show
	[[ $status -ne 0 && $output == *"Operation not permitted"* ]]
	run as refuse-keyrings "$ENOSYS" keyctl show
	[[ $status -ne 0 && $output == *"Function not implemented"* ]]
}

@test "init and unlock with a key file succeed and say what follows" {
	local number

	for number in $EPERM $ENOSYS; do
		store_gone
		run -0 --separate-stderr as refuse-keyrings "$number" \
			fly-cred init --key-file key
		[[ $stderr == *"the kernel does not keep keys here"* ]]
		[[ $stderr == *FLY_CRED_KEY_FILE* ]]
		run -0 --separate-stderr as refuse-keyrings "$number" \
			fly-cred unlock --key-file key
		[ ! -e "$STORE/current/serial" ]
		as refuse-keyrings "$number" fly-cred lock
	done
}

@test "FLY_CRED_KEY_FILE opens the store for every program" {
	local number

	made_with_key_file
	as fly-cred lock
	export FLY_CRED_KEY_FILE=$HOME/key
	for number in $EPERM $ENOSYS; do
		as refuse-keyrings "$number" fly-cred list
		[ "$(as refuse-keyrings "$number" store-records write 3)" -eq 3 ]
	done
}

@test "a helper without a key file says which variable to set" {
	local number

	made_with_key_file
	for number in $EPERM $ENOSYS; do
		run --separate-stderr as refuse-keyrings "$number" \
			docker-credential-fly get <<< registry.fly.io
		[ "$status" -eq 1 ]
		[[ $output == *"set FLY_CRED_KEY_FILE"* ]]
		[[ $output != *"fly-cred unlock"* ]]
	done
}

@test "people are asked for the passphrase by every command" {
	local number

	made_with_passphrase 'correct horse'
	for number in $EPERM $ENOSYS; do
		typing 'correct horse\r' -- refuse-keyrings "$number" fly-cred list
		[ "$status" -eq 0 ]
		[[ $shown == *"Passphrase of the store:"*SCOPE* ]]
	done
	typing 'wrong\r' -- refuse-keyrings "$EPERM" fly-cred list
	[ "$status" -eq 4 ]
	typing 'correct horse\r' -- refuse-keyrings "$EPERM" \
		fly-cred key add --key-file "$HOME/key"
	[ "$status" -eq 0 ]
	as fly-cred unlock --key-file key
}

@test "without a terminal a passphrase file does, and else the way is told" {
	made_with_passphrase 'correct horse'
	run -4 as setsid -w refuse-keyrings "$EPERM" fly-cred list
	[[ $output == *"set FLY_CRED_KEY_FILE or FLY_CRED_PASSPHRASE_FILE" ]]
	passphrase_file 'correct horse'
	as setsid -w refuse-keyrings "$EPERM" fly-cred list
}

@test "a used-up quota is told, and people are asked" {
	not_root
	made_with_passphrase 'correct horse'
	as keyctl session - bash -c '
		for ((i = 0; i < 250; i++)); do
			keyctl add user "filler:$i" x @s || break
		done > /dev/null 2>&1
		exec at-terminal shown "correct horse\r" "correct horse\r" -- \
			sh -c "fly-cred unlock && fly-cred list"'
	grep -q "Disk quota exceeded; set FLY_CRED_KEY_FILE" shown
	grep -q SCOPE shown
}
