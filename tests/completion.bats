#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Shells complete what the tables of fly-cred, its settings and its store hold.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	person_logged_in dev
	fly-cred get --app shop > /dev/null
	# Else fish's first start reads every manual page, in the background.
	mkdir -p "$HOME/.config/fly-cred" \
		"$HOME/.local/share/fish/generated_completions"
	printf '%s\n' 'default: {app: lab}' \
		"directories: {$HOME/src: {org: other}}" \
		> "$HOME/.config/fly-cred/config.yml"
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	isolate
	export HOME=$T/dev XDG_RUNTIME_DIR=$T/dev/run
	export FLY_API_BASE_URL=$STAND_IN_URL
	export FLY_CRED_KEY_FILE=$HOME/key FLY_CRED_CA_FILE=$T/world/ca.pem
	export FLY_CRED_EXEC_PATH=/nowhere PATH=$FLY_CRED_BUILDDIR:$PATH
	export COMPLETIONS=$FLY_CRED_SRCDIR/shell/completions
}

teardown() {
	local socket shell

	for socket in "$T"/tmux-*; do
		[[ -e $socket ]] || continue
		shell=$(tmux -S "$socket" display-message -p '#{pane_pid}')
		tmux -S "$socket" kill-server
		# It may write what it remembers before it ends.
		stop_process "$shell"
	done
	rm -f "$T"/tmux-*
}

# offers WORD...: the words that may stand for the last of them, in one line.
offers() {
	fly-cred complete -- "$@" | cut -f 1 | sort -u | xargs
}

# typed_into SHELL TEXT PATTERN: after the text and a tab a line has that. The
# shell is a real one, at a terminal, with fly-cred's completion loaded.
typed_into() {
	local -A shells=(
		[bash]='bash --norc --noprofile' [zsh]='zsh -f' [fish]='fish -N'
	) loads=(
		[bash]="source $COMPLETIONS/fly-cred.bash"
		[zsh]="fpath=($COMPLETIONS \$fpath); autoload -Uz compinit; compinit -u -D"
		[fish]="source $COMPLETIONS/fly-cred.fish"
	)
	# One that is about to exit takes no new shell.
	SOCKET=$T/tmux-$1
	tmux -S "$SOCKET" -f /dev/null new-session -d -x 200 -y 50 \
		"${shells[$1]}"
	tmux -S "$SOCKET" send-keys "${loads[$1]}; echo re''ady" Enter
	seen '^ready'
	tmux -S "$SOCKET" send-keys "$2" Tab
	seen "$3"
}

# seen PATTERN: waits until a line of the screen has it.
seen() {
	local deadline=$((SECONDS + 30))

	until tmux -S "$SOCKET" capture-pane -p | grep -qE -e "$1"; do
		((SECONDS < deadline)) || {
			tmux -S "$SOCKET" capture-pane -p | grep .
			return 1
		}
		sleep 0.1
	done
}

@test "every command is offered, with what it does" {
	fly-cred --help | sed -n 's/^  \([a-z|-]*\)  *[a-z].*/\1/p' |
		tr '|' '\n' | sort > "$T/commands"
	[ "$(wc -l < "$T/commands")" -ge 20 ]
	fly-cred complete -- '' | cut -f 1 | sort | diff "$T/commands" -
	fly-cred complete -- lo | grep -q "^lock	close the store$"
}

@test "a beginning narrows the offer" {
	[ "$(offers lo)" = "lock login logout" ]
	[ "$(offers nosuch)" = "" ]
	[ "$(offers nosuch --)" = "" ]
}

@test "the options of every command are those of its help" {
	local command

	while read -r command; do
		fly-cred "$command" --help |
			sed -nE 's/^  (-.,)? +(--[a-z-]+).*/\2/p; s/^  -h, (--help).*/\1/p' |
			sort > "$T/options"
		fly-cred complete -- "$command" -- | cut -f 1 | sort |
			diff "$T/options" -
	done < "$T/commands"
}

@test "every value that is offered is one" {
	local word words

	words=$(offers get --profile '')
	[[ -n $words ]]
	for word in $words; do
		run fly-cred get --org acme --profile "$word"
		[[ $output != *"no such profile"* ]]
	done
	words=$(offers env --shell '')
	touch "$HOME/github"
	[[ -n $words ]]
	for word in $words; do
		GITHUB_ENV=$HOME/github run -0 fly-cred env --app shop \
			--shell "$word"
	done
	words=$(offers create '')
	[[ -n $words ]]
	for word in $words; do
		run fly-cred create "$word" --org acme --app shop
		[[ -n $output && $output != *"name a kind of token"* ]]
	done
	[ "$(offers key r)" = "remove rotate" ]
}

@test "apps, organizations and accounts are those of store and settings" {
	[ "$(offers get --app '')" = "lab shop" ]
	[ "$(offers get -a s)" = "shop" ]
	[ "$(offers get --org '')" = "acme dev-12 other" ]
	[ "$(offers status --account '')" = "dev@example.com" ]
	[ "$(offers revoke --scope 'app:')" = "app:lab app:shop" ]
	[ "$(offers narrow --app '')" = "" ]
}

@test "a locked store has none, and nobody is asked" {
	fly-cred lock
	[ "$(FLY_CRED_KEY_FILE='' offers get --app '')" = "lab" ]
	[ "$(FLY_CRED_STORE=/nowhere offers get --account '')" = "" ]
}

@test "bash at a terminal" {
	typed_into bash 'fly-cred rot' 'fly-cred rotate *$'
	tmux -S "$SOCKET" send-keys ' --app sh' Tab
	seen 'fly-cred rotate +--app shop *$'
}

@test "zsh at a terminal" {
	typed_into zsh 'fly-cred rot' 'fly-cred rotate *$'
	tmux -S "$SOCKET" send-keys ' --app sh' Tab
	seen 'fly-cred rotate +--app shop *$'
}

@test "fish at a terminal" {
	typed_into fish 'fly-cred rot' 'fly-cred rotate *$'
	tmux -S "$SOCKET" send-keys ' --app sh' Tab
	seen 'fly-cred rotate +--app shop *$'
}

@test "where no word is known, files are offered" {
	touch "$HOME/caveats.json"
	cd "$HOME"
	typed_into bash 'fly-cred narrow --caveats cav' 'caveats.json *$'
	typed_into zsh 'fly-cred narrow --caveats cav' 'caveats.json *$'
	typed_into fish 'fly-cred narrow --caveats cav' 'caveats.json *$'
}
