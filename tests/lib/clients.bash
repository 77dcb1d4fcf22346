# SPDX-License-Identifier: MIT
# Real clients of a registry, run by a person: by whoever runs the tests, or
# by an ordinary user who can reach nothing but what is installed.
# shellcheck shell=bash

# shellcheck source=tests/lib/person.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/person.bash"
# shellcheck source=tests/lib/image.bash
source "$FLY_CRED_SRCDIR/tests/lib/image.bash"

# install_programs DIR: everything flat in DIR, as in a build directory, and
# from now on the programs under test are those.
install_programs() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$FLY_CRED_BUILDDIR" \
		install-exec DESTDIR= bindir="$1" pkglibexecdir="$1" \
		> /dev/null || return 1
	chmod 755 "$1"
	export FLY_CRED_BUILDDIR=$1
}

# clients_start [ordinary]: world, registry, installed programs, an image in
# T/oci. With "ordinary" and root's rights, the person will be nobody.
clients_start() {
	# shellcheck disable=SC2119
	world_start
	registry_start "$T/world"
	install_programs "$T/bin"
	make_oci_image "$T/oci"
	chmod -R a+rX "$T/oci" "$T/world/ca.pem"
	PERSON_USER=
	[[ ${1:-} != ordinary || $EUID -ne 0 ]] || PERSON_USER=nobody
	export PERSON_USER
}

clients_stop() {
	world_stop
}

# as COMMAND...: run it as the person.
as() {
	local become=()

	[[ -z $PERSON_USER ]] ||
		become=(setpriv --reuid "$PERSON_USER" --regid nogroup
			--clear-groups)
	timeout -k 2 90 "${become[@]}" "$@"
}

# client NAME: a person, logged in, whose docker asks fly-cred, in a
# directory of the app shop. Only the kernel has the key: no key file is named.
client() {
	person "$1"
	export SSL_CERT_FILE=$T/world/ca.pem
	[[ -z $PERSON_USER ]] || chown -R "$PERSON_USER:nogroup" "$HOME"
	as fly-cred init 2> /dev/null
	as fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
	as fly-cred setup docker > /dev/null
	unset FLY_CRED_KEY_FILE
	own_project shop
}

# own_project APP: a directory of the app that belongs to the person.
own_project() {
	project "$@"
	[[ -z $PERSON_USER ]] || chown -R "$PERSON_USER:nogroup" .
}

# client_gone: for teardown.
client_gone() {
	local pause=$HOME/podman/tmp/pause.pid

	as fly-cred lock 2> /dev/null || :
	# Rootless podman leaves a process that keeps its user namespace.
	[[ ! -e $pause ]] || stop_process "$(cat "$pause")"
	# Layers lie in directories that not even their owner may write to.
	as chmod -R u+w "$HOME" 2> /dev/null || :
	stand_in_control '{"life": null, "clock": 0, "faults": []}'
}

# setting LINE: all of the person's config.yml.
setting() {
	as mkdir -p "$HOME/.config/fly-cred"
	as tee "$HOME/.config/fly-cred/config.yml" <<< "$1" > /dev/null
}

# needs_namespaces: rootless podman and buildah live in one.
needs_namespaces() {
	[[ $EUID -eq 0 && -z $PERSON_USER ]] ||
		as unshare --user --map-root-user true 2> /dev/null ||
		skip "no user namespaces"
}

# The programs' own storage is the person's, not the machine's.
podman() {
	local at=$HOME/podman

	as podman --root "$at/root" --runroot "$at/run" --tmpdir "$at/tmp" \
		--storage-driver vfs --cgroup-manager cgroupfs \
		--events-backend file "$@"
}

buildah() {
	as buildah --root "$HOME/buildah/root" --runroot "$HOME/buildah/run" \
		--storage-driver vfs "$@"
}

skopeo() {
	as skopeo "$@"
}

skopeo_push() {
	skopeo copy "oci:$T/oci:t" "docker://$REGISTRY/$1"
}

# log_mark, log_since: the lines of the stand-in's log between the two.
log_mark() {
	LOG_MARK=$(wc -l < "$T/world/requests.log")
}

log_since() {
	tail -n +$((LOG_MARK + 1)) "$T/world/requests.log"
}

# granted, denied: what the token endpoint said since the mark, each once.
granted() {
	log_since | jq -r '.granted[]?' | sort -u
}

denied() {
	log_since | jq -r '.denied[]?' | sort -u
}

# nobody_was_anonymous: each question at the token endpoint had a macaroon.
nobody_was_anonymous() {
	[[ -z $(log_since | jq -r 'select(.operation == "token-endpoint" and
		.caller != "macaroon") | .caller') ]]
}
