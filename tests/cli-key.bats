#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred key: ways in are added and removed, never the last one, and a
# rotation makes what was before worthless without losing anything.
# cli-key-ordinary.bats is the same as an ordinary user.
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
	made_with_key_file
}

teardown() {
	owner_gone
}

# slots: their names in one line.
slots() {
	as fly-cred key list | cut -d ' ' -f 1 | xargs
}

# opened_by FILE: whether that key file opens the store.
opened_by() {
	as fly-cred lock
	FLY_CRED_KEY_FILE=$HOME/$1 is_open
}

@test "list tells name, kind and day of each slot, locked or not" {
	as fly-cred lock
	run -0 --separate-stderr as fly-cred key list
	[[ $output =~ ^key-file\ +key-file\ +made\ 20[0-9-]+T[0-9:]+Z$ ]]
	run -0 as fly-cred key
	[[ $output == key-file* ]]
}

@test "add gives a second way in, by file or typed, under a name" {
	typing 'correct horse\r' 'correct horse\r' -- fly-cred key add
	[ "$status" -eq 0 ]
	as fly-cred key add --key-file other --name spare
	[ "$(slots)" = "key-file passphrase spare" ]
	as fly-cred lock
	typing 'correct horse\r' -- fly-cred unlock
	[ "$status" -eq 0 ]
	opened_by other
	opened_by key
}

@test "add needs an open store" {
	as fly-cred lock
	run -4 as fly-cred key add --key-file other
	[ "$(slots)" = key-file ]
	[ ! -e other ]
}

@test "add does not replace a slot, which may be a way in" {
	run -2 as fly-cred key add --key-file other
	[[ $output == *"there is a key slot 'key-file' already"* ]]
	opened_by key
}

@test "names of slots that are no names are refused" {
	local name

	for name in '' . .. ../x a/b 'a b' "$(printf 'a%.0s' {1..41})" -; do
		run -2 as fly-cred key add --key-file other --name "$name" ||
			[ "$name" = - ]
	done
	run -2 as fly-cred key add spare --key-file other
	run -2 as fly-cred key list spare
	run -2 as fly-cred key remove
	run -2 as fly-cred key nonsense
}

@test "remove drops a slot and says that copies of it still open copies" {
	as fly-cred key add --key-file other --name spare
	run -0 --separate-stderr as fly-cred key remove key-file
	[[ $stderr == *"'fly-cred key rotate' makes them worthless"* ]]
	[ "$(slots)" = spare ]
	run ! opened_by key
	opened_by other
}

@test "the last slot can't be removed, nor the last that is whole" {
	run -2 --separate-stderr as fly-cred key remove key-file
	[[ $stderr == *"that is the last way to open the store"* ]]
	as fly-cred key add --key-file other --name spare
	as sh -c 'echo junk > "$1"' - "$STORE/current/slots/spare"
	run -2 as fly-cred key remove key-file
	run -8 as fly-cred key list
	[[ $output == *"'fly-cred key remove spare'"* ]]
	as fly-cred key remove spare 2> /dev/null
	opened_by key
	run -3 as fly-cred key remove spare
}

@test "two that remove one slot each leave one" {
	local i one two code

	for i in 1 2 3 4 5; do
		code=0
		as fly-cred key add --key-file other --name spare
		as fly-cred key remove key-file 2> /dev/null &
		one=$!
		as fly-cred key remove spare 2> /dev/null &
		two=$!
		wait $one || code=$?
		wait $two || code=$((code + $?))
		[ "$code" -eq 2 ]
		[[ $(slots) == key-file || $(slots) == spare ]]
		[[ $(slots) == key-file ]] || {
			as fly-cred key add --key-file key
			as fly-cred key remove spare 2> /dev/null
		}
	done
}

