#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The unlocked key in the kernel: there for its owner, for nobody else, and only
# for its time. keyring-ordinary.bats is the same as an ordinary user.
# shellcheck disable=SC2016,SC2119,SC2154 # others expand and assign
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	world_start
	owner_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/owner.bash"
	owner
	made_with_key_file
}

teardown() {
	owner_gone
}

# needs_others: only root can be somebody else without a password.
needs_others() {
	[[ $EUID -eq 0 ]] || skip "not root"
}

# possessing COMMAND...: run it in a session of the owner that holds @u, where
# a key with the kernel's own permissions can be read by whoever comes along.
# CONTROL is the number of such a key, KEY that of the store's.
possessing() {
	CONTROL=$(as keyctl add user "control:$T" secret @u)
	KEY=$(key_serial)
	export CONTROL KEY
	export -f as
	run --separate-stderr keyctl session - bash -c \
		'as keyctl link @u @s && "$@"' - "$@"
	as keyctl unlink "$CONTROL" @u
}

# listed: the store's key as the kernel lists it.
listed() {
	as grep -E "^$(printf '%08x' "$(key_serial)") " /proc/keys
}

# planted BYTES TEXT: that many bytes that are not the key, under its name.
planted() {
	local serial

	serial=$(head -c "$1" /dev/zero | tr '\0' w |
		as keyctl padd user "$(key_description)" @u)
	[[ $serial == [0-9]* ]]
	PLANTED=$serial
}

# key_quota: how many keys count against the owner.
key_quota() {
	sed -n "s,^ *$OWNER: .* \([0-9]*\)/[0-9]* [^ ]*\$,\1,p" /proc/key-users
}

@test "a setuid program of another user can't read the key it possesses" {
	needs_others
	install -o nobody -m 4755 "$T/inst/bin/read-key" "$T/inst/bin/read-suid"
	possessing as sh -c 'read-suid $CONTROL; read-suid $KEY'
	[[ $output == *read$'\n'refused ]]
}

@test "su to another user does not take the key along" {
	needs_others
	possessing su -s /bin/sh nobody -c \
		"$T/inst/bin/read-key \$CONTROL; $T/inst/bin/read-key \$KEY"
	[[ $output == *read$'\n'refused ]]
}

@test "runuser to another user does not take the key along" {
	needs_others
	possessing runuser -u nobody -- sh -c \
		"$T/inst/bin/read-key \$CONTROL; $T/inst/bin/read-key \$KEY"
	[[ $output == *read$'\n'refused ]]
}

@test "another user can't read the key by its number" {
	needs_others
	run -1 setpriv --reuid nobody --regid nogroup --clear-groups \
		keyctl print "$(key_serial)"
	[[ $output == *"Permission denied"* ]]
	run -0 as keyctl pipe "$(key_serial)"
}

@test "the key is open to its owner only, with a time-out" {
	listed | grep -Eq ' [78]h 003f0000 '
}

@test "2000 answers in a row work and use up no quota" {
	local before keys

	as fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
	echo 'app = "shop"' | as tee fly.toml > /dev/null
	printf registry.fly.io | as docker-credential-fly get > /dev/null
	before=$(key_quota)
	keys=$(as keyctl rlist @u | wc -w)
	as bash -c 'for ((i = 0; i < 2000; i++)); do
		docker-credential-fly get <<< registry.fly.io || exit 1
	done' > "$T/answers" 2> /dev/null
	[ "$(grep -c '"Username":"x"' "$T/answers")" -eq 2000 ]
	# Other tests of the same user's come and go; root's are many.
	[[ $OWNER -eq 0 || $(key_quota) -lt $((before + 100)) ]]
	[ "$(as keyctl rlist @u | wc -w)" -lt $((keys + 100)) ]
}

