#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The real git, over http and https, with git-credential-fly for a helper.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	serve plain
	serve tls "$T/world/server.pem" "$T/world/server.key"
}

# serve NAME [CERTIFICATE KEY]: git-server in T/NAME; its process is in
# T/NAME/pid.
serve() {
	local name=$1

	shift
	mkdir -p "$T/$name/repositories"
	"$FLY_CRED_SRCDIR/tests/lib/git-server" "$T/$name" "$@" \
		> "$T/$name/log" 2>&1 < /dev/null 3>&- &
	echo $! > "$T/$name/pid"
	wait_for_line "$T/$name/port" '[0-9]' $!
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	stop_process "$(cat "$T/plain/pid")"
	stop_process "$(cat "$T/tls/pid")"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/git.bash"
	person_logged_in dev
	export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
	export GIT_SSL_CAINFO=$T/world/ca.pem
	unset GIT_ASKPASS SSH_ASKPASS
	git config --global credential.helper fly
	git config --global user.name me
	git config --global user.email me@example.com
	git config --global init.defaultBranch main
	rm -f "$T"/{plain,tls}/{rule,status,password}
	repositories
}

teardown() {
	forget_key
}

# repositories: one with a commit, and one more, at both servers.
repositories() {
	local name

	git init -q "$HOME/seed"
	git -C "$HOME/seed" commit -q --allow-empty -m first
	for name in plain/repositories/{one,two} tls/repositories/one; do
		rm -rf "$T/$name.git"
		git clone -q --bare "$HOME/seed" "$T/$name.git"
		git -C "$T/$name.git" config http.receivepack true
	done
	PLAIN=127.0.0.1:$(cat "$T/plain/port")
	TLS=127.0.0.1:$(cat "$T/tls/port")
}

# rule TEXT [SERVER]: whom it lets in.
rule() {
	echo "$1" > "$T/${2:-plain}/rule"
}

# approve LINE...: as git does after a person has typed it.
approve() {
	printf '%s\n' "$@" | git credential approve
}

# pushed DIRECTORY: whether a new commit gets to the server.
pushed() {
	git -C "$1" commit -q --allow-empty -m "more $RANDOM"
	git -C "$1" push -q
}

@test "clone, fetch and push with what was stored; nothing else is asked" {
	run -128 git clone -q "http://$PLAIN/one.git" shop
	[[ $output == *"could not read Username"* ]]
	approve protocol=http "host=$PLAIN" username=me password='s3 c"ret'
	rule 'me:s3 c"ret'
	run -0 git clone -q "http://$PLAIN/one.git" shop
	[ -z "$output" ]
	run -0 git -C shop fetch -q
	[ -z "$output" ]
	run -0 pushed shop
	[ -z "$output" ]
	[ "$(git -C shop rev-parse HEAD)" = \
		"$(git -C "$T/plain/repositories/one.git" rev-parse main)" ]
	answers $'username=me\npassword=s3 c"ret' protocol=http "host=$PLAIN"
}

@test "401: what was stored is gone; 403 and no server: it stays" {
	approve protocol=http "host=$PLAIN" username=me password=old
	rule me:new
	echo 403 > "$T/plain/status"
	run -128 git ls-remote "http://$PLAIN/one.git"
	answers $'username=me\npassword=old' protocol=http "host=$PLAIN"
	rm "$T/plain/status"
	run -128 git ls-remote "http://$PLAIN/one.git"
	[[ $output == *"Authentication failed"* ]]
	silent get protocol=http "host=$PLAIN"
	approve protocol=http host=127.0.0.1:1 username=me password=kept
	run -128 git ls-remote http://127.0.0.1:1/one.git
	answers $'username=me\npassword=kept' protocol=http host=127.0.0.1:1
}

@test "of two users the one in the address is found, and alone erased" {
	approve protocol=http "host=$PLAIN" username=me password=mine
	approve protocol=http "host=$PLAIN" username=you password=yours
	rule me:mine
	run -0 git ls-remote "http://me@$PLAIN/one.git"
	run -128 git ls-remote "http://you@$PLAIN/one.git"
	silent get protocol=http "host=$PLAIN" username=you
	answers $'username=me\npassword=mine' protocol=http "host=$PLAIN"
}

@test "with useHttpPath each repository has its own" {
	git config --global credential.useHttpPath true
	approve protocol=http "host=$PLAIN" path=one.git username=a password=1
	approve protocol=http "host=$PLAIN" path=two.git username=b password=2
	rule a:1
	run -0 git ls-remote "http://$PLAIN/one.git"
	rule b:2
	run -0 git ls-remote "http://$PLAIN/two.git"
	rule a:1
	run -128 git ls-remote "http://$PLAIN/two.git"
	silent get protocol=http "host=$PLAIN" path=two.git
	answers $'username=a\npassword=1' protocol=http "host=$PLAIN" \
		path=one.git
}

@test "a server of one's own gets a token of the app it is mapped to" {
	rule token tls
	run -128 git ls-remote "https://$TLS/one.git"
	mkdir -p "$HOME/.config/fly-cred"
	echo "git: {hosts: {'$TLS': {app: shop}}}" \
		> "$HOME/.config/fly-cred/config.yml"
	run -0 git clone -q "https://$TLS/one.git" shop
	[ -z "$output" ]
	run -0 pushed shop
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	may r '"app_name": "shop"' < "$T/tls/password"
	may_not r '"app_name": "blog"' < "$T/tls/password"
	rule nobody:nothing tls
	run -128 git -C shop fetch
	[ "$(stand_in_count createLimitedAccessToken)" -eq 1 ]
	rule token tls
	run -0 git -C shop fetch -q
	[ "$(stand_in_count createLimitedAccessToken)" -eq 2 ]
}

@test "a locked store says so once, and loses nothing" {
	approve protocol=http "host=$PLAIN" username=me password=s3cret
	rule me:s3cret
	forget_key
	FLY_CRED_KEY_FILE='' run -128 git ls-remote "http://$PLAIN/one.git"
	[[ $output == *"fly-cred: the store is locked; run 'fly-cred unlock'"* ]]
	run -0 git ls-remote "http://$PLAIN/one.git"
}

@test "a host that git does not dare to write does no harm" {
	approve protocol=https host=a.example username=me password=s3cret
	run -128 git credential reject \
		< <(printf 'url=https://%%0d.example\n')
	run git credential reject \
		< <(printf 'protocol=https\nhost=a\rb.example\nusername=me\n')
	answers $'username=me\npassword=s3cret' protocol=https host=a.example
}
