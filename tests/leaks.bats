#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Marked secrets go in; they come out only where they are meant to.
bats_require_minimum_version 1.5.0

LOGIN=fo1_loginMARKERloginMARKERloginMARKERloginMARKE
FLYCTL=fo1_flyctlMARKERflyctlMARKERflyctlMARKERflyctlM
STALE=staleMARKERstaleMARKERstaleMARKER
STORED=storedMARKERstoredMARKERstoredMARKER
PASSPHRASE=passphraseMARKERpassphraseMARKER

# The whole story is told once, each command under strace; the tests then look
# at what it has left in T/told.
setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	plant
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/leak-story.bash"
	person marked
	export TMPDIR=$HOME/tmp TOLD=$T/told
	STRACE=("${STRACE_RIGHTS[@]}" strace -f -v -s 99999
		-e "trace=execve,execveat" -o)
	! is_sanitized || STRACE=()
	mkdir -p "$TMPDIR" "$TOLD"/{out,given,err,trace}
	tell
	collect
}

# plant: world_start with tokens of our choice in the stand-in.
plant() {
	export BATS_TEST_TIMEOUT=180
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T
	mkdir "$T/world"
	echo "$LOGIN" > "$T/world/login-token"
	echo "$FLYCTL" > "$T/world/login-token-2"
	make_certificates "$T/world"
	stand_in_start "$T/world" --tls
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	HOME=$T/marked
	FLY_CRED_STORE=$HOME/phrased fly-cred lock 2> /dev/null || :
	FLY_CRED_STORE=$HOME/.local/share/fly-cred \
		"$FLY_CRED_BUILDDIR/fly-cred" lock 2> /dev/null || :
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
}

is_sanitized() {
	grep -q __asan_init "$FLY_CRED_BUILDDIR/fly-cred"
}

# traced: for tests that look at what strace saw.
traced() {
	! is_sanitized || skip "strace and the leak checker exclude each other"
}

# watch DIRECTORY STATUS COMMAND...: under strace, stdout to that directory.
watch() {
	local directory=$1 expected=$2 status=0 number

	shift 2
	number=$(find "$TOLD/err" -type f | wc -l)
	timeout -k 2 60 "${STRACE[@]}" ${STRACE:+"$TOLD/trace/$number"} "$@" \
		> "$TOLD/$directory/$number" 2> "$TOLD/err/$number" || status=$?
	[[ $status -eq $expected ]] || {
		echo "status $status, not $expected: $*"
		cat "$TOLD/err/$number"
		return 1
	}
}

# does, gives STATUS COMMAND...: gives is for what hands a token out.
does() {
	watch out "$@"
}

gives() {
	watch given "$@"
}

fault() {
	stand_in_control "{\"faults\": [{\"count\": -1, $1}]}"
}

# collect: every secret there was, a line each, in T/secrets: the marked ones,
# and of each token what narrowing leaves as it is, its beginning.
collect() {
	printf '%s\n' "$LOGIN" "$FLYCTL" "$STALE" "$STORED" "$PASSPHRASE" \
		> "$T/secrets"
	cat "$T/once" >> "$T/secrets"
	grep -rhoE 'fm2_[A-Za-z0-9_/+-]{44}' "$TOLD/given" | sort -u \
		>> "$T/secrets"
}

search() {
	"$FLY_CRED_SRCDIR/tests/lib/find-secrets" "$T/secrets" "$@"
}

@test "the search finds secrets: in what get printed, and in other forms" {
	[ "$(wc -l < "$T/secrets")" -ge 11 ]
	run -1 search "$TOLD/given"
	[ "${#lines[@]}" -ge 14 ]
	echo "$LOGIN" | base64 > "$T/form"
	run -1 search "$T/form"
	echo " $LOGIN" | base64 > "$T/form"
	run -1 search "$T/form"
	echo "$LOGIN" | od -An -tx1 -v | tr -d ' \n' > "$T/form"
	run -1 search "$T/form"
}

@test "no secret is in the stores, with damaged or old files if any" {
	[ "$(find "$(store_directory)" "$HOME/phrased" -type f | wc -l)" -ge 9 ]
	run -0 search "$(store_directory)" "$HOME/phrased"
	run -1 grep -raE 'fm2_|fo1_|FlyV1' "$(store_directory)"
}

@test "no secret is in HOME but where its owner put it" {
	mkdir "$T/owner"
	mv "$HOME/passphrase" "$HOME/.fly" "$T/owner/"
	run -0 search "$HOME"
	run -1 search "$T/owner"
	mv "$T/owner/passphrase" "$T/owner/.fly" "$HOME/"
}

@test "setup's backup is there and holds a placeholder" {
	grep -q "removed by fly-cred" \
		"$HOME/.docker/config.json.before-fly-cred"
	run -0 search "$HOME/.docker"
}

@test "nothing is left in temporary directories" {
	[ -z "$(find "$HOME/tmp" "$XDG_RUNTIME_DIR" -mindepth 1)" ]
}

@test "no secret is in what the other commands print" {
	[ "$(find "$TOLD/out" -size +0 | wc -l)" -ge 10 ]
	run -0 search "$TOLD/out"
}

@test "no secret is on stderr of any command, failures included" {
	[ "$(cat "$TOLD"/err/* | grep -c '^fly-cred: ')" -ge 15 ]
	run -0 search "$TOLD/err"
	run -1 grep -rhE 'fm2_|fo1_' "$TOLD/err"
}

# What exec's child gets, and a secret that was typed as an argument, are the
# caller's own doing.
@test "no secret is in argv or environment of any program started" {
	local file

	traced
	mkdir "$T/traces"
	for file in "$TOLD"/trace/*; do
		grep -vE 'execve\("[^"]*/true"|"get", "'"$STORED" "$file" \
			> "$T/traces/$(basename "$file")" || :
	done
	[ "$(cat "$T"/traces/* | grep -c 'execve(')" -ge 40 ]
	run -0 search "$T/traces"
	run -1 grep -hE 'fm2_|fo1_' "$T"/traces/*
}

@test "exec's child is the one that gets a token, one line of its own" {
	traced
	run -0 grep -rhE 'fm2_' "$TOLD/trace"
	[ "${#lines[@]}" -ge 1 ]
	[[ ${lines[0]} == *'execve("'*'/true", ["true"]'* ]]
	[[ $output != *FLY_CRED_KEY_FILE* ]]
}

@test "fly-cred-api starts without arguments and with LC_ALL alone" {
	local calls

	traced
	calls=$(grep -rh 'execve("[^"]*/fly-cred-api"' "$TOLD/trace")
	[ "$(wc -l <<< "$calls")" -ge 8 ]
	run -1 grep -vE 'execve\("[^"]*", \["fly-cred-api"\], \["LC_ALL=C"\]\) *= 0$' \
		<<< "$calls"
}

@test "the stand-in's log, which tests print, has none either" {
	run -0 search "$T/world/requests.log" "$T/world/stand-in.log"
}
