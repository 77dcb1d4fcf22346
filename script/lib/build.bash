# SPDX-License-Identifier: MIT
# The programs to show, built outside the source.
# shellcheck shell=bash

# build_programs SOURCE: sets FLY_CRED_SRCDIR and, unless the caller named a
# directory of built programs in it, FLY_CRED_BUILDDIR; installs what is
# missing and builds. Says something only when that fails.
build_programs() {
	local log status=0

	export FLY_CRED_SRCDIR=$1
	[[ -z ${FLY_CRED_BUILDDIR:-} ]] || return 0
	"$1/script/bootstrap" || return 1
	export FLY_CRED_BUILDDIR=$1/build/demo
	# A tree that is configured itself can't be built elsewhere.
	[[ ! -e $1/config.status ]] || FLY_CRED_BUILDDIR=$1
	log=$(mktemp)
	(build_into "$1" "$FLY_CRED_BUILDDIR") > "$log" 2>&1 || status=1
	[[ $status -eq 0 ]] || cat "$log" >&2
	rm -f "$log"
	return "$status"
}

# build_into SOURCE DIRECTORY: quick when there is nothing to do.
build_into() {
	cd "$1" || return 1
	[[ -e configure ]] || autoreconf -fi || return 1
	mkdir -p "$2" && cd "$2" || return 1
	[[ -e Makefile ]] || "$1/configure" -q || return 1
	env -u MAKEFLAGS -u MAKELEVEL make -s -j "$(nproc)"
}
