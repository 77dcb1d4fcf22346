# SPDX-License-Identifier: MIT
# The owner of a store: whoever runs the tests or, in a file whose name ends in
# -ordinary.bats and with root's rights, a user who owns nothing else and can
# reach nothing but what is installed.
# shellcheck shell=bash

# shellcheck source=tests/lib/person.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/person.bash"

# owner_start: a directory T, and in T/bin everything the owner may run. For
# setup_file; a world that is already there (world_start) is kept.
owner_start() {
	local program

	export BATS_TEST_TIMEOUT=300
	[[ -n ${T:-} ]] ||
		T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T
	chmod 755 "$T"
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$FLY_CRED_BUILDDIR" \
		install-exec DESTDIR="$T/inst" bindir=/bin pkglibexecdir=/bin \
		> /dev/null || return 1
	for program in refuse-keyrings read-key store-records; do
		install -m 755 "$FLY_CRED_BUILDDIR/tests/programs/$program" \
			"$T/inst/bin"
	done
	install -m 755 "$FLY_CRED_SRCDIR/tests/lib/at-terminal" "$T/inst/bin"
	OWNER=$EUID
	[[ $BATS_TEST_FILENAME != *-ordinary.bats || $EUID -ne 0 ]] ||
		OWNER=$((1000000 + $$))
	export OWNER
}

owner_stop() {
	rm -rf "$T"
}

# owner: a new home for the owner, without a store. For setup.
owner() {
	local PATH_BEFORE=$PATH

	FLY_CRED_BUILDDIR=$T/inst/bin person owner
	unset FLY_CRED_KEY_FILE
	export PATH=$T/inst/bin:$PATH_BEFORE
	# Leaks can't be looked for in a process that is traced.
	export ASAN_OPTIONS=detect_leaks=0
	chown -R "$OWNER:$OWNER" "$HOME"
	STORE=$(store_directory)
}

# not_root [NAME]: for what root's rights or quota would hide: the owner is an
# ordinary user for this test, NAME where we can choose, and has no store yet.
not_root() {
	owner_gone
	if [[ $EUID -eq 0 ]]; then
		OWNER=$((2000000 + $$))
		[[ -z ${1:-} ]] || OWNER=$(id -u "$1")
	fi
	owner
}

# as COMMAND...: run it as the owner.
as() {
	local become=()

	[[ $OWNER -eq $EUID ]] ||
		become=(setpriv --reuid "$OWNER" --regid "$OWNER"
			--clear-groups)
	timeout -k 2 280 "${become[@]}" "$@"
}

# key_description: under what name the kernel keeps the store's key.
key_description() {
	sed -n 's/^id=/fly-cred:/p' "$STORE/current/header"
}

# key_serial: the number that unlock wrote down.
key_serial() {
	sed -n 's/^serial=//p' "$STORE/current/serial"
}

# store_gone: there is no store any more, nor a key of it.
store_gone() {
	local found description

	as fly-cred lock 2> /dev/null || :
	description=$(key_description 2> /dev/null) || :
	while [[ -n $description ]] && found=$(as keyctl search @u user \
		"$description" 2> /dev/null); do
		as keyctl unlink "$found" @u
	done
	rm -rf "$STORE"
}

# owner_gone: no key stays behind. For teardown.
owner_gone() {
	store_gone
	# The keyrings of users who exist have keys of others, too.
	((OWNER < 1000000)) || run ! grep fly-cred: <(as keyctl list @u)
}

# made_with_key_file: the store, open, and HOME/key opens it.
made_with_key_file() {
	as fly-cred init --key-file "$HOME/key" "$@" 2> /dev/null
}

# passphrase_file TEXT: says it where no terminal is.
passphrase_file() {
	as sh -c "umask 077; printf '%s\n' \"\$1\" > '$HOME/passphrase'" - "$1"
	export FLY_CRED_PASSPHRASE_FILE=$HOME/passphrase
}

# made_with_passphrase TEXT: the store, locked, with no file that opens it.
made_with_passphrase() {
	passphrase_file "$1"
	as fly-cred init 2> /dev/null
	as fly-cred lock
	unset FLY_CRED_PASSPHRASE_FILE
	rm "$HOME/passphrase"
}

# typing ANSWER... -- COMMAND...: see at-terminal. Sets status and shown.
typing() {
	run as at-terminal "$HOME/shown" "$@"
	# shellcheck disable=SC2034
	shown=$(tr -d '\r' < "$HOME/shown")
	# shellcheck disable=SC2154
	printf 'exit %s, shown: %q\n' "$status" "$shown"
}

# killed_at CALL COMMAND...: the first time the command is killed at its first
# such system call, then at its second, and so on; 0 once it got through. Of one
# test, with different calls.
killed_at() {
	local call=$1

	shift
	[[ $call == "${KILL_CALL:-}" ]] || KILL_STEP=0
	KILL_CALL=$call
	KILL_STEP=$((KILL_STEP + 1))
	as strace -f -o /dev/null -e "trace=$call" \
		-e "inject=$call:signal=KILL:when=$KILL_STEP" "$@" 2> /dev/null
}

# is_open, is_locked: asked without a person.
is_open() {
	as fly-cred list > /dev/null < /dev/null
}

is_locked() {
	local code=0

	as setsid -w fly-cred list > /dev/null 2> "$T/why" < /dev/null ||
		code=$?
	[[ $code -eq 4 && $(wc -l < "$T/why") -eq 1 ]]
}
