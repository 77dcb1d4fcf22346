#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred login through a browser: the callback, codes that are pasted, ends.
# shellcheck disable=SC2015,SC2016
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
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/login.bash"
	stand_in_control '{"faults": [], "clock": 0, "pkce": true}'
	login_setup
	unset BROWSER DISPLAY WAYLAND_DISPLAY
}

teardown() {
	forget_key
}

# at_browser STEP... [-- ARGUMENT...]: see tests/lib/browser. Sets shown (what
# the terminal had) and http (what the callback answered).
at_browser() {
	local steps=()

	while [[ $# -gt 0 && $1 != -- ]]; do
		steps+=("$1")
		shift
	done
	shift || :
	rm -f "$HOME/shown.http"
	run timeout -k 2 100 "$FLY_CRED_SRCDIR/tests/lib/browser" \
		"$HOME/shown" "$STAND_IN_DIR" "${steps[@]}" -- \
		fly-cred login "$@"
	shown=$(tr -d '\r' < "$HOME/shown")
	http=$(cat "$HOME/shown.http" 2> /dev/null || :)
}

# newest MEMBER: of the newest session, as the stand-in has it.
newest() {
	stand_in_control state | jq -r ".cli_sessions[-1].$1"
}

logged_in() {
	[[ $status -eq 0 ]] &&
		[[ $shown == *"logged in as $1, "*" organizations"* ]] || {
		echo "$status: $shown"
		return 1
	}
}

# not_logged_in STATUS TEXT: for that reason.
not_logged_in() {
	[[ $status -eq $1 && $shown == *"fly-cred: "*"$2"* ]] || {
		echo "$status: $shown"
		return 1
	}
	refused 3 fly-cred get --app shop
}

@test "the browser comes back: logged in, with a session of our own" {
	at_browser approve:dev@example.com callback
	logged_in dev@example.com
	[[ $shown == *"$STAND_IN_URL/app/auth/cli/$(newest id)"* ]]
	[[ $http == "HTTP/1.1 200 OK"*"go"*"terminal"* ]]
	[ "$(newest name)" = "$(uname -n)" ]
	[ "$(newest target)" = auth ]
	[ "$(newest "done")" = true ]
	fly-cred get --app shop > /dev/null
	[[ $(fly-cred status --app shop) != *adopted* ]]
	# flyctl's logout does not touch it.
	[ "$(stand_in_control state | jq '[.logins[] | select(.user ==
		"dev@example.com" and (.ended | not))] | length')" -ge 2 ]
}

@test "the code is never shown, and the page shows nothing that came in" {
	at_browser approve:ops@example.com \
		'get:/callback?code=<script>&state=%3Cscript%3E' callback \
		-- --name '<b>'
	logged_in '<b> (ops@example.com)'
	[[ $shown != *"$(newest code)"* && $shown != *"$(newest state)"* ]]
	[[ $http != *script* && $http != *"$(newest code)"* ]]
	[[ $http != *"$(newest state)"* ]]
	[[ $http == *"default-src 'none'"* && $http == *no-store* ]]
}

@test "another state is refused and the wait goes on" {
	at_browser approve:dev@example.com \
		'get:/callback?code={code}&state=wrong' \
		'get:/callback?code={code}&state={state}x' \
		'get:/callback?code={code}' 'get:/callback?state={state}' \
		'get:/callback?code={code}&code=b&state={state}' \
		'get:/callback?code=%00&state={state}' callback
	logged_in dev@example.com
	[ "$(grep -c '^HTTP/1.1 403' <<< "$http")" -eq 2 ]
	[ "$(grep -c '^HTTP/1.1 400' <<< "$http")" -eq 4 ]
	[ "$(grep -c '^HTTP/1.1 200' <<< "$http")" -eq 1 ]
}

@test "other paths, methods and things that are no request" {
	at_browser approve:dev@example.com get:/ get:/favicon.ico \
		'get:/callback/../callback?code={code}&state={state}' \
		'send:POST /callback?code={code}&state={state} HTTP/1.1\r\n\r\n' \
		'send:nonsense\r\n\r\n' "send:GET /$(printf 'x%.0s' {1..9000})" \
		callback
	logged_in dev@example.com
	[ "$(grep -c '^HTTP/1.1 404' <<< "$http")" -eq 3 ]
	[ "$(grep -c '^HTTP/1.1 405' <<< "$http")" -eq 1 ]
	[ "$(grep -c '^HTTP/1.1 400' <<< "$http")" -ge 1 ]
}

@test "connections that say nothing hold nothing up" {
	at_browser approve:dev@example.com idle idle idle idle idle idle idle \
		idle idle idle callback
	logged_in dev@example.com
}

@test "one success, then nobody listens any more" {
	at_browser approve:dev@example.com callback \
		'get:/callback?code={code}&state={state}'
	logged_in dev@example.com
	[ "$(grep -c '^HTTP/1.1 200' <<< "$http")" -eq 1 ]
}

@test "it listens on 127.0.0.1 and nowhere else" {
	local port

	cat > "$HOME/look" <<- 'END'
		#!/bin/sh
		sleep 0
		cat /proc/net/tcp /proc/net/tcp6 > "$HOME/sockets"
	END
	chmod +x "$HOME/look"
	BROWSER=$HOME/look at_browser approve:dev@example.com callback
	logged_in dev@example.com
	port=$(printf '%04X' "$(newest redirect_port)")
	[[ $(grep -i ":$port 0*:0000 0A" "$HOME/sockets") == *" 0100007F:$port "* ]]
	[ "$(grep -ci ":$port 0*:0000 0A" "$HOME/sockets")" -eq 1 ]
}

@test "what is pasted: a code, code#state, the whole address" {
	local text

	for text in '{code}' '{code}#{state}' '{callback}' \
		'{callback}#a' '  {code} \n'; do
		at_browser approve:dev@example.com "type:$text\\r"
		logged_in dev@example.com
		[[ $shown != *"$(newest code)"* ]]
	done
}

@test "a token pasted where a code is asked for is taken as a token" {
	at_browser "type:$DEV\\r"
	logged_in dev@example.com
	[[ $shown != *"$DEV"* ]]
	[ "$(newest "done")" = false ]
	at_browser "type:Bearer $OPS\\r"
	logged_in ops@example.com
}

@test "a code of another login, and what is no code: said, and asked again" {
	at_browser approve:dev@example.com 'type:{code}#other\r' \
		'type:https://fly.io/app\r' 'type:\r' 'type:{code}\r'
	logged_in dev@example.com
	[[ $shown == *"belongs to another login"*"neither a code nor a token"* ]]
}

@test "a wrong code is Fly's to refuse" {
	at_browser approve:dev@example.com 'type:wrong\r'
	not_logged_in 6 "does not take the code"
}

@test "a session that has expired at Fly" {
	stand_in_control '{"fault": {"kind": "status", "status": 404,
		"operation": "cli-session-redeem"}}'
	at_browser approve:dev@example.com callback
	not_logged_in 5 "'fly-cred login'"
}

