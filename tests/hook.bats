#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The hook in real shells at a terminal: what is exported where, and when.
#
# Other shells expand what single quotes hold.
# shellcheck disable=SC2016
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
	source "$FLY_CRED_SRCDIR/tests/lib/command.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/shells.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	shells_setup
}

teardown() {
	shell_stop
	forget_key
}

@test "--help and wrong options" {
	helps hook
	each_option_helped hook export needed
	checks_usage hook
	refused 2 fly-cred hook
	refused 2 fly-cred hook tcsh
	says bash zsh fish
}

@test "entering exports, leaving restores" {
	fly-cred allow > /dev/null
	enters() {
		run ! exported FLY_API_TOKEN
		typed "cd $HOME/shop"
		exported FLY_API_TOKEN > "$HOME/token"
		may rw '"app_name": "shop"' < "$HOME/token"
		[ "$(exported FLY_CRED_SCOPE)" = app:shop ]
		[ "$(exported FLY_SEND_METRICS)" = 0 ]
		typed "cd $HOME"
		nothing_exported
	}
	in_each enters
}

@test "what was there before is there after: exported, kept, or not at all" {
	fly-cred allow > /dev/null
	restores() {
		typed "$(assign "$1" export FLY_API_TOKEN 'my "own" $(x) é')" \
			"$(assign "$1" keep FLY_ACCESS_TOKEN 'kept * here')"
		typed "cd $HOME/shop"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "echo \"<\$FLY_ACCESS_TOKEN>\" > $HOME/seen"
		[ "$(cat "$HOME/seen")" = "<>" ]
		# renewed in between, which must not forget what was before
		typed "$(assign "$1" keep FLY_APP shop)" \
			"$(assign "$1" keep FLY_APP '')" "cd $HOME"
		[ "$(exported FLY_API_TOKEN)" = 'my "own" $(x) é' ]
		run ! exported FLY_ACCESS_TOKEN
		run ! exported FLY_SEND_METRICS
		typed "echo \"<\$FLY_ACCESS_TOKEN>\" > $HOME/seen"
		[ "$(cat "$HOME/seen")" = "<kept * here>" ]
	}
	in_each restores
}

@test "fish: universal variables stay what they are behind it" {
	fly-cred allow > /dev/null
	shell_start fish
	typed "set -Ux FLY_ACCESS_TOKEN mine" "set -Ux FLY_API_TOKEN also" \
		"cd $HOME/shop"
	[[ $(exported FLY_API_TOKEN) == fm2_* ]]
	screen | grep -q "fly-cred: .*'set -eU FLY_ACCESS_TOKEN'"
	typed "cd $HOME"
	[ "$(exported FLY_ACCESS_TOKEN)" = mine ]
	[ "$(exported FLY_API_TOKEN)" = also ]
}

@test "not allowed: nothing is exported, and one line says so once" {
	mkdir sub
	is_told() {
		typed "cd $HOME/shop" true "cd sub" "cd $HOME" "cd shop"
		nothing_exported
		[ "$(screen | grep -c "fly-cred: no token here: ~/shop/fly.toml\
 names app shop; 'fly-cred allow' allows it")" -eq 1 ]
		typed "fly-cred allow"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "fly-cred deny"
		nothing_exported
	}
	in_each is_told
}

# nothing_started LINE: behind that line of the trace. What began before it may
# end behind it, and tell so.
nothing_started() {
	tail -n "+$(($1 + 1))" "$HOME/trace" > "$HOME/since"
	run -1 grep -E '(execve|clone3?|fork)\(' \
		<(grep -v CLONE_THREAD "$HOME/since")
}

# idle: nothing was started while five prompts were drawn.
idle() {
	local before

	typed
	before=$(wc -l < "$HOME/trace")
	terminal send-keys Enter Enter Enter Enter Enter
	typed
	nothing_started "$before"
}

# drawn NUMBER: that many prompts are on the screen with nothing behind them.
drawn() {
	(($(screen | grep -c '^\$ *$') >= $1))
}

# old_and_idle SHELL: not even where the value should be renewed.
old_and_idle() {
	local before prompts

	rm "$HOME/environment"
	terminal send-keys -l "$(due "$1")"
	terminal send-keys Enter
	until_true test -s "$HOME/environment"
	before=$(wc -l < "$HOME/trace")
	prompts=$(screen | grep -c '^\$ *$') || :
	terminal send-keys Enter Enter Enter Enter Enter
	until_true drawn $((prompts + 5))
	nothing_started "$before"
}

@test "a prompt where nothing changed runs no process, allowed or not" {
	fly-cred allow > /dev/null
	is_idle() {
		shell_stop
		shell_start "$1" "${STRACE_RIGHTS[@]}" strace -f -qq -o \
			"$HOME/trace" -e trace=execve,clone,clone3,fork,vfork
		idle
		typed "cd $HOME/shop" "env -0 > '$HOME/environment'"
		idle
		grep -q execve "$HOME/trace"
		old_and_idle "$1"
	}
	in_each is_idle
}

