#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The Debian package FLY_CRED_PACKAGE, which script/package made: what it
# installs, that this works where it is installed, and that it goes again.
# dpkg works on a directory of its own; programs see that in place of /usr.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	mkdir -p "$T/root/var/lib/dpkg/"{info,updates}
	cp /var/lib/dpkg/status "$T/root/var/lib/dpkg/"
	# What it depends on is installed here.
	package -i "${FLY_CRED_PACKAGE:?}"
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	person dev
	unset FLY_CRED_EXEC_PATH
	export PATH=/usr/bin:/bin
}

# package ARGUMENT...: dpkg, in T/root. It has much to say of the packages that
# are not there.
package() {
	unshare --user --map-root-user env PATH="$PATH:/usr/sbin:/sbin" dpkg \
		--root="$T/root" --log=/dev/null "$@" > "$T/dpkg.log" 2>&1 \
		< /dev/null || {
		grep -v 'files list file' "$T/dpkg.log"
		return 1
	}
}

# installed COMMAND...: where /usr has the package.
installed() {
	# shellcheck disable=SC2016
	unshare --user --map-root-user --mount sh -c '
		mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr
		shift
		exec "$@"' sh "$T/root" "$@"
}

@test "every program has its manual page, and shells have completions" {
	local program file

	for program in "$T/root/usr/bin/"*; do
		[ -e "$T/root/usr/share/man/man1/${program##*/}.1.gz" ]
	done
	[ -x "$T/root/usr/libexec/fly-cred/fly-cred-api" ]
	for file in bash-completion/completions/fly-cred \
		zsh/vendor-completions/_fly-cred \
		fish/vendor_completions.d/fly-cred.fish; do
		grep -q 'fly-cred complete' "$T/root/usr/share/$file"
	done
	installed man -w fly-cred docker-credential-fly > /dev/null
}

@test "the installed programs log in and answer docker" {
	installed fly-cred --version
	installed fly-cred init
	installed fly-cred login --token-stdin < "$T/world/login-token"
	project shop
	run -0 --separate-stderr installed docker-credential-fly get \
		<<< registry.fly.io
	[[ $(jq -r .Username <<< "$output") == x ]]
	[[ $(jq -r .Secret <<< "$output") == fm2_* ]]
}

@test "removed, it leaves nothing; what a user stored stays" {
	installed fly-cred init
	[ -e "$T/root/usr/bin/fly-cred" ]
	package -P fly-cred
	[ -z "$(find "$T/root" -name '*fly-cred*')" ]
	run -1 grep -r fly-cred "$T/root/var/lib/dpkg/info"
	[ -e "$(store_directory)/current" ]
}