@test "unlocking again takes the new time-out, longer or shorter" {
	local first

	first=$(key_serial)
	as fly-cred unlock --key-file key --timeout 2h
	[ "$(key_serial)" != "$first" ]
	listed | grep -Eq ' [12]h 003f0000 '
	as fly-cred unlock --key-file key --timeout 10m
	listed | grep -Eq ' (9|10)m 003f0000 '
	as fly-cred unlock --key-file key --timeout 24h
	listed | grep -Eq ' (23h|1d) 003f0000 '
	is_open
	[ "$(as keyctl list @u | grep -c "$(key_description)")" -eq 1 ]
}

@test "when its time is over the store is locked, with exit 4" {
	as fly-cred unlock --key-file key --timeout 1s
	sleep 2
	is_locked
	grep -q "the store is locked; run 'fly-cred unlock'" "$T/why"
	as fly-cred unlock --key-file key
	is_open
}

@test "lock closes the store for every process at once" {
	local serial

	serial=$(key_serial)
	as fly-cred lock
	is_locked
	run ! as keyctl pipe "$serial"
	run ! as keyctl search @u user "$(key_description)"
	[ ! -e "$STORE/current/serial" ]
	as fly-cred lock
}

@test "a session without @u reads, unlocks and locks" {
	as keyctl session - fly-cred list > /dev/null
	as fly-cred lock
	as keyctl session - fly-cred unlock --key-file key
	is_open
	rm "$STORE/current/serial"
	as keyctl session - fly-cred list > /dev/null
	as keyctl session - fly-cred lock
	is_locked
}

@test "a session that was revoked reads too" {
	as keyctl session - sh -c 'keyctl revoke @s; fly-cred list' > /dev/null
}

@test "inside a user namespace the number finds the key" {
	as unshare -Ur true || skip "no user namespaces"
	as unshare -Ur fly-cred list > /dev/null
	mv "$STORE/current/serial" "$T/serial"
	run -4 as unshare -Ur fly-cred list
	is_open
	mv "$T/serial" "$STORE/current/serial"
	as fly-cred unlock --key-file key
	as unshare -Ur fly-cred list > /dev/null
	as unshare -Ur fly-cred lock
	is_locked
}

@test "podman's user namespace finds the key" {
	not_root nobody # podman wants a user with a name
	as unshare -Ur true || skip "no user namespaces"
	made_with_key_file
	as podman --root "$HOME/p" --runroot "$HOME/r" --tmpdir "$HOME/t" \
		--storage-driver vfs unshare \
		sh -c 'grep -q " '"$OWNER"' " /proc/self/uid_map &&
			fly-cred list'
	[[ ! -e $HOME/t/pause.pid ]] || stop_process "$(cat "$HOME/t/pause.pid")"
}

@test "a revoked key is a locked store" {
	as keyctl revoke "$(key_serial)"
	is_locked
	as fly-cred unlock --key-file key
	is_open
}

@test "a key its owner may not read is a locked store" {
	as keyctl setperm "$(key_serial)" 0x00310000
	is_locked
	as fly-cred unlock --key-file key
	is_open
}

@test "a wrong key under the right name is never used or sealed with" {
	local size

	as store-records write 1
	as fly-cred lock
	for size in 31 32 33; do
		planted "$size"
		is_locked
		printf 'serial=%d\nuntil=9999999999\n' "$PLANTED" |
			as sh -c 'umask 077; cat > "$1"' - "$STORE/current/serial"
		is_locked
		run -4 as store-records write 2
		[ "$(find "$STORE/current/records" -type f | wc -l)" -eq 1 ]
	done
	as fly-cred unlock --key-file key
	[ "$(as store-records read 1)" -eq 1 ]
}

@test "a number of anything else is a locked store" {
	local serial

	as fly-cred lock
	for serial in 0 -1 -4 2147483647 99999999999999 \
		"$(as keyctl add user "control:$T" secret @u)" nonsense; do
		printf 'serial=%s\nuntil=9999999999\n' "$serial" |
			as sh -c 'umask 077; cat > "$1"' - "$STORE/current/serial"
		is_locked
	done
	as keyctl purge user "control:$T" > /dev/null
}