@test "an old value is renewed before a command, and once" {
	fly-cred allow > /dev/null
	renews() {
		typed "cd $HOME/shop"
		rm -f "$HOME/environment"
		terminal send-keys -l "$(due "$1")"
		terminal send-keys Enter
		until_true test -s "$HOME/environment"
		sed -zn 's/^FLY_API_TOKEN=//p' "$HOME/environment" > old
		exported FLY_API_TOKEN > new
		grep -q '^fm2_' old
		run ! grep -qxFf <(tr '\0' '\n' < old) new
		typed "env -0 > $HOME/again"
		[ "$(sed -zn 's/^FLY_API_TOKEN=//p' "$HOME/again" |
			tr '\0' '\n')" = "$(cat new)" ]
		may rw '"app_name": "shop"' < new
	}
	in_each renews
}

# stub_fly: a program called fly that writes down its environment.
stub_fly() {
	mkdir "$HOME/bin"
	printf '#!/bin/sh\nenv -0 > "%s/fly-has"\n' "$HOME" > "$HOME/bin/fly"
	chmod +x "$HOME/bin/fly"
	export PATH=$HOME/bin:$PATH
}

# a_day_later SHELL: it runs tomorrow, when the token has some minutes left.
a_day_later() {
	shell_stop
	shell_start "$1" faketime -f +86100s
	stand_in_control '{"clock": 86100}'
	typed "cd $HOME/shop"
}

# fly_had NAME: the variable as fly had it.
fly_had() {
	sed -zn "s/^$1=//p" "$HOME/fly-has" | tr -d '\0'
}

@test "only a command that uses the token waits for Fly" {
	local before expires

	stub_fly
	waits() {
		stand_in_control '{"clock": 0}'
		fly-cred renew > /dev/null
		fly-cred allow > /dev/null
		a_day_later "$1"
		before=$(asked)
		typed "$(due "$1")" true
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		[ "$(asked)" -eq "$before" ]
		typed "echo; fly deploy"
		[[ $(fly_had FLY_API_TOKEN) == fm2_* ]]
		expires=$(date -d "$(fly_had FLY_CRED_EXPIRES)" +%s)
		((expires - $(date +%s) > 86100 + 20000))
		[ "$(asked)" -gt "$before" ]
	}
	in_each waits
}

@test "where Fly can't be reached, what is left goes on being used" {
	local before

	fly-cred allow > /dev/null
	stub_fly
	a_day_later bash
	stand_in_control '{"fault": {"kind": "cut", "count": -1}}'
	typed "fly deploy"
	[[ $(fly_had FLY_API_TOKEN) == fm2_* ]]
	before=$(asked)
	((before > 0))
}

@test "a locked store: told once, exported after the unlock, kept while it lives" {
	fly-cred allow > /dev/null
	is_locked() {
		typed "cd $HOME/shop" true "cd $HOME" "cd shop"
		nothing_exported
		[ "$(screen | grep -c 'fly-cred: the store is locked; run')" \
			-eq 1 ]
		typed "env FLY_CRED_KEY_FILE=$HOME/key fly-cred unlock"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		fly-cred lock
		mkdir -p "$HOME/shop/sub"
		typed "cd sub"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "cd $HOME"
		nothing_exported
	}
	unset FLY_CRED_KEY_FILE
	fly-cred lock
	in_each is_locked
}

@test "what can't be renewed stays while it lives, for the same app only" {
	fly-cred allow > /dev/null
	fly-cred lock
	unset FLY_CRED_KEY_FILE
	export FLY_CRED_HOOK=FLY_API_TOKEN FLY_CRED_SCOPE=app:shop
	export FLY_CRED_EXPIRES
	FLY_CRED_EXPIRES=$(date -ud '+1 minute' +%FT%TZ)
	run -0 fly-cred hook --export bash
	[[ $output == "_fly_cred_fail 'the store is locked"* ]]
	mkdir -p "$HOME/.config/fly-cred"
	echo 'directories: {~/shop: {env: {profile: readonly}}}' \
		> "$HOME/.config/fly-cred/config.yml"
	run -0 fly-cred hook --export bash
	[ "${lines[0]}" = "_fly_cred_leave;" ]
	rm "$HOME/.config/fly-cred/config.yml"
	FLY_CRED_SCOPE=app:blog run -0 fly-cred hook --export bash
	[ "${lines[0]}" = "_fly_cred_leave;" ]
	FLY_CRED_HOOK='' run -0 fly-cred hook --export bash
	[ "${lines[0]}" = "_fly_cred_leave;" ]
	FLY_CRED_EXPIRES=$(date -ud '-1 second' +%FT%TZ)
	run -0 fly-cred hook --export bash
	[ "${lines[0]}" = "_fly_cred_leave;" ]
}
