# SPDX-License-Identifier: MIT
# Other stores to measure beside ours, as far as they are installed. Needs T.
# shellcheck shell=bash

absent=()

# stop_peers: before T goes.
stop_peers() {
	[[ ! -d $T/gnupg ]] || gpgconf --homedir "$T/gnupg" --kill all || :
}

# have PROGRAM...: whether all of them are installed.
have() {
	local name

	for name in "$@"; do
		command -v "$name" > /dev/null || return 1
	done
}

# program NAME INPUT PROGRAM [ARGUMENT...]: one line of the table.
program() {
	local IFS='|'

	printf '%s\n' "$*" >> "$T/table"
}

# docker's message to store what add_helper's answer has.
store_message() {
	jq -nc --arg s "$1" \
		'{ServerURL: "registry.fly.io", Username: "x", Secret: $s}'
}

add_pass() {
	if ! have docker-credential-pass pass gpg; then
		absent+=(docker-credential-pass)
		return
	fi
	mkdir -m 700 "$T/gnupg"
	export GNUPGHOME=$T/gnupg PASSWORD_STORE_DIR=$T/pass
	gpg --batch --quiet --passphrase '' --quick-gen-key bench \
		future-default default never 2> /dev/null
	pass init bench > /dev/null
	store_message "$1" | docker-credential-pass store
	program docker-credential-pass "$HOST" "GNUPGHOME=$GNUPGHOME" \
		"PASSWORD_STORE_DIR=$PASSWORD_STORE_DIR" \
		docker-credential-pass get
}

# The caller's own keyring is none of our business: only a bus of its own will
# do, which has to be around all of the bench.
add_secretservice() {
	if [[ -z ${BENCH_PRIVATE_BUS-} ]]; then
		absent+=('docker-credential-secretservice with a keyring')
		return
	fi
	export XDG_DATA_HOME=$T/keyrings
	printf 'bench' | gnome-keyring-daemon --unlock --components=secrets \
		> /dev/null 2>&1
	store_message "$1" | docker-credential-secretservice store
	program docker-credential-secretservice "$HOST" \
		"DBUS_SESSION_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS" \
		docker-credential-secretservice get
	unset XDG_DATA_HOME
}

# own_bus SCRIPT: runs it again with a bus of its own, unless it has one.
own_bus() {
	[[ -z ${BENCH_PRIVATE_BUS-} ]] && have dbus-run-session \
		gnome-keyring-daemon docker-credential-secretservice || return 0
	BENCH_PRIVATE_BUS=1 exec dbus-run-session -- "$1"
}

# tell_absent: names what could not be measured.
tell_absent() {
	((${#absent[@]} == 0)) ||
		printf 'not installed, so not measured: %s\n' "${absent[@]}"
}
