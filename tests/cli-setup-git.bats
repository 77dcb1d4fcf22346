#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup git: one helper in through git config, and out again.
#
# Other shells expand what single quotes hold.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T BATS_TEST_TIMEOUT=120
	# Nothing here asks Fly; nobody listens there.
	export STAND_IN_URL=https://127.0.0.1:1
}

teardown_file() {
	rm -rf "$T"
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	person dev
	fly-cred init 2> /dev/null
	export GIT_CONFIG_NOSYSTEM=1
	CONFIG=$HOME/.gitconfig
}

teardown() {
	forget_key
}

# setup_git OPTION...: it works, and has nothing to warn of.
setup_git() {
	run --separate-stderr fly-cred setup git "$@"
	# shellcheck disable=SC2154
	[[ $status -eq 0 && -z $stderr ]] || {
		echo "$status: $output | $stderr"
		return 1
	}
}

# helpers: as git has them, in one line.
helpers() {
	git config --global --get-all credential.helper | xargs
}

# config TEXT: what is there before; HOME/before is a copy.
config() {
	printf '%s' "$1" > "$CONFIG"
	cp "$CONFIG" "$HOME/before"
}

@test "without settings of the user: some are made, and go away again" {
	setup_git
	[ "$output" = "$CONFIG:"$'\n'"+ credential.helper: fly" ]
	[ "$(helpers)" = fly ]
	printf '%s\n' protocol=https host=git.example username=me \
		password=s3cret | git credential approve
	run -0 git-credential-fly get <<< $'protocol=https\nhost=git.example'
	[[ $output == *password=s3cret ]]
	setup_git --undo
	[ "$output" = "$CONFIG:"$'\n'"- credential.helper: fly" ]
	[ ! -e "$CONFIG" ]
}

@test "all else keeps its place; --undo brings back every byte and the mode" {
	local text records

	for text in '' $'[user]\n\tname = me # it is\n' \
		$'[credential "https://x.example"]\n helper = !f\n[a]b=c' \
		$'; first\r\n[Credential]\r\n\tuseHttpPath\r\n'; do
		config "$text"
		chmod 640 "$CONFIG"
		records=$(find "$(store_directory)" -path '*/records/*' | wc -l)
		setup_git
		[ "$(helpers)" = fly ]
		[ "$(stat -c %a "$CONFIG")" = 640 ]
		[[ $(tr -d '\r' < "$CONFIG") == \
			*"$(tr -d '\r' < "$HOME/before" | head -n 1)"* ]]
		setup_git --undo
		[[ -z $text && ! -e $CONFIG ]] || cmp "$CONFIG" "$HOME/before"
		[[ -z $text ]] || [ "$(stat -c %a "$CONFIG")" = 640 ]
		[ "$(find "$(store_directory)" -path '*/records/*' | wc -l)" \
			-eq "$records" ]
	done
}

@test "a second run changes nothing; neither does a helper with options" {
	setup_git
	cp "$CONFIG" "$HOME/first"
	setup_git
	[ "$output" = "git asks fly-cred already" ]
	cmp "$CONFIG" "$HOME/first"
	config $'[credential]\n\thelper = fly --timeout=1h\n'
	setup_git
	[ "$output" = "git asks fly-cred already" ]
	cmp "$CONFIG" "$HOME/before"
}

@test "--undo after others have written: their changes stay" {
	config $'[user]\n\tname = me\n'
	setup_git
	git config --global user.email me@example.com
	git config --global --add credential.helper flying
	setup_git --undo
	[ "$(helpers)" = flying ]
	[ "$(git config --global user.email)" = me@example.com ]
	[ "$(git config --global user.name)" = me ]
	setup_git --undo
	[ "$output" = "git does not ask fly-cred" ]
}

