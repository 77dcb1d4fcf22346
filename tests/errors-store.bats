#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What can be wrong with the store: status, next step, and nothing lost.
# shellcheck disable=SC1090,SC2016,SC2154
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
	local library

	for library in person refusal records; do
		source "$FLY_CRED_SRCDIR/tests/lib/$library.bash"
	done
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	fly-cred get > /dev/null
	records_learn
	keep
	BEFORE=$(contents)
}

teardown() {
	forget_key
}

# unharmed: all that was stored is there as it was, and get works again.
unharmed() {
	[ "$(contents)" = "$BEFORE" ]
	fly-cred get > /dev/null
}

@test "a locked store: 4, run unlock" {
	forget_key
	keep
	BEFORE=$(contents)
	FLY_CRED_KEY_FILE='' both_refuse 4 locked "'fly-cred unlock'"
	unharmed
}

@test "a key file that is not there: 4, never 'not found'" {
	forget_key
	keep
	BEFORE=$(contents)
	FLY_CRED_KEY_FILE=$HOME/gone both_refuse 4 "$HOME/gone" \
		FLY_CRED_KEY_FILE
	unharmed
}

@test "another key file: 4" {
	forget_key
	BEFORE=$(contents)
	(umask 077 && head -c 32 /dev/urandom > "$HOME/other")
	FLY_CRED_KEY_FILE=$HOME/other both_refuse 4 "does not open this store"
	unharmed
}

@test "a wrong passphrase: 4, and the right one still opens" {
	(umask 077 && echo right > "$HOME/right" && echo wrong > "$HOME/wrong")
	export FLY_CRED_STORE=$HOME/second FLY_CRED_KEY_FILE=''
	FLY_CRED_PASSPHRASE_FILE=$HOME/right fly-cred init 2> /dev/null
	fly-cred lock 2> /dev/null
	FLY_CRED_PASSPHRASE_FILE=$HOME/wrong refused 4 fly-cred unlock
	says passphrase
	FLY_CRED_PASSPHRASE_FILE=$HOME/right fly-cred unlock 2> /dev/null
	refused 3 fly-cred get --app shop
	says "'fly-cred login'"
	fly-cred lock 2> /dev/null
}

@test "no store: 3, run init" {
	FLY_CRED_STORE=$HOME/nothing both_refuse 3 "$HOME/nothing" \
		"'fly-cred init'"
	unharmed
}

# damaged_each FILE TEXT...: whatever is wrong with its bytes is status 8.
damaged_each() {
	local file=$1 offset

	shift
	for offset in 0 3 5 40 100 -1; do
		flip "$file" "$offset"
		both_refuse 8 "$@"
		restore
	done
	for offset in 0 3 28 200; do
		truncate -s "$offset" "$file"
		both_refuse 8 "$@"
		restore
	done
	echo more >> "$file"
	both_refuse 8 "$@"
	restore
	unharmed
}

@test "a damaged token: 8 whatever byte it is, names app, account, command" {
	damaged_each "$(record token)" "'shop'" dev@example.com \
		"'fly-cred renew --app shop'"
}

@test "a damaged look-up of an app's name: the same" {
	damaged_each "$(record name)" "'shop'" "'fly-cred renew --app shop'"
}

@test "a damaged list of accounts: 8" {
	damaged_each "$(record accounts)" "list of accounts" "'fly-cred login'"
}

@test "a damaged login: what is there still serves, renewing is 8" {
	flip "$(record login)" 60
	fly-cred get > /dev/null
	refused 8 fly-cred renew
	says "the login of 'dev@example.com' is damaged" "'fly-cred login'"
	restore
	unharmed
	fly-cred renew 2> /dev/null
}

@test "records put in each other's place do not open" {
	cp "$(record accounts)" "$HOME/other"
	cat "$HOME/other" > "$(record token)"
	both_refuse 8 "'fly-cred renew --app shop'"
	restore
	cat "$(record organizations)" > "$(record accounts)"
	both_refuse 8 "list of accounts"
	restore
	unharmed
}

@test "an older record of another generation of the store does not open" {
	cp "$(record token)" "$HOME/old"
	fly-cred key rotate > /dev/null 2>&1
	find "$(store_directory)/current/records" -size +600c \
		-exec cp "$HOME/old" {} \;
	both_refuse 8 damaged
}

@test "'fly-cred renew' replaces a damaged token, and only that" {
	local kind

	for kind in token name; do
		flip "$(record $kind)" 60
		refused 8 fly-cred get
		fly-cred renew 2> /dev/null
		fly-cred get > /dev/null
		restore
	done
}

