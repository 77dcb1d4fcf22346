#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The hook beside others, in strange places and among strangers; the prompt.
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

@test "a prompt's --help and wrong options" {
	helps prompt
	checks_usage prompt
	refused 2 fly-cred prompt extra
}

@test "no passphrase is read for a hook" {
	fly-cred allow > /dev/null
	fly-cred lock
	unset FLY_CRED_KEY_FILE
	printf 'correct horse\n' > "$HOME/passphrase"
	export FLY_CRED_PASSPHRASE_FILE=$HOME/passphrase
	"${STRACE_RIGHTS[@]}" strace -f -o "$HOME/trace" -e trace=file \
		fly-cred hook --export --needed bash > "$HOME/code"
	grep -q 'store is locked' "$HOME/code"
	grep -q 'slots\|serial\|header' "$HOME/trace"
	run -1 grep passphrase "$HOME/trace"
}

@test "prompt says app and life, and nothing where there is nothing to say" {
	run -0 --separate-stderr fly-cred prompt
	[ -z "$output$stderr" ]
	export FLY_CRED_SCOPE=app:shop FLY_CRED_EXPIRES
	FLY_CRED_EXPIRES=$(date -ud '+42 minutes 30 seconds' +%FT%TZ)
	run -0 fly-cred prompt
	[ "$output" = "shop 42m" ]
	FLY_CRED_SCOPE=org:acme FLY_CRED_EXPIRES=2020-01-01T00:00:00Z \
		run -0 fly-cred prompt
	[ "$output" = "acme expired" ]
	FLY_CRED_SCOPE=$'app:\e[31m%F{red}$(id)' run -0 --separate-stderr \
		fly-cred prompt
	[ -z "$output$stderr" ]
	FLY_CRED_EXPIRES=soon run -0 fly-cred prompt
	[ -z "$output" ]
	# Neither store nor network, nor settings.
	"${STRACE_RIGHTS[@]}" strace -o "$HOME/trace" -e trace=network,file \
		fly-cred prompt
	run -1 grep -E "socket|$HOME|fly-cred/" <(tail -n +2 "$HOME/trace")
}

# shop_is CONTENT: what a hostile repository has as its fly.toml.
shop_is() {
	rm -rf "$HOME/shop/fly.toml"
	# shellcheck disable=SC2059
	printf "$1" > "$HOME/shop/fly.toml"
}

# gives_nothing: neither a token nor anything a terminal would act upon, in a
# directory that was allowed for shop; the code is one that each shell reads.
gives_nothing() {
	local shell

	for shell in bash zsh fish; do
		timeout 60 fly-cred hook --export --needed "$shell" \
			> "$HOME/code" 2> "$HOME/errors"
		[[ ! -s $HOME/errors ]]
		run -1 grep -aE 'fm2_|_fly_cred_(set|good)|[^[:print:]]' \
			"$HOME/code"
		"$shell" -n "$HOME/code"
	done
}

@test "a hostile fly.toml where another was allowed: nothing is exported" {
	local before

	fly-cred allow > /dev/null
	before=$(asked)
	shop_is 'app = "blog"\n'
	gives_nothing
	[ "$(asked)" -eq "$before" ]
	fly-cred get > /dev/null
	before=$(asked)
	gives_nothing
	shop_is 'app = "\\u001b[31mshop\\u001b]0;x\\u0007"\n'
	gives_nothing
	shop_is 'app = "\033[31mshop"\n'
	gives_nothing
	shop_is 'app = "shop'"'"'; touch pwned; '"'"'"\n'
	gives_nothing
	shop_is 'app = "$(touch pwned)"\n'
	gives_nothing
	shop_is 'app = "shop\n'
	gives_nothing
	shop_is 'app = ["shop"]\n'
	gives_nothing
	rm fly.toml
	truncate -s 1G fly.toml
	gives_nothing
	rm fly.toml
	mkfifo fly.toml
	gives_nothing
	rm fly.toml
	ln -s /dev/zero fly.toml
	gives_nothing
	rm fly.toml
	mkdir fly.toml
	gives_nothing
	[ ! -e pwned ]
	[ "$(asked)" -eq "$before" ]
}

@test "a stranger's fly.toml, or a link of his, gives nothing" {
	# Only root can make such files; others meet those of nobody here.
	[[ $EUID -eq 0 ]] || skip "needs root to make a stranger's file"
	fly-cred allow > /dev/null
	chown 12345 fly.toml
	gives_nothing
	mv fly.toml real.toml
	chown 0 real.toml
	ln -s real.toml fly.toml
	chown -h 12345 fly.toml
	gives_nothing
}

@test "the shells live on in a hostile repository" {
	fly-cred allow > /dev/null
	mkdir -p evil/fifo evil/huge evil/text
	mkfifo evil/fifo/fly.toml
	truncate -s 1G evil/huge/fly.toml
	printf 'app = "\033]0;x\007"\n' > evil/text/fly.toml
	lives() {
		typed "cd $HOME/shop"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		for place in fifo huge text; do
			typed "cd $HOME/shop/evil/$place" "fly-cred status"
			nothing_exported
		done
	}
	in_each lives
}

