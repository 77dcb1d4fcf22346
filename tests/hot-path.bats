#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What docker-credential-fly get does not do, and what it costs, while the
# token in the store is fresh. Not in sanitizer builds, which bear neither
# strace nor callgrind; "make bench" has the times.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/hot-path.bash"
	# What the build was made with; a person has no such variables.
	: "${FLY_CRED_CFLAGS=$(sed -n 's/^CFLAGS = //p' \
		"$FLY_CRED_BUILDDIR/Makefile")}"
	export BUILT_WITH=$FLY_CRED_CFLAGS
	world_start
	hot_path_person perf
	export BENCH=$FLY_CRED_BUILDDIR/tests/bench
	export HELPER=$FLY_CRED_BUILDDIR/docker-credential-fly
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/hot-path.bash"
	forget_key
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/hot-path.bash"
	cd "$HOME/shop" || return 1
	trace=$BATS_TEST_TMPDIR/trace
}

# traced_get [HOST]: the system calls of a get go to $trace, the exit status to
# status, the answer to output.
traced_get() {
	local HOST=$HOST

	if [[ -n ${1-} ]]; then
		HOST=$BATS_TEST_TMPDIR/host
		printf '%s' "$1" > "$HOST"
	fi
	run --separate-stderr alone "${STRACE_RIGHTS[@]}" strace -f -s 300 \
		-o "$trace" "$HELPER" get
	grep -q '+++ exited with' "$trace"
}

# traced PATTERN: lines of the trace that match; fails when there are none.
traced() {
	grep -E "$1" "$trace"
}

# instructions PROGRAM [ARGUMENT...]: sets count to how many it takes until its
# end. Of a copy without debugging information: not every valgrind can read
# every compiler's, and it costs nothing where it is.
instructions() {
	local copy=$BATS_TEST_TMPDIR/${1##*/} told=$BATS_TEST_TMPDIR/callgrind

	strip -g -o "$copy" "$1"
	shift
	alone valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$copy" "$@" > /dev/null 2> "$told" || {
		cat "$told"
		return 1
	}
	count=$(sed -n 's/.*Collected : \([0-9][0-9]*\)$/\1/p' "$told")
	((count > 0))
}

say() {
	printf '# %s\n' "$*" >&3
}

# optimised: whether the build is one that limits on instructions are for.
optimised() {
	local flag level=

	for flag in $BUILT_WITH; do
		[[ $flag != -O* ]] || level=$flag
	done
	[[ $level = -O2 || $level = -O3 ]]
}

# at_most TENTHS MUCH BASE: MUCH is no more than so many tenths of BASE; only
# told where the build is not optimised.
at_most() {
	say "$2 is $(($2 * 100 / $3)) hundredths of $3, limit ${1}0"
	if optimised; then
		(($2 * 10 <= $1 * $3))
	else
		say "not judged: built with '$BUILT_WITH', not with -O2"
	fi
}

@test "it links no library that it does not need" {
	run -0 readelf -d "$HELPER"
	run -0 sed -n 's/.*(NEEDED).*\[\(lib[a-z-]*\).*/\1/p' <<< "$output"
	[[ $output == *libc* && $output == *libsodium* ]]
	run ! grep -vxE 'libc|libsodium|libjson-c|libmsgpackc|libmsgpack-c|libyaml-' \
		<<< "$output"
	run -0 ldd "$HELPER"
	run ! grep -vE '^\s(linux-vdso|/lib.*/ld-linux|lib(c|sodium|json-c|msgpackc|msgpack-c|yaml-0)\.so)' \
		<<< "$output"
}

@test "a fresh get reaches no network, takes no lock, starts nothing" {
	traced_get
	[ "$status" -eq 0 ]
	run ! traced '^[0-9]+ +(socket|connect|sendto|sendmsg)\('
	run ! traced '^[0-9]+ +(flock\(|fcntl\(.*(LK|lock))'
	run ! traced '^[0-9]+ +(clone|clone3|fork|vfork)\('
	[ "$(traced '^[0-9]+ +execve\(' | wc -l)" -eq 1 ]
}

@test "a fresh get writes its answer and no file" {
	traced_get
	[ "$status" -eq 0 ]
	run ! grep -E 'O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)' \
		<(grep -v '"/dev/null"' "$trace")
	run ! traced '^[0-9]+ +(p?write(v|64|v2)?)\(([03-9]|[12][0-9])'
	run ! traced '^[0-9]+ +(rename|unlink|mkdir|symlink|link|f?truncate|f?chmod|fsync|utime)[a-z0-9]*\('
}