@test "other helpers stay, and are told of without what may be a secret" {
	config $'[credential]\n\thelper = store --file=x\n\thelper = !echo s3cr3t\n'
	run --separate-stderr fly-cred setup git
	[ "$status" -eq 0 ]
	[ "$(wc -l <<< "$stderr")" -eq 2 ]
	[[ $stderr == *"git asks 'store' as well"*"git asks '!...' as well"* ]]
	[[ $output$stderr != *s3cr3t* ]]
	[ "$(helpers)" = "store --file=x !echo s3cr3t fly" ]
	run -1 grep -r s3cr3t "$(store_directory)"
	[ "$(find "$HOME" -name '.gitconfig*')" = "$CONFIG" ]
}

@test "--dry-run shows the change and makes none" {
	local before

	before=$(find "$HOME" | sort)
	setup_git --dry-run
	[[ $output == *"+ credential.helper: fly" ]]
	[ "$(find "$HOME" | sort)" = "$before" ]
	setup_git
	cp "$CONFIG" "$HOME/first"
	setup_git --undo --dry-run
	[[ $output == *"- credential.helper: fly" ]]
	cmp "$CONFIG" "$HOME/first"
}

@test "the file is the one that git takes" {
	mkdir -p "$HOME/.config/git"
	touch "$HOME/.config/git/config"
	setup_git
	[[ $output == "$HOME/.config/git/config:"* ]]
	[ ! -e "$CONFIG" ]
	[ "$(helpers)" = fly ]
	GIT_CONFIG_GLOBAL=$HOME/mine setup_git
	[[ $output == "$HOME/mine:"* ]]
	config $'[user]\n\tname = me\n'
	setup_git
	[[ $output == "$CONFIG:"* ]]
	[ "$(helpers)" = fly ]
}

@test "a link stays one; one to nothing is refused" {
	mkdir "$HOME/dotfiles"
	echo '[a]' > "$HOME/dotfiles/git"
	ln -s dotfiles/git "$CONFIG"
	setup_git
	[ "$(readlink "$CONFIG")" = dotfiles/git ]
	[ "$(helpers)" = fly ]
	setup_git --undo
	[ "$(cat "$HOME/dotfiles/git")" = '[a]' ]
	[ -L "$CONFIG" ]
	rm "$HOME/dotfiles/git"
	refused 1 fly-cred setup git
	says "$CONFIG" link
}

@test "a file that can't be written: the change to make by hand" {
	config $'[user]\n\tname = me\n'
	if [[ $EUID -eq 0 ]]; then
		run --separate-stderr unshare --mount bash -c '
			mount --bind "$1" "$1"
			mount -o remount,ro,bind "$1"
			fly-cred setup git' ro "$CONFIG"
	else
		chmod 400 "$CONFIG"
		run --separate-stderr fly-cred setup git
	fi
	[ "$status" -eq 1 ]
	[[ $output == *"+ credential.helper: fly"* ]]
	[[ $stderr == "fly-cred: can't write $CONFIG: "*"by hand" ]]
	cmp "$CONFIG" "$HOME/before"
}

@test "what git can't read is left alone, and so is all by a locked store" {
	config $'[user\n'
	run --separate-stderr fly-cred setup git
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == *"fly-cred: git can't read $CONFIG; mend it" ]]
	cmp "$CONFIG" "$HOME/before"
	config ''
	fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' refused 4 fly-cred setup git
	cmp "$CONFIG" "$HOME/before"
}

@test "git's absence is told, and the helper's from PATH" {
	mkdir "$HOME/bin"
	ln -s "$FLY_CRED_BUILDDIR/fly-cred" "$HOME/bin/"
	refused 1 env PATH="$HOME/bin" "$HOME/bin/fly-cred" setup git
	says "git is not on PATH"
	PATH=$HOME/bin:/usr/bin:/bin run --separate-stderr fly-cred setup git
	[ "$status" -eq 0 ]
	[ "$stderr" = "fly-cred: git-credential-fly is not on PATH, where git\
 looks for it" ]
}
