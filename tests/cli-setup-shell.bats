#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup shell: the hook at the end of the shell's file, and out again.
# shellcheck disable=SC2016,SC2030,SC2031
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR BATS_TEST_TIMEOUT=60
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	isolate
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export HOME=$T/dev SHELL=/bin/bash PATH=$FLY_CRED_BUILDDIR:$PATH
	export XDG_RUNTIME_DIR=$T
	unset ZDOTDIR
	mkdir -p "$HOME/.local/share/fish/generated_completions"
}

teardown() {
	rm -rf "$T"
}

@test "bash: added once, at the end, and taken out again" {
	printf 'alias a=b' > "$HOME/.bashrc"
	run -0 fly-cred setup shell
	[ "${lines[0]}" = "$HOME/.bashrc:" ]
	[ "${lines[1]}" = '+ eval "$(fly-cred hook bash)"' ]
	[ "$(tail -n 1 "$HOME/.bashrc")" = 'eval "$(fly-cred hook bash)"' ]
	[ "$(wc -l < "$HOME/.bashrc")" -eq 2 ]
	run -0 fly-cred setup shell
	[ "$output" = "$HOME/.bashrc has the hook already" ]
	echo 'alias c=d' >> "$HOME/.bashrc"
	fly-cred setup shell --undo > /dev/null
	[ "$(cat "$HOME/.bashrc")" = $'alias a=b\nalias c=d' ]
	run -0 fly-cred setup shell --undo
	[ "$output" = "$HOME/.bashrc has no hook" ]
}

@test "the shells have the hook when they start" {
	local shell

	for shell in bash zsh fish; do
		SHELL=/usr/bin/$shell fly-cred setup shell > /dev/null
	done
	bash -i -c 'declare -F _fly_cred_prompt' 2> /dev/null
	zsh -i -c 'typeset -f _fly_cred_update > /dev/null' 2> /dev/null
	fish -i -c 'functions -q _fly_cred_update' 2> /dev/null
}

@test "ZDOTDIR and XDG_CONFIG_HOME say where; links are followed" {
	ZDOTDIR=$HOME/z SHELL=/bin/zsh fly-cred setup shell > /dev/null
	[ -s "$HOME/z/.zshrc" ]
	XDG_CONFIG_HOME=$HOME/x SHELL=/bin/fish fly-cred setup shell > /dev/null
	[ -s "$HOME/x/fish/config.fish" ]
	touch "$HOME/elsewhere"
	ln -s "$HOME/elsewhere" "$HOME/.bashrc"
	fly-cred setup shell > /dev/null
	[ -L "$HOME/.bashrc" ]
	[ -s "$HOME/elsewhere" ]
}

@test "--dry-run changes nothing; a shell without a hook is refused" {
	run -0 fly-cred setup shell --dry-run
	[ ! -e "$HOME/.bashrc" ]
	SHELL=/bin/ksh refused 2 fly-cred setup shell
	says "bash, zsh and fish"
	# A line that only has it inside is another's.
	echo '# eval "$(fly-cred hook bash)"' > "$HOME/.bashrc"
	fly-cred setup shell > /dev/null
	[ "$(wc -l < "$HOME/.bashrc")" -eq 2 ]
}
