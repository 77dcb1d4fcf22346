#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred login: what comes in is checked, tried, named and bound.
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
	source "$FLY_CRED_SRCDIR/tests/lib/login.bash"
	stand_in_control '{"faults": []}'
	login_setup
}

teardown() {
	forget_key
}

# turned_down STATUS TEXT...: it was not, for a reason in words, and nobody is
# logged in.
turned_down() {
	[[ $status -eq $1 && -z $output && $line == "fly-cred: "* ]] || {
		echo "$status: $output | $line"
		return 1
	}
	shift
	says "$@"
	[[ $line != *"$DEV"* && $line != *$'\n'* ]]
	refused 3 fly-cred get --app shop
	says "'fly-cred login'"
}

@test "--help and wrong options" {
	helps login
	each_option_helped login no-browser paste token-stdin from-flyctl \
		name
	checks_usage login
	refused 2 fly-cred login --token-stdin --from-flyctl
	refused 2 fly-cred login --paste --no-browser
	refused 2 fly-cred login "$DEV"
	[[ $line != *"$DEV"* ]]
}

@test "without a terminal it says how else, and does not wait" {
	run --separate-stderr timeout -k 2 20 setsid -w fly-cred login \
		< /dev/null
	[ "$status" -eq 2 ]
	[[ $stderr == *"--token-stdin"*"--from-flyctl"* ]]
	run --separate-stderr timeout -k 2 20 fly-cred login <<< "$DEV"
	[[ $status -eq 2 && $stderr == *"--token-stdin"* ]]
}

@test "a token on stdin, however it was copied" {
	local text

	for text in "$DEV" "$DEV"$'\n' "Bearer $DEV" "FlyV1 $DEV" \
		$'\r\n  '"$DEV"$'\t\r\n' "${DEV:0:11}"$'\n'"${DEV:11}" \
		"${DEV:0:7} ${DEV:7:9}"$'\r\n  '"${DEV:16}" \
		"bearer  $DEV"; do
		login "$text"
		accepted
	done
}

@test "64 KiB of spaces around it, and 64 KiB of something else" {
	login "$(printf '%32768s' '')$DEV$(printf '%32768s' '')"
	accepted
	rm -r "$(store_directory)"
	fly-cred init 2> /dev/null
	login "fm2_$(head -c 49152 /dev/urandom | base64 -w 0)"
	turned_down 2 token
	login "$(head -c 300000 /dev/zero | tr '\0' x)"
	turned_down 2
}

@test "nothing, white space, something else: 2" {
	local text

	for text in '' $'\n \t' Bearer 'hello' $'fm2_\n'; do
		login "$text"
		turned_down 2
	done
}

# scoped: a token of the app in $HOME/scoped, the login gone again.
scoped() {
	login "$DEV"
	fly-cred get --app shop > "$HOME/scoped"
	rm -r "$(store_directory)"
	fly-cred init 2> /dev/null
}

@test "a macaroon that breaks off: refused with the place" {
	scoped
	login "$(cut -c 1-300 "$HOME/scoped")"
	turned_down 2 "token 1 of 1" "300 characters" "incomplete"
	login "$(head -c -40 "$HOME/scoped")"
	turned_down 2 "token 2 of 2" "incomplete"
	login "$(sed 's/./-/30' "$HOME/scoped")"
	turned_down 2 token
}

@test "a scoped token is no login: said in words" {
	scoped
	login "$(cat "$HOME/scoped")"
	turned_down 2 "belongs to no person" "'flyctl auth"
}

@test "a token that Fly does not accept: 6" {
	login "fo1_$(printf 'x%.0s' {1..43})"
	turned_down 6 "'fly-cred login'"
}

@test "an API that is down: 7, and nothing is kept" {
	stand_in_control '{"fault": {"kind": "status", "count": -1}}'
	login "$DEV"
	turned_down 7 500
}

# flyctl_has TEXT [DIRECTORY]: flyctl's configuration.
flyctl_has() {
	mkdir -p "${2:-$HOME/.fly}"
	printf '%s\n' "$1" > "${2:-$HOME/.fly}/config.yml"
}

@test "--from-flyctl adopts its login and leaves the file as it is" {
	flyctl_has "# flyctl's own
access_token: $DEV
last_login: 2026-01-02T03:04:05Z
wire_guard_state: {a: [1, 2]}"
	chmod 640 "$HOME/.fly/config.yml"
	touch -d 2026-01-02 "$HOME/.fly/config.yml"
	cp -a "$HOME/.fly" "$HOME/copy"
	run --separate-stderr fly-cred login --from-flyctl
	accepted
	diff -r "$HOME/.fly" "$HOME/copy"
	[ "$(stat -c '%a %i %Y' "$HOME/.fly/config.yml")" = \
		"640 $(stat -c %i "$HOME/.fly/config.yml") $(date -d 2026-01-02 +%s)" ]
	[[ $(fly-cred status --app shop) == *"adopted from flyctl"* ]]
	# The same text from elsewhere is flyctl's all the same.
	login "Bearer $DEV"
	[[ $(fly-cred status --app shop) == *"adopted from flyctl"* ]]
	rm -r "$HOME/.fly"
	login "$DEV"
	[[ $(fly-cred status --app shop) != *adopted* ]]
}

@test "of flyctl's mixture of tokens the login is what counts" {
	scoped
	flyctl_has "access_token: \"$(cat "$HOME/scoped"),$DEV\""
	run --separate-stderr fly-cred login --from-flyctl
	accepted
}

@test "FLY_CONFIG_DIR is where flyctl's file is" {
	flyctl_has "access_token: $OPS"
	flyctl_has "access_token: $DEV" "$HOME/else where"
	FLY_CONFIG_DIR="$HOME/else where" run --separate-stderr \
		fly-cred login --from-flyctl
	accepted
}

@test "a flyctl that is logged out, absent or broken: said with the file" {
	refused 3 fly-cred login --from-flyctl
	says "$HOME/.fly/config.yml" "'flyctl auth login'"
	flyctl_has 'access_token: ""'
	refused 3 fly-cred login --from-flyctl
	says "no login"
	flyctl_has 'access_token: [1'
	refused 2 fly-cred login --from-flyctl
	says YAML
	flyctl_has "access_token: {a: $DEV}"
	refused 3 fly-cred login --from-flyctl
	[[ $line != *"$DEV"* ]]
}

# screen TEXT: types into tmux.
screen() {
	tmux -S "$HOME/tmux" "$@"
}

@test "pasted into a terminal, in lines as an editor wrapped it" {
	local deadline=$((SECONDS + 20))

	screen -f /dev/null new-session -d -x 40 -y 12 \
		"fly-cred login --paste > '$HOME/out' 2> '$HOME/err'; echo \$? > '$HOME/rc'" \
		3>&-
	until screen capture-pane -p | grep -q 'Token'; do
		((SECONDS < deadline))
		sleep 0.1
	done
	printf '%s\n%s\n%s\n' "Bearer ${DEV:0:9}" "${DEV:9:20}" "${DEV:29}" \
		> "$HOME/paste"
	screen load-buffer "$HOME/paste"
	screen paste-buffer -p
	screen send-keys Enter
	until [[ -s $HOME/rc ]]; do
		[[ $(screen capture-pane -p 2> /dev/null) != *"${DEV:9:20}"* ]]
		((SECONDS < deadline))
		sleep 0.1
	done
	screen kill-server 2> /dev/null || :
	[ "$(cat "$HOME/rc")" -eq 0 ] || {
		cat "$HOME/err"
		return 1
	}
	[[ $(cat "$HOME/out") == "logged in as dev@example.com"* ]]
}