@test "refused in the browser" {
	at_browser 'get:/callback?error=access_denied&state=wrong' \
		'get:/callback?error=access_denied&state={state}'
	not_logged_in 6 "refused in the browser"
}

@test "Ctrl-C and signals: the terminal is as before, and nothing is left" {
	at_browser 'type:\x03'
	not_logged_in 1 interrupted
	at_browser signal:TERM
	not_logged_in 1 interrupted
	stand_in_control '{"pkce": false}'
	at_browser signal:INT
	[ "$status" -eq 130 ]
	refused 3 fly-cred get --app shop
}

@test "without PKCE: the address is shown, and the login comes by asking" {
	stand_in_control '{"pkce": false}'
	printf '#!/bin/sh\n: > "$HOME/opened"\n' > "$HOME/open"
	chmod +x "$HOME/open"
	BROWSER=$HOME/open at_browser approve:dev@example.com leave
	logged_in dev@example.com
	[[ $shown == *"$STAND_IN_URL/app/auth/cli/$(newest id)"*"nobody"* ]]
	[[ ! -e $HOME/opened ]]
}

@test "with PKCE a browser is started, not with --no-browser" {
	cat > "$HOME/open" <<- 'END'
		#!/bin/sh
		printf '%s\n' "$#" "$1" > "$HOME/opened.new"
		env >> "$HOME/opened.new"
		mv "$HOME/opened.new" "$HOME/opened"
	END
	chmod +x "$HOME/open"
	export FLY_API_TOKEN=fo1_secret
	BROWSER=$HOME/open at_browser approve:dev@example.com callback \
		-- --no-browser
	logged_in dev@example.com
	[[ ! -e $HOME/opened ]]
	BROWSER=$HOME/open at_browser approve:dev@example.com callback
	logged_in dev@example.com
	until [[ -e $HOME/opened ]]; do sleep 0.1; done
	[[ $(head -n 2 "$HOME/opened") == \
		"1"$'\n'"$STAND_IN_URL/app/auth/cli/$(newest id)" ]]
	run -1 grep -q -e '^FLY_' -e fo1_ "$HOME/opened"
}

@test "nobody comes: 15 minutes, with PKCE and without" {
	local pkce

	if grep -q __asan_init "$FLY_CRED_BUILDDIR/fly-cred"; then
		skip "faketime and sanitizers exclude each other"
	fi
	for pkce in true false; do
		stand_in_control "{\"pkce\": $pkce}"
		echo +0 > "$HOME/clock"
		run -1 timeout -k 2 100 "$FLY_CRED_SRCDIR/tests/lib/browser" \
			"$HOME/shown" "$STAND_IN_DIR" "clock:$HOME/clock=+890" \
			"clock:$HOME/clock=+910" -- faketime -f +0 \
			env -u FAKETIME FAKETIME_NO_CACHE=1 \
			FAKETIME_TIMESTAMP_FILE="$HOME/clock" fly-cred login
		grep -q "within 15 minutes; run 'fly-cred login'" "$HOME/shown"
	done
}

@test "an API that is down says so before anybody waits" {
	stand_in_control '{"fault": {"kind": "status", "count": -1,
		"operation": "cli-session-begin"}}'
	at_browser
	not_logged_in 7 500
}

@test "logging in again ends the session of our own that it replaces" {
	local before

	at_browser approve:dev@example.com callback
	logged_in dev@example.com
	before=$(stand_in_count logOut)
	at_browser approve:dev@example.com callback
	logged_in dev@example.com
	(($(stand_in_count logOut) == before + 1))
	fly-cred get --app shop > /dev/null
	login "$DEV"
	(($(stand_in_count logOut) == before + 2))
	at_browser approve:dev@example.com callback
	(($(stand_in_count logOut) == before + 2))
	login "$DEV"
	accepted
}

@test "when the replaced session can't be ended, that is said" {
	at_browser approve:dev@example.com callback
	stand_in_control '{"fault": {"kind": "status", "count": -1,
		"operation": "logOut"}}'
	at_browser approve:dev@example.com callback
	logged_in dev@example.com
	[[ $shown == *"goes on at Fly"*500* ]]
}

@test "a login that can't be kept is ended at Fly at once" {
	local before

	login "$OPS" --name taken
	before=$(stand_in_count logOut)
	at_browser approve:dev@example.com callback -- --name taken
	[ "$status" -eq 2 ]
	(($(stand_in_count logOut) == before + 1))
}
