# SPDX-License-Identifier: MIT
# Runs fly-cred-api by hand, and a server of canned replies beside it.
# shellcheck shell=bash

# shellcheck source=tests/lib/certificates.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/certificates.bash"
# shellcheck source=tests/lib/stand-in.bash
source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"

# api_setup_file: a directory T, the stand-in over TLS, dev's LOGIN.
api_setup_file() {
	export BATS_TEST_TIMEOUT=60
	T=$(mktemp -d)
	export T
	make_certificates "$T"
	stand_in_start "$T" --tls
	LOGIN=$(cat "$T/login-token")
	export LOGIN
}

api_teardown_file() {
	stand_in_stop
	rm -rf "$T"
}

# fault MEMBERS: one more fault of the stand-in.
fault() {
	stand_in_control "{\"fault\": {$1}}"
}

# ask LINE...: one request to the stand-in with dev's login; later lines of
# the same key lose, so a test may put its own url, token or timeout first.
# Sets reply. No login ever shows, whatever happens.
ask() {
	printf '%s\n' version=1 "$@" "url=$STAND_IN_URL" \
		"ca_file=$T/ca.pem" "timeout=10" "token=$LOGIN" > "$T/request"
	ask_raw < "$T/request"
}

# ask_raw [VARIABLE=VALUE...]: the same with the whole request on stdin.
ask_raw() {
	timeout -k 2 30 env -i "$@" "$FLY_CRED_BUILDDIR/fly-cred-api" \
		> "$T/reply" 2> "$T/stderr"
	reply=$(cat "$T/reply")
	[[ ! -s $T/stderr ]]
	[[ $reply != *"$LOGIN"* && ${reply%%$'\n'*} == version=1 ]]
}

# field KEY: the values of the reply's lines of that key.
field() {
	sed -n "s/^$1=//p" "$T/reply"
}

# expect_error CODE TEXT...: the reply is that error and says all of that.
expect_error() {
	local text

	[[ $(field status) == error && $(field code) == "$1" ]] || {
		echo "not error $1: $reply"
		return 1
	}
	shift
	for text; do
		[[ $(field message) == *"$text"* ]] || {
			echo "no '$text' in: $reply"
			return 1
		}
	done
}

# canned_start NAME: sets CANNED_DIR and CANNED_URL; ends with canned_stop.
canned_start() {
	CANNED_DIR=$T/$1
	mkdir "$CANNED_DIR"
	"$FLY_CRED_SRCDIR/tests/lib/canned-server" "$CANNED_DIR" \
		> "$CANNED_DIR/log" 2>&1 < /dev/null 3>&- &
	CANNED_PID=$!
	until [[ -e $CANNED_DIR/port ]]; do
		kill -0 "$CANNED_PID"
		sleep 0.05
	done
	# shellcheck disable=SC2034
	CANNED_URL=http://127.0.0.1:$(cat "$CANNED_DIR/port")
}

canned_stop() {
	[[ -z ${CANNED_PID:-} ]] || stop_process "$CANNED_PID"
	unset CANNED_PID
}

# canned_reply N BODY [HEAD LINE...]: what the Nth request gets.
canned_reply() {
	local number=$1 body=$2 line

	shift 2
	{
		printf 'HTTP/1.1 200 OK\r\nConnection: close\r\n'
		for line; do
			printf '%s\r\n' "$line"
		done
		printf 'Content-Length: %d\r\n\r\n%s' "${#body}" "$body"
	} > "$CANNED_DIR/reply-$number"
}
