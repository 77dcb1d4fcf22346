# SPDX-License-Identifier: MIT
# Interactive shells with the hook, at a terminal that tmux keeps for them.
# Needs person.bash.
# shellcheck shell=bash

# shells_setup: what the shells read when they start. For setup.
shells_setup() {
	# Leaks can't be looked for in a process that is traced.
	export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
	export XDG_CONFIG_HOME=$HOME/.config ZDOTDIR=$HOME
	# fish makes completions of all manual pages unless it has some.
	mkdir -p "$XDG_CONFIG_HOME/fish" \
		"$HOME/.local/share/fish/generated_completions"
	chmod 700 "$HOME/.local/share"
	cat > "$HOME/.bashrc" <<-'END'
		PS1='$ ' HISTFILE=
		eval "$(fly-cred hook bash)"
	END
	cat > "$HOME/.zshrc" <<-'END'
		PS1='$ '
		eval "$(fly-cred hook zsh)"
	END
	cat > "$XDG_CONFIG_HOME/fish/config.fish" <<-'END'
		function fish_prompt; echo '$ '; end
		function fish_greeting; end
		set -g fish_autosuggestion_enabled 0
		fly-cred hook fish | source
	END
}

# terminal ARGUMENT...: tmux with a server of this test's own.
terminal() {
	tmux -S "$HOME/tmux" -f /dev/null "$@"
}

# shell_start SHELL [WORD...]: it runs, behind those words if there are any.
shell_start() {
	local command

	case $1 in
	bash) command="bash --rcfile '$HOME/.bashrc' -i" ;;
	zsh) command='zsh -d -i' ;;
	fish) command='fish -i' ;;
	esac
	shift
	terminal new-session -d -x 200 -y 50 \
		"cd '$HOME' && exec $* $command" 3>&-
	typed true
}

# shell_stop: also what is left of a test that failed. For teardown.
shell_stop() {
	local server

	server=$(terminal display-message -p '#{pid}' 2> /dev/null) || return 0
	terminal kill-server
	while kill -0 "$server" 2> /dev/null; do
		sleep 0.02
	done
}

# until_true COMMAND...: wait for that, 20 s at most.
until_true() {
	local tries=0

	until "$@"; do
		((++tries < 1000)) || {
			terminal capture-pane -p -S -
			return 1
		}
		sleep 0.02
	done
}

# typed LINE...: each as somebody types it; back when the prompt after the last
# was drawn and one more line was run.
typed() {
	local line

	for line; do
		terminal send-keys -l "$line"
		terminal send-keys Enter
	done
	rm -f "$HOME/typed"
	terminal send-keys -l "true > '$HOME/typed'"
	terminal send-keys Enter
	until_true test -e "$HOME/typed"
}

# exported NAME: what a program gets that the shell starts now; fails when it
# has no such variable.
exported() {
	typed "env -0 > '$HOME/environment'"
	sed -zn "s/^$1=//p" "$HOME/environment" | tr '\0' '\n' > "$HOME/value"
	[[ -s $HOME/value || $(grep -zc "^$1=" "$HOME/environment") -eq 1 ]] ||
		return 1
	cat "$HOME/value"
}

# screen: all that was on the terminal.
screen() {
	terminal capture-pane -p -J -S -
}

# in_each FUNCTION: calls it for each shell, which has the rest of the world
# to itself.
in_each() {
	local shell

	for shell in bash zsh fish; do
		echo "in $shell"
		shell_start "$shell"
		"$1" "$shell"
		shell_stop
	done
}

# nothing_exported: none of our variables, nor what they were before.
nothing_exported() {
	[ "$(exported HOME)" = "$HOME" ]
	run ! grep -zaE \
		'^FLY_(API_TOKEN|ACCESS|SEND|CRED_(SCOPE|EXPIRES|HOOK|BEFORE))' \
		"$HOME/environment"
}

# asked: how often Fly was so far.
asked() {
	wc -l < "$STAND_IN_DIR/requests.log"
}

# assign SHELL WORD NAME VALUE: how that shell is told: export or keep.
assign() {
	case $1,$2 in
	fish,export) printf "set -gx %s '%s'" "$3" "$4" ;;
	fish,keep) printf "set -g %s '%s'" "$3" "$4" ;;
	*,export) printf "export %s='%s'" "$3" "$4" ;;
	*,keep) printf "%s='%s'" "$3" "$4" ;;
	esac
}

# due SHELL: a command that has the shell take the token for an old one, in
# the line with another that says what it is.
due() {
	assign "$1" keep _fly_cred_due 1
	printf '; env -0 > %s/environment' "$HOME"
}
