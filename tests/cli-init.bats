#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred init: what may open the store, and what is not touched.
# cli-init-ordinary.bats is the same as an ordinary user.
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

# nothing_made: there is no store, and nothing that could become one.
nothing_made() {
	[ ! -e "$STORE/current" ]
	[ ! -e "$STORE/generation-1" ]
}

# all_of DIRECTORY: what is in it, in one number.
all_of() {
	(cd "$1" && find . -printf '%p %m %U %T@ %l\n' | sort &&
		find . -type f -exec sha256sum {} +) | sha256sum
}

# opens_with ANSWER: it is typed, and the store opens.
opens_with() {
	typing "$1" -- fly-cred unlock
	[ "$status" -eq 0 ]
	is_open
	as fly-cred lock
}

@test "init asks twice, does not show it, and leaves the store open" {
	typing 'correct horse\r' 'correct horse\r' -- fly-cred init
	[ "$status" -eq 0 ]
	[[ $shown != *horse* ]]
	[[ $shown == *"the store is open for 8h"* ]]
	is_open
	as fly-cred lock
	is_locked
	opens_with 'correct horse\r'
	run ! grep -rq 'correct horse' "$STORE"
}

@test "two different entries are refused" {
	typing 'correct horse\r' 'correct house\r' -- fly-cred init
	[ "$status" -eq 2 ]
	[[ $shown == *"the two differ"* ]]
	nothing_made
}

@test "an empty passphrase is refused, typed or in a file" {
	typing '\r' -- fly-cred init
	[ "$status" -eq 2 ]
	[[ $shown == *"an empty passphrase"* ]]
	nothing_made
	passphrase_file ''
	run -2 as fly-cred init
	nothing_made
}

@test "spaces, UTF-8 and their erasure mean what was seen" {
	# Typed: a letter of two bytes, erased, and one of four, erased.
	typing 'zwei W\xc3\xb6rter\xc3\xa4\x7f\xf0\x9f\x94\x91\x7f\r' \
		'zwei  \x7fW\xc3\xb6rter\r' -- fly-cred init
	[ "$status" -eq 0 ]
	as fly-cred lock
	opens_with 'zwei W\xc3\xb6rter\r'
	opens_with 'wrong\x15zwei W\xc3\xb6rter\r'
	passphrase_file 'zwei Wörter'
	as fly-cred unlock
}

@test "5000 characters pasted in one go are all taken" {
	typing '@5000\r' '@5000\r' -- fly-cred init
	[ "$status" -eq 0 ]
	as fly-cred lock
	typing '@4999\r' -- fly-cred unlock
	[ "$status" -eq 4 ]
	opens_with '\x1b[200~@5000\x1b[201~\r'
	passphrase_file "$(printf 'p%.0s' {1..5000})"
	as fly-cred unlock
}

@test "a line break pasted along does not count, one inside is refused" {
	typing '\x1b[200~horse\r\x1b[201~\r' 'horse\r' -- fly-cred init
	[ "$status" -eq 0 ]
	as fly-cred lock
	opens_with 'horse\r'
	store_gone
	typing '\x1b[200~two\rlines\x1b[201~\r' -- fly-cred init
	[ "$status" -eq 2 ]
	nothing_made
}

@test "^C, ^D and signals end the question and restore the terminal" {
	local answer

	for answer in 'half\x03' 'half\x1c' '\x04' kill:INT kill:TERM kill:HUP; do
		typing "$answer" -- fly-cred init
		[ "$status" -eq 1 ]
		nothing_made
	done
	typing 'horse\r' 'hor\x03' -- fly-cred init
	[ "$status" -eq 1 ]
	nothing_made
}

@test "without a terminal init says what to set" {
	run -4 as setsid -w fly-cred init
	[[ $output == *"FLY_CRED_PASSPHRASE_FILE"* ]]
	nothing_made
}

@test "init --key-file never asks and makes the file, for its owner only" {
	typing -- fly-cred init --key-file key
	[ "$status" -eq 0 ]
	[[ $shown != *assphrase* ]]
	[ "$(stat -c '%s %a %u' key)" = "32 600 $OWNER" ]
	as fly-cred lock
	FLY_CRED_KEY_FILE=$HOME/key is_open
	is_locked
}