@test "rotate keeps every record and leaves the store open" {
	as store-records write 50
	run -0 --separate-stderr as fly-cred key rotate --key-file fresh
	[[ $stderr == *"the store is open for"* ]]
	[ "$(as store-records read 50)" -eq 50 ]
	[ "$(find "$STORE/current/records" -type f | wc -l)" -eq 50 ]
	opened_by fresh
	[ "$(slots)" = key-file ]
	[ "$(find "$STORE" -maxdepth 1 -name 'generation-*' | wc -l)" -eq 1 ]
}

@test "after rotate the old key, its slots and its passphrase are worthless" {
	local serial

	passphrase_file 'correct horse'
	as fly-cred key add
	as cp -a "$STORE/current/slots" copied
	serial=$(key_serial)
	as fly-cred key rotate --key-file fresh
	run ! as keyctl pipe "$serial"
	as cp copied/passphrase "$STORE/current/slots/old-words"
	as cp copied/key-file "$STORE/current/slots/old-file"
	as fly-cred lock
	run -4 as fly-cred unlock
	run -4 as fly-cred unlock --key-file key
	FLY_CRED_KEY_FILE=$HOME/key is_locked
	as fly-cred unlock --key-file fresh
}

@test "a rotation that fails leaves the store as it was, and open" {
	as store-records write 3
	run -1 as strace -f -o /dev/null -e trace=symlinkat \
		-e inject=symlinkat:error=ENOSPC \
		fly-cred key rotate --key-file fresh
	[[ $output == *"No space left"* ]]
	[ "$(as store-records read 3)" -eq 3 ]
	run -2 as fly-cred key rotate --key-file /dev/null/x ||
		[ "$status" -eq 1 ]
	opened_by key
}

@test "a directory that can't be listed to its end stops a rotation" {
	local call

	as store-records write 3
	for call in 1 2 3 4; do
		run -1 as strace -f -o /dev/null -e trace=getdents64 \
			-e inject=getdents64:error=EIO:when="$call" \
			fly-cred key rotate --key-file fresh
		[[ $output == "fly-cred: can't "* ]]
		[ "$(as store-records read 3)" -eq 3 ]
	done
	as fly-cred key rotate --key-file fresh
	[ "$(as store-records read 3)" -eq 3 ]
}

@test "a damaged record stops a rotation before anything is lost" {
	local record

	as store-records write 2
	record=$(find "$STORE/current/records" -type f | head -n 1)
	as sh -c 'echo junk > "$1"' - "$record"
	run -8 as fly-cred key rotate --key-file fresh
	[ "$(as store-records read 2)" -eq 1 ]
	as fly-cred unlock --key-file key
}

@test "rotate killed at any step leaves all records under one of the keys" {
	local call steps=0

	as store-records write 3
	as sh -c 'umask 077; head -c 32 /dev/urandom > fresh; cp key old'
	as cp -a "$STORE" whole
	for call in fsync renameat symlinkat mkdirat unlinkat write keyctl; do
		while as rm -rf "$STORE" && as cp -a whole "$STORE" &&
			as fly-cred unlock --key-file old 2> /dev/null &&
			! killed_at "$call" fly-cred key rotate --key-file fresh; do
			as fly-cred lock
			as fly-cred unlock --key-file old 2> /dev/null ||
				as fly-cred unlock --key-file fresh 2> /dev/null
			[ "$(as store-records read 3)" -eq 3 ]
			# Unlocking clears away what the other key opens.
			[ "$(find "$STORE" -name slots | wc -l)" -eq 1 ]
			steps=$((steps + 1))
		done
	done
	[ "$steps" -gt 40 ]
}

@test "processes that read and write during a rotation lose nothing" {
	local reader i

	as store-records write 10
	export FLY_CRED_KEY_FILE=$HOME/key
	as bash -c 'for ((i = 0; i < 20; i++)); do
		store-records write 10 || exit 1; done' > "$T/written" &
	reader=$!
	for i in 1 2 3; do
		as fly-cred key rotate --key-file key 2> "$T/rotated.$i"
	done
	wait $reader
	[ "$(grep -c '^10$' "$T/written")" -eq 20 ]
	[ "$(as store-records read 10)" -eq 10 ]
}