@test "a fresh get opens three records and looks for no other" {
	fill_store 10
	traced_get
	[ "$status" -eq 0 ]
	[ "$(traced 'openat\([0-9]+, "records/' | sort -u | wc -l)" -eq 3 ]
	[ "$(traced '"records' | wc -l)" -eq 3 ]
	run ! traced 'getdents'
	run ! traced '"(slots|locks)'
}

@test "a fresh get makes no call to Fly" {
	local before

	before=$(wc -l < "$STAND_IN_DIR/requests.log")
	traced_get
	[ "$status" -eq 0 ]
	[ "$(jq -r .Username <<< "$output")" = x ]
	[ "$(wc -l < "$STAND_IN_DIR/requests.log")" -eq "$before" ]
	[ "$(stand_in_count createLimitedAccessToken)" -eq 1 ]
}

@test "a fresh get takes about a hundred system calls" {
	traced_get
	[ "$status" -eq 0 ]
	calls=$(grep -c '^[0-9]* *[a-z]' "$trace")
	say "$calls system calls"
	((calls <= 110))
}

@test "where nothing is held a get looks for one file, and reads no key or record" {
	traced_get docker.io
	[ "$status" -eq 1 ]
	[ "$output" = "credentials not found in native keychain" ]
	[ "$(traced '"records' | wc -l)" -eq 2 ]
	run -0 traced 'faccessat2?\([0-9]+, "records/[0-9a-f]{32}", F_OK.* ENOENT'
	[ "${#lines[@]}" -eq 1 ]
	run ! traced 'fly\.toml|keyctl|"(slots|serial|locks)|getdents'
}

# opened FILE: what the trace has opened, numbers and names of records apart.
opened() {
	grep -E 'openat\(' "$trace" |
		sed 's/^[0-9]* *//; s/[0-9a-f]\{32\}/RECORD/; s/ = .*//' |
		sort > "$1"
}

@test "what git stored is found by the files that what docker stored is" {
	local at=protocol=https$'\n'host=git.example$'\n'

	docker-credential-fly store <<< \
		'{"ServerURL":"git.example","Username":"d","Secret":"s"}'
	git-credential-fly store <<< "${at}username=g"$'\n'password=s
	traced_get git.example
	[[ $status -eq 0 && $output == *'"d"'* ]]
	opened "$BATS_TEST_TMPDIR/docker"
	HELPER=$FLY_CRED_BUILDDIR/git-credential-fly traced_get "$at"
	[[ $status -eq 0 && $output == username=g$'\n'* ]]
	opened "$BATS_TEST_TMPDIR/git"
	diff "$BATS_TEST_TMPDIR/docker" "$BATS_TEST_TMPDIR/git"
	grep -q RECORD "$BATS_TEST_TMPDIR/git"
	run ! traced '^[0-9]+ +(flock|socket|fsync|getdents64)\('
}

@test "instructions: what git stored costs what docker's does" {
	local HOST=$BATS_TEST_TMPDIR/host docker git

	docker-credential-fly store <<< \
		'{"ServerURL":"git.example","Username":"d","Secret":"s"}'
	printf '%s\n' protocol=https host=git.example > "$HOST"
	git-credential-fly store \
		< <(cat "$HOST" && printf '%s\n' username=g password=s)
	instructions "$FLY_CRED_BUILDDIR/git-credential-fly" get
	git=$count
	printf git.example > "$HOST"
	instructions "$HELPER" get
	docker=$count
	say "$git for git, $docker for docker"
	((git * 100 <= docker * 105))
}

@test "instructions: at most 1.8 times loading the libraries it may link" {
	instructions "$HELPER" get
	get=$count
	instructions "$BENCH/libs-only"
	at_most 18 "$get" "$count"
}

@test "instructions: at most 6 times an empty program" {
	instructions "$HELPER" get
	get=$count
	instructions "$BENCH/empty"
	at_most 60 "$get" "$count"
}

@test "instructions: the same with ten thousand records" {
	instructions "$HELPER" get
	few=$count
	fill_store 10000
	instructions "$HELPER" get
	many=$count
	say "$few with few records, $many with ten thousand"
	((many * 100 <= few * 105 && few * 100 <= many * 105))
}