@test "a key file that exists is taken as it is" {
	as sh -c 'umask 077; head -c 100 /dev/urandom > key; cp key before'
	as fly-cred init --key-file key
	cmp key before
	as fly-cred lock
	as fly-cred unlock --key-file before
}

@test "a key file inside the store is refused, however it is named" {
	local place

	as mkdir -p -m 700 "$STORE"
	as ln -s "$STORE" shortcut
	for place in "$STORE/key" "$HOME/shortcut/key" \
		.local/share/fly-cred/key .local/../.local/share/fly-cred/key; do
		run -2 as fly-cred init --key-file "$place"
		[[ $output == *"a key file inside the store"* ]]
		run -2 as env FLY_CRED_KEY_FILE="$place" fly-cred init
	done
	cd "$STORE"
	run -2 as fly-cred init --key-file key
	[ -z "$(find "$STORE" -type f)" ]
	nothing_made
}

@test "short and readable key files and passphrase files are refused" {
	as sh -c 'umask 077; printf %031d 0 > short; printf %032d 0 > open
		echo horse > words; chmod 644 open words'
	run -2 as fly-cred init --key-file short
	[[ $output == *"at least 32 random bytes"* ]]
	run -1 as fly-cred init --key-file open
	[[ $output == *"open is open to other users; chmod 600 'open'" ]]
	export FLY_CRED_PASSPHRASE_FILE=$HOME/words
	run -1 as fly-cred init
	[[ $output == *"chmod 600 '$HOME/words'" ]]
	nothing_made
}

@test "where there is a store init ends with 2 and touches nothing" {
	local before

	made_with_key_file
	before=$(all_of "$STORE")
	typing -- fly-cred init
	[ "$status" -eq 2 ]
	run -2 --separate-stderr as fly-cred init --key-file another
	[ "$(wc -l <<< "$stderr")" -eq 1 ]
	[[ $stderr == *"there is a store in $STORE already"* ]]
	[ "$(all_of "$STORE")" = "$before" ]
	[ ! -e another ]
	is_open
}

@test "two at once make one store, which the key file opens" {
	local one two code=0

	as fly-cred init --key-file key 2> one &
	one=$!
	as fly-cred init --key-file key 2> two &
	two=$!
	wait $one || code=$?
	wait $two || code=$((code + $?))
	[ "$code" -eq 2 ]
	as fly-cred lock
	FLY_CRED_KEY_FILE=$HOME/key is_open
	run -2 grep -r 'new$' "$HOME/key".*
}

@test "a store that is just being made is no damaged one" {
	made_with_key_file
	# What another init does last, while it holds the lock.
	run -2 --separate-stderr as sh -c '
		exec 9>> "$1/locks/store"
		flock 9
		mv "$1/current" "$1/made"
		fly-cred init --key-file key 9>&- &
		sleep 1
		mv "$1/made" "$1/current"
		exec 9>&-
		wait $!' - "$STORE"
	[[ $stderr == *"there is a store in "* ]]
}

@test "a store that lost its link is not written over" {
	made_with_key_file
	as store-records write 3
	rm "$STORE/current"
	run -8 --separate-stderr as fly-cred init --key-file key
	[[ $stderr == *"ln -sfn generation-1 '$STORE/current'" ]]
	as sh -c "${stderr##*: }"
	[ "$(as store-records read 3)" -eq 3 ]
}

@test "init killed at any step can be run again" {
	local call steps=0

	for call in fsync renameat linkat symlinkat mkdir mkdirat write; do
		while store_gone
			rm -f key*
			! killed_at "$call" fly-cred init --key-file key; do
			as fly-cred init --key-file key 2> "$T/why" ||
				grep -q "there is a store" "$T/why" ||
				as sh -c "$(sed 's/.*: //' "$T/why")"
			as fly-cred lock
			FLY_CRED_KEY_FILE=$HOME/key is_open
			steps=$((steps + 1))
		done
	done
	[ "$steps" -gt 20 ]
}

@test "a time-out over 24h or of nothing is refused before anything is made" {
	run -2 as fly-cred init --key-file key --timeout 25h
	[[ $output == *"at most 24h"* ]]
	run -2 as fly-cred init --key-file key --timeout 0s
	nothing_made
	as fly-cred init --key-file key --timeout 24h
}
