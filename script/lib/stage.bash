# SPDX-License-Identifier: MIT
# How the demo looks: headings, sentences, and commands as a person types them.
# shellcheck shell=bash

STAGE_WIDTH=76
STAGE_STEP=0

# stage_open: bold type and time to read are for terminals only.
stage_open() {
	BOLD='' PLAIN='' STAGE_PAUSE=0
	[[ -t 1 && ${TERM:-dumb} != dumb ]] || return 0
	STAGE_PAUSE=1.5
	[[ -n ${NO_COLOR:-} ]] || BOLD=$'\e[1m' PLAIN=$'\e[0m'
}

# heading TEXT: the next step.
heading() {
	[[ $STAGE_STEP -eq 0 ]] || sleep "$STAGE_PAUSE"
	STAGE_STEP=$((STAGE_STEP + 1))
	printf '\n%s%d. %s%s\n' "$BOLD" "$STAGE_STEP" "$1" "$PLAIN"
}

# say TEXT...: sentences, wrapped.
say() {
	printf '%s\n' "$*" | fold -s -w "$STAGE_WIDTH" | sed 's/ *$//'
}

# indented: what a program said, moved in; of a token only its beginning, and
# of HOME, which is long, only the sign.
indented() {
	sed -u -E \
		-e 's#((fm[0-9][a-z]?|fo[0-9])_[A-Za-z0-9+/_=-]{6})[A-Za-z0-9+/_=,-]+#\1...#g' \
		-e "s#$HOME#~#g" -e 's/^/    /'
}

# prompt COMMAND: shown as typed in the current directory.
prompt() {
	local where=$PWD

	[[ $where != "$HOME"* ]] || where="~${where#"$HOME"}"
	printf '%s%s $ %s%s\n' "$BOLD" "$where" "$1" "$PLAIN"
}

# typed COMMAND: shown and run; returns its exit status.
typed() {
	prompt "$1"
	bash -c "$1" 2>&1 < /dev/null | indented
}

# shown COMMAND: of one that has to succeed.
shown() {
	typed "$1" || stage_fail "this should not have failed"
}

# shown_refused COMMAND: of one that has to fail.
shown_refused() {
	! typed "$1" || stage_fail "this should have been refused"
}

# go DIRECTORY: below HOME.
go() {
	prompt "cd ~/$1"
	cd "$HOME/$1" || return 1
}

# stage_fail TEXT: ends the demo.
stage_fail() {
	printf 'demo: %s\n' "$1" >&2
	exit 1
}