@test "'fly-cred login' replaces a damaged list or login" {
	local kind

	for kind in accounts login; do
		flip "$(record $kind)" 60
		fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
		fly-cred renew 2> /dev/null
		fly-cred get > /dev/null
		restore
	done
}

@test "a damaged token of one app leaves the others alone" {
	local token

	fly-cred get --app blog > /dev/null
	token=$(record token)
	flip "$token" 60
	refused 8 fly-cred get
	fly-cred get --app blog > /dev/null
}

@test "a damaged header: 8, restore a backup" {
	local header

	header=$(store_directory)/current/header
	flip "$header" 8
	both_refuse 8 "the store's header is" backup
	restore
	truncate -s 20 "$header"
	both_refuse 8 "the store's header is" backup
	restore
	rm "$header"
	both_refuse 8 "lost its header" backup
	restore
	rm -r "$(store_directory)/current/records"
	both_refuse 8 backup
	restore
	unharmed
}

@test "a header with another key's check value: 8, no key is taken for it" {
	sed -i '/^check=/y/0123456789/1234567890/' \
		"$(store_directory)/current/header"
	both_refuse 8 "of another store" backup
	restore
	unharmed
}

@test "an unknown version of the store: 8, both versions named" {
	sed -i 's/^version=1$/version=7/' "$(store_directory)/current/header"
	both_refuse 8 "version 7" "version 1"
	restore
	unharmed
}

@test "a damaged key slot: 8, and how to make it anew" {
	forget_key
	keep
	BEFORE=$(contents)
	truncate -s 100 "$(store_directory)/current/slots/key-file"
	both_refuse 8 "slot 'key-file'" "'fly-cred key add'"
	restore
	unharmed
}

@test "files that others could have changed: 1, and the chmod that mends it" {
	chmod 755 "$(store_directory)"
	both_refuse 1 "open to other users" "chmod 700"
	chmod 700 "$(store_directory)"
	chmod 644 "$(record token)"
	both_refuse 1 "open to other users" "chmod 600"
	chmod 600 "$(record token)"
	unharmed
}

@test "a store of another owner: 1, and whose it is" {
	# Root's is another owner's to nobody; nobody's to root.
	if [[ $EUID -eq 0 ]]; then
		chown nobody "$(store_directory)"
		both_refuse 1 "belongs to user $(id -u nobody)" chown
		chown root "$(store_directory)"
		chown nobody "$(record token)"
		both_refuse 1 "belongs to user $(id -u nobody)" chown
		chown root "$(record token)"
	else
		FLY_CRED_STORE=/ both_refuse 1 "belongs to user 0" chown
	fi
	unharmed
}

@test "locks that a backup left out come back by themselves" {
	rm -r "$(store_directory)/locks"
	fly-cred renew 2> /dev/null
	fly-cred get > /dev/null
}

# Files may grow to 1 KiB, which a token's record exceeds.
TIGHT='ulimit -f 1; exec "$@"'

@test "a file that may not grow: 1, what was stored stays, no signal" {
	refused 1 bash -c "$TIGHT" tight fly-cred renew
	says "File too large" "$(store_directory)" "try again"
	kept
	refused 1 bash -c "$TIGHT" tight fly-cred get --app blog
	kept
	[ -z "$(find "$(store_directory)" -name '*.new')" ]
	fly-cred renew 2> /dev/null
}

# A full file system needs one of our own: root mounts it in a namespace of
# mounts, anybody else in one of users as well.
full_disk() {
	local map=()

	[[ $EUID -eq 0 ]] || map=(--user --map-root-user)
	timeout -k 2 60 unshare "${map[@]}" --mount bash -c '
		mount -t tmpfs -o size=64k,mode=700 full "$2"
		cp -a "$1/." "$2/"
		export FLY_CRED_STORE=$2
		dd if=/dev/zero of="$2/filler" bs=1k 2> /dev/null
		fly-cred renew || echo "renew: $?" >&2
		fly-cred get > /dev/null || echo "get: $?" >&2
		rm "$2/filler"
		fly-cred renew || echo "renew again: $?" >&2
		fly-cred get > /dev/null || echo "get again: $?" >&2' \
		full "$(store_directory)" "$1" < /dev/null
}

@test "a full disk: 1, the old token still serves, all is well after it" {
	mkdir "$HOME/disk"
	run --separate-stderr full_disk "$HOME/disk"
	[[ ${stderr_lines[0]} == "fly-cred: "*"No space left on device"* &&
		${stderr_lines[1]} == "renew: 1" && ${#stderr_lines[@]} -eq 4 &&
		${stderr_lines[2]} == "fly-cred: the lost token of app:shop is"* &&
		${stderr_lines[3]} == "fly-cred: new token for shop"* ]]
	unharmed
}
