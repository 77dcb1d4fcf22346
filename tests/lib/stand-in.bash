# SPDX-License-Identifier: MIT
# Starts, steers and stops the stand-in of Fly's API.
# shellcheck shell=bash

# wait_for_line FILE PATTERN PID: until FILE has the pattern; at most 15 s,
# and no longer than the process lives.
wait_for_line() {
	local deadline=$((SECONDS + 15))

	until grep -q -e "$2" "$1" 2> /dev/null; do
		if ! kill -0 "$3" 2> /dev/null || ((SECONDS >= deadline)); then
			echo "process $3 never wrote '$2':" >&2
			cat "$1" >&2
			return 1
		fi
		sleep 0.05
	done
}

# stop_process PID: end it and wait, also where it is no child of ours.
stop_process() {
	local deadline=$((SECONDS + 10))

	kill "$1" 2> /dev/null || return 0
	while kill -0 "$1" 2> /dev/null; do
		((SECONDS < deadline)) || kill -KILL "$1" 2> /dev/null || :
		sleep 0.05
	done
	wait "$1" 2> /dev/null || :
}

# stand_in_start DIR [--tls] [--life SECONDS] [--port PORT]: sets STAND_IN_DIR,
# STAND_IN_URL and STAND_IN_PID. The login tokens are in DIR/login-token
# (dev@example.com) and DIR/login-token-2 (ops@example.com).
stand_in_start() {
	STAND_IN_DIR=$1
	shift
	# Else what an earlier one wrote could be taken for the new one's word.
	rm -f "$STAND_IN_DIR/url" "$STAND_IN_DIR/stand-in.log"
	env -i PATH=/usr/bin:/bin LANG=C.UTF-8 \
		"${FLY_CRED_SRCDIR:?}/tests/stand-in/fly-stand-in" \
		--dir "$STAND_IN_DIR" "$@" > "$STAND_IN_DIR/stand-in.log" \
		2>&1 < /dev/null 3>&- &
	STAND_IN_PID=$!
	wait_for_line "$STAND_IN_DIR/stand-in.log" '^ready ' "$STAND_IN_PID" ||
		return 1
	STAND_IN_URL=$(cat "$STAND_IN_DIR/url")
	export STAND_IN_DIR STAND_IN_URL STAND_IN_PID
}

stand_in_stop() {
	[[ -z ${STAND_IN_PID:-} ]] || stop_process "$STAND_IN_PID"
	unset STAND_IN_PID
}

# stand_in_control JSON | state | get PATH ... | post PATH JSON ...
# | inspect < TOKEN | authorize ACCESS < TOKENS | received
stand_in_control() {
	"${FLY_CRED_SRCDIR:?}/tests/stand-in/control" "$STAND_IN_DIR" "$@"
}

# stand_in_count OPERATION [PATTERN]: requests so far, of those that match.
stand_in_count() {
	touch "$STAND_IN_DIR/requests.log"
	grep -E -e "^\{\"operation\": \"([A-Za-z,-]*,)?$1[\",]" \
		"$STAND_IN_DIR/requests.log" | grep -c -e "${2:-}" || :
}