@test "a name that is another app's now is not exported" {
	fly-cred allow > /dev/null
	sed -i 's/^app_number=.*/app_number=99/' \
		"$HOME/.local/state/fly-cred/allowed"/*
	gives_nothing
	grep -q "what was allowed is app:shop" "$HOME/code"
}

# envrc TEXT: the directory's file for direnv, which runs before our hook or
# after it, depending on who is told to.
envrc() {
	printf '%s\n' "$1" > "$HOME/shop/.envrc"
	direnv allow "$HOME/shop" 2> /dev/null
	case $2 in
	first) order=(direnv fly-cred) ;;
	last) order=(fly-cred direnv) ;;
	esac
	printf 'eval "$(%s hook bash)"\n' "${order[@]}" > "$HOME/.bashrc"
	printf 'eval "$(%s hook zsh)"\n' "${order[@]}" > "$HOME/.zshrc"
	printf '%s hook fish | source\n' "${order[@]}" \
		> "$XDG_CONFIG_HOME/fish/config.fish"
}

@test "direnv in the same shell: each undoes its own, whoever comes first" {
	local who

	fly-cred allow > /dev/null
	both() {
		typed "cd $HOME/shop" true
		[ "$(exported OTHER)" = one ]
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		[ "$(exported FLY_SEND_METRICS)" = 0 ]
		typed "cd $HOME" true
		run ! exported OTHER
		nothing_exported
	}
	for who in first last; do
		envrc 'export OTHER=one' "$who"
		in_each both
	done
}

@test "direnv sets the token, too: none of the two stays behind" {
	local who

	fly-cred allow > /dev/null
	both_set() {
		typed "cd $HOME/shop" true "$(due "$1")" true
		[ -n "$(exported FLY_API_TOKEN)" ]
		typed "cd $HOME" true
		nothing_exported
		typed "cd $HOME/shop" true "cd $HOME" true
		nothing_exported
	}
	for who in first last; do
		envrc 'export FLY_API_TOKEN=own FLY_SEND_METRICS=1' "$who"
		in_each both_set
	done
}

@test "a shell in a shell leaves what the outer one had" {
	fly-cred allow > /dev/null
	nests() {
		typed "$(assign "$1" export FLY_SEND_METRICS mine)" \
			"$(assign "$1" keep FLY_ACCESS_TOKEN mine)" \
			"cd $HOME/shop" \
			"bash --rcfile $HOME/.bashrc -i"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		[ "$(exported FLY_SEND_METRICS)" = 0 ]
		typed "cd $HOME"
		run ! exported FLY_API_TOKEN
		run ! exported FLY_ACCESS_TOKEN
		[ "$(exported FLY_SEND_METRICS)" = mine ]
		typed exit
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "fish -i"
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "cd $HOME"
		run ! exported FLY_API_TOKEN
		typed exit
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
	}
	in_each nests
}

@test "set -euo pipefail and tracing: the shell lives, no token is shown" {
	fly-cred allow > /dev/null
	printf '%s\n' 'set -euxo pipefail' >> "$HOME/.bashrc"
	printf '%s\n' 'setopt err_exit no_unset pipefail xtrace' >> "$HOME/.zshrc"
	is_strict() {
		typed "cd $HOME/shop" 'false && true' true "$(due "$1")" true
		[[ $(exported FLY_API_TOKEN) == fm2_* ]]
		typed "cd /nosuch || true" "fly-cred status | cat" "cd $HOME"
		nothing_exported
		run -1 grep fm2_ <(screen)
	}
	for shell in bash zsh; do
		shell_start "$shell"
		is_strict "$shell"
		shell_stop
	done
}

@test "bash: other traps, prompt commands, \$? and \$_ stay what they are" {
	cat > "$HOME/.bashrc" <<-'END'
		PS1='$ ' PS0=
		PROMPT_COMMAND=('seen=$?' 'again=$?')
		trap 'last=$_; traced=$BASH_COMMAND; : "$last"' DEBUG
		eval "$(fly-cred hook bash)"
		eval "$(fly-cred hook bash)"
	END
	fly-cred allow > /dev/null
	shell_start bash
	typed "cd $HOME/shop" "(exit 7)" \
		"echo \$? \$seen \$again \"\$traced\" > $HOME/seen"
	[ "$(cat "$HOME/seen")" = "7 7 7 echo \$? \$seen \$again \"\$traced\" > $HOME/seen" ]
	typed "true some last" "echo \$_ > $HOME/seen"
	[ "$(cat "$HOME/seen")" = last ]
	typed "declare -p PROMPT_COMMAND > $HOME/seen; trap -p DEBUG >> $HOME/seen"
	[ "$(head -n 1 "$HOME/seen" | grep -o _fly_cred_prompt | wc -l)" -eq 1 ]
	[ "$(grep -o _fly_cred_debug "$HOME/seen" | wc -l)" -eq 1 ]
	[[ $(exported FLY_API_TOKEN) == fm2_* ]]
	typed "$(due bash)" true
	cp "$HOME/environment" "$HOME/before"
	typed "env -0 > $HOME/environment"
	run ! cmp -s <(grep -za '^FLY_API_TOKEN=' "$HOME/before") \
		<(grep -za '^FLY_API_TOKEN=' "$HOME/environment")
}
