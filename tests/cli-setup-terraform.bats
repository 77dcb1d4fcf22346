#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred setup terraform: a link, and a block in the CLI configuration.
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
	CONFIG=$HOME/.terraformrc
	LINK=$HOME/.terraform.d/plugins/terraform-credentials-fly
	LINE='credentials_helper "fly" {}'
}

teardown() {
	forget_key
}

# setup_terraform OPTION...: it works, and has nothing to warn of.
setup_terraform() {
	run --separate-stderr fly-cred setup terraform "$@"
	# shellcheck disable=SC2154
	[[ $status -eq 0 && -z $stderr ]] || {
		echo "$status: $output | $stderr"
		return 1
	}
}

# config TEXT: what is there before; HOME/before is a copy.
config() {
	printf '%s' "$1" > "$CONFIG"
	cp "$CONFIG" "$HOME/before"
}

@test "without a configuration: one is made, with the link, and goes again" {
	setup_terraform
	[ "$output" = "$LINK:
+ link to $FLY_CRED_BUILDDIR/terraform-credentials-fly
$CONFIG:
+ $LINE" ]
	[ "$(cat "$CONFIG")" = "$LINE" ]
	[ "$(stat -c %a "$CONFIG")" = 600 ]
	# terraform runs what it finds there, by that path.
	"$LINK" store registry.example <<< '{"token":"s3cret"}'
	run -0 "$LINK" get registry.example
	[ "$output" = '{"token":"s3cret"}' ]
	setup_terraform --undo
	[ "$output" = "$CONFIG:
- $LINE
$LINK:
- link" ]
	[ ! -e "$CONFIG" ]
	[ ! -L "$LINK" ]
}

@test "all else keeps its place; --undo brings back every byte and the mode" {
	local text

	for text in $'plugin_cache_dir = "/x"\n' 'disable_checkpoint = true' \
		$'# credentials_helper "a" {}\n/* credentials_helper "b" {\n*/\n' \
		$'// credentials_helper "a" {\ncredentials "h" {\n  token = "}\\"{"\n}\n' \
		$'host "a" {\r\n  services = { "credentials_helper" = "x" }\r\n}\r\n' \
		$'a = <<-END\ncredentials_helper "x" {\n  END\nb = [1, {}]\n'; do
		config "$text"
		chmod 640 "$CONFIG"
		setup_terraform
		[ "$(tail -n 1 "$CONFIG")" = "$LINE" ]
		cmp -n "${#text}" "$CONFIG" "$HOME/before"
		[ "$(stat -c %a "$CONFIG")" = 640 ]
		setup_terraform --undo
		cmp "$CONFIG" "$HOME/before"
		[ "$(stat -c %a "$CONFIG")" = 640 ]
	done
}

@test "a second run changes nothing; what is missing is made" {
	setup_terraform
	cp "$CONFIG" "$HOME/first"
	setup_terraform
	[ "$output" = "terraform asks fly-cred already" ]
	cmp "$CONFIG" "$HOME/first"
	rm "$LINK"
	setup_terraform
	[[ $output == *"+ link to"* && $output != *credentials_helper* ]]
	cmp "$CONFIG" "$HOME/first"
	ln -sf /nowhere/terraform-credentials-fly "$LINK"
	setup_terraform
	[ -x "$LINK" ]
	config $'credentials_helper "fly" {\n  args = []\n}\n'
	setup_terraform
	[ "$output" = "terraform asks fly-cred already" ]
}

@test "--undo after others have written: their changes stay" {
	config $'a = 1\n'
	setup_terraform
	printf 'b = 2\n' >> "$CONFIG"
	setup_terraform --undo
	[ "$(cat "$CONFIG")" = $'a = 1\nb = 2' ]
	[ ! -L "$LINK" ]
	setup_terraform --undo
	[ "$output" = "terraform does not ask fly-cred" ]
	config $'a = 1\ncredentials_helper "fly" {\n  args = ["}"]\n}\nb = 2\n'
	setup_terraform --undo
	[ "$(cat "$CONFIG")" = $'a = 1\nb = 2' ]
}

@test "terraform takes one helper: another one's is left alone" {
	config $'credentials_helper "other" {\n}\n'
	refused 1 fly-cred setup terraform
	says "'other'" "$CONFIG"
	cmp "$CONFIG" "$HOME/before"
	[ ! -e "$HOME/.terraform.d" ]
	setup_terraform --undo
	[ "$output" = "terraform does not ask fly-cred" ]
	cmp "$CONFIG" "$HOME/before"
}

@test "what can't be read is left alone, and told with its line" {
	local text

	for text in $'\na "b" {\n' $'a = 1\n}\n' $'\n/* a' $'\na = "b\n' \
		$'a = 1\nb = <<X\nY\n' $'\n {"a": 1}' $'\na = [\n' \
		$'\ncredentials_helper "fly"\n' \
		$'credentials_helper "a" {}\ncredentials_helper "b" {}'; do
		config "$text"
		refused 2 fly-cred setup terraform
		says "$CONFIG:2: " "$LINE"
		cmp "$CONFIG" "$HOME/before"
	done
	[ ! -e "$HOME/.terraform.d" ]
}

@test "--dry-run shows the change and makes none" {
	local before

	before=$(find "$HOME" | sort)
	setup_terraform --dry-run
	[[ $output == *"+ link to"*"+ $LINE" ]]
	[ "$(find "$HOME" | sort)" = "$before" ]
	setup_terraform
	before=$(find "$HOME" | sort)
	setup_terraform --undo --dry-run
	[[ $output == *"- $LINE"*"- link" ]]
	[ "$(find "$HOME" | sort)" = "$before" ]
	[ "$(cat "$CONFIG")" = "$LINE" ]
}

@test "the file is the one that terraform takes; OpenTofu's own is told of" {
	TF_CLI_CONFIG_FILE=$HOME/mine setup_terraform
	[ "$(cat "$HOME/mine")" = "$LINE" ]
	TERRAFORM_CONFIG=$HOME/old setup_terraform
	[ "$(cat "$HOME/old")" = "$LINE" ]
	[ ! -e "$CONFIG" ]
	touch "$HOME/.tofurc"
	run --separate-stderr fly-cred setup terraform
	[ "$status" -eq 0 ]
	[[ $stderr == "fly-cred: OpenTofu reads ~/.tofurc"* ]]
	TF_CLI_CONFIG_FILE=$HOME/.tofurc setup_terraform
	[ "$(cat "$HOME/.tofurc")" = "$LINE" ]
}

@test "a link to the file stays one; a file in the link's place stays" {
	mkdir -p "$HOME/dotfiles" "${LINK%/*}"
	echo 'a = 1' > "$HOME/dotfiles/tf"
	ln -s dotfiles/tf "$CONFIG"
	setup_terraform
	[ "$(readlink "$CONFIG")" = dotfiles/tf ]
	[ "$(tail -n 1 "$HOME/dotfiles/tf")" = "$LINE" ]
	setup_terraform --undo
	[ "$(cat "$HOME/dotfiles/tf")" = 'a = 1' ]
	echo mine > "$LINK"
	refused 1 fly-cred setup terraform
	says "$LINK" "move it away"
	[ "$(cat "$LINK")" = mine ]
	[ "$(cat "$HOME/dotfiles/tf")" = 'a = 1' ]
}

@test "a file that can't be written: the change to make by hand" {
	config $'a = 1\n'
	if [[ $EUID -eq 0 ]]; then
		run --separate-stderr unshare --mount bash -c '
			mount --bind "$1" "$1"
			mount -o remount,ro,bind "$1"
			fly-cred setup terraform' ro "$CONFIG"
	else
		chmod 400 "$CONFIG"
		run --separate-stderr fly-cred setup terraform
	fi
	[ "$status" -eq 1 ]
	[[ $output == *"+ $LINE"* ]]
	[[ $stderr == "fly-cred: can't write $CONFIG: "*"by hand" ]]
	cmp "$CONFIG" "$HOME/before"
}

@test "a token in the file stays there, and is kept sealed alone" {
	config $'credentials "h" {\n  token = "s3cr3t"\n}\n'
	setup_terraform
	[[ $output != *s3cr3t* ]]
	rm "$HOME/before"
	run -0 grep -rl s3cr3t "$HOME"
	[ "$output" = "$CONFIG" ]
	fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' refused 4 fly-cred setup terraform --undo
	[ -L "$LINK" ]
}
