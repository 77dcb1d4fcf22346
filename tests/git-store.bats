#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# git-credential-fly keeps what git stores for hosts that are not Fly's.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
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
	source "$FLY_CRED_SRCDIR/tests/lib/git.bash"
	person dev
	fly-cred init 2> /dev/null
	at=(protocol=https host=git.example)
	me=("${at[@]}" username=me)
}

teardown() {
	forget_key
}

mine=$'username=me\npassword=s3cret'

@test "what is stored comes back, for that protocol, host and port alone" {
	local host

	silent get "${at[@]}"
	silent store "${me[@]}" password=s3cret
	answers "$mine" "${at[@]}"
	answers "$mine" "${me[@]}"
	silent get "${at[@]}" username=you
	for host in example git.example.evil evil.git.example git.example:8443 \
		git.example:80 git_example '' 'git.example/' 'me@git.example'; do
		silent get protocol=https "host=$host"
	done
	silent get protocol=http host=git.example
	answers "$mine" protocol=https host=GIT.Example:443
	answers "$mine" protocol=https host=git.example.
}

@test "an answer has what git stored and nothing besides" {
	silent store "${me[@]}" password=s3cret password_expiry_utc=4102444800 \
		oauth_refresh_token=r3fresh 'state[]=other:1' 'wwwauth[]=Basic' \
		unknown=1 path=a.git
	answers "$mine"$'\npassword_expiry_utc=4102444800\noauth_refresh_token=r3fresh' \
		"${at[@]}"
}

@test "a path, where git says one, is part of the key" {
	silent store "${me[@]}" path=a.git password=a
	silent store "${me[@]}" path=b.git password=b
	answers $'username=me\npassword=a' "${at[@]}" path=a.git
	answers $'username=me\npassword=b' "${at[@]}" path=b.git
	silent get "${at[@]}" path=c.git
	answers $'username=me\npassword=b' "${at[@]}"
	silent store "${me[@]}" password=none
	silent get "${at[@]}" path=c.git
	silent erase "${at[@]}" path=b.git
	silent get "${at[@]}" path=b.git
	answers $'username=me\npassword=a' "${at[@]}" path=a.git
	answers $'username=me\npassword=none' "${at[@]}"
}

@test "erase removes what matches, a password and a credential included" {
	silent store "${me[@]}" password=s3cret
	silent store "${at[@]}" username=you password=other
	silent erase "${me[@]}" password=wrong
	silent erase "${me[@]}" password=
	silent erase "${me[@]}" credential=s3cret
	silent erase "${at[@]}" username=eve
	silent erase "${at[@]}" path=a.git
	silent erase protocol=http host=git.example
	answers "$mine" "${me[@]}"
	silent erase "${at[@]}" password=s3cret
	silent get "${me[@]}"
	answers $'username=you\npassword=other' "${at[@]}"
	silent store "${me[@]}" password=s3cret
	silent erase "${at[@]}"
	silent get "${at[@]}"
	silent erase "${at[@]}"
}

@test "a request that was cut off does nothing" {
	local cut verb

	silent store "${me[@]}" password=s3cret
	for verb in get store erase; do
		silent "$verb"
		silent "$verb" protocol=https
		silent "$verb" host=git.example
		silent "$verb" protocol=https username=me password=s3cret
		silent "$verb" 'capability[]=authtype' 'capability[]=state'
		silent "$verb" protocol= host=git.example
	done
	silent store "${at[@]}" username=me
	silent store "${at[@]}" password=new
	silent store "${at[@]}" authtype=Bearer username=me
	for cut in 'host=git.example' $'host=git.example\nusername=m'; do
		run --separate-stderr git-credential-fly erase \
			< <(printf 'protocol=https\n%s' "$cut")
		[ "$status" -eq 0 ]
	done
	run --separate-stderr git-credential-fly store \
		< <(printf '%s\n' "${me[@]}" && printf 'password=s3')
	answers "$mine" "${at[@]}"
}

@test "what is no request does nothing and is told" {
	silent store "${me[@]}" password=s3cret
	fails erase "not of the form key=value" "${at[@]}" username
	fails erase "CR or NUL" "${at[@]}" $'username=me\r'
	fails get "CR or NUL" protocol=https $'host=git.example\r'
	fails store "CR or NUL" "${me[@]}" $'password=a\rb'
	fails get "two of host" "${at[@]}" host=other.example
	run --separate-stderr git-credential-fly erase \
		< <(printf '%s\0\n' "${at[@]}")
	[ "$status" -eq 1 ]
	fails get "the request" "${at[@]}" "x=$(printf '%*s' 1100000 '')"
	answers "$mine" "${at[@]}"
}

@test "a line of any length is one line, and an empty one is the end" {
	local long

	printf -v long '%*s' 65536 ''
	silent store protocol=https host=victim.example username=v password=v
	silent store "${at[@]}" username=me "password=${long// /x}"
	answers $'username=me\npassword='"${long// /x}" "${at[@]}"
	silent get "${at[@]}" username=you \
		"wwwauth[]=${long// /a}host=victim.example"
	silent get "${at[@]}" username=you '' username=me
}

@test "empty texts are texts; any other comes back as it was" {
	local text

	silent store "${at[@]}" username= password=
	answers $'username=\npassword=' "${at[@]}"
	for text in 'a=b' ' spaces ' $'tab\t' "'\"\\" $'\u00e9\U1f600' $'\xff'; do
		silent store "${at[@]}" "username=$text" "password=$text"
		answers "username=$text"$'\n'"password=$text" "${at[@]}"
	done
}

@test "an authtype is kept, and given to who asks for it" {
	silent store 'capability[]=authtype' "${at[@]}" authtype=Bearer \
		credential=t0ken
	silent get "${at[@]}"
	silent get 'capability[]=authtype' 'capability[]=' "${at[@]}"
	answers $'capability[]=authtype\nauthtype=Bearer\ncredential=t0ken' \
		'capability[]=authtype' "${at[@]}"
	silent store "${me[@]}" password=s3cret
	answers "$mine" "${at[@]}"
	silent erase "${at[@]}" credential=other
	silent erase "${at[@]}" credential=t0ken
	silent get 'capability[]=authtype' "${at[@]}" username=you
	answers "$mine" "${at[@]}"
}

@test "what is ephemeral is not kept" {
	silent store 'capability[]=authtype' "${me[@]}" password=s3cret ephemeral=1
	silent store 'capability[]=authtype' "${at[@]}" authtype=Bearer \
		credential=t0ken ephemeral=true
	silent get 'capability[]=authtype' "${at[@]}"
	silent store "${me[@]}" password=s3cret ephemeral=0
	answers "$mine" "${at[@]}"
}

@test "what has expired is not given; its refresh token is" {
	local past=password_expiry_utc=1700000000

	silent store "${at[@]}" username=you password=other
	silent store "${me[@]}" password=s3cret "$past"
	answers $'username=you\npassword=other' "${at[@]}"
	silent get "${me[@]}"
	silent store "${me[@]}" password=s3cret "$past" oauth_refresh_token=r
	answers $'username=me\noauth_refresh_token=r' "${me[@]}"
	silent store "${me[@]}" password=s3cret password_expiry_utc=never
	answers "$mine"$'\npassword_expiry_utc=never' "${me[@]}"
}

@test "with a timeout it is forgotten in time" {
	silent get "${at[@]}"
	run -0 git-credential-fly --timeout=1h store \
		< <(printf '%s\n' "${me[@]}" password=s3cret)
	answers "$mine" "${at[@]}"
	run -0 git-credential-fly --timeout 1 store \
		< <(printf '%s\n' "${me[@]}" password=s3cret)
	sleep 1.1
	silent get "${at[@]}"
	run -1 git-credential-fly --timeout=soon get
	run -1 git-credential-fly --timeout get
	run -1 git-credential-fly --timeouts 1 get
	run -1 git-credential-fly --timeout=0 get
}

@test "a locked store is silent where it holds nothing, and only there" {
	silent store "${me[@]}" password=s3cret
	locked silent get protocol=https host=other.example
	FLY_CRED_KEY_FILE='' fails get "run 'fly-cred unlock'" "${at[@]}"
	FLY_CRED_KEY_FILE='' fails store "run 'fly-cred unlock'" \
		protocol=https host=new.example username=u password=p
	FLY_CRED_KEY_FILE='' fails erase "run 'fly-cred unlock'" "${me[@]}" \
		password=wrong
	FLY_CRED_KEY_FILE='' silent erase protocol=https host=other.example
	answers "$mine" "${at[@]}"
	FLY_CRED_KEY_FILE='' locked silent erase "${at[@]}"
	silent get "${at[@]}"
}

@test "without a store nothing is found or erased, and store says what to do" {
	export FLY_CRED_STORE=$HOME/none
	silent get "${at[@]}"
	silent erase "${at[@]}"
	fails store "fly-cred init" "${me[@]}" password=s3cret
}

@test "nothing of a credential is on the disk in clear" {
	silent store protocol=https host=very-private.example \
		username=someone password=s3cr3t-word
	run -1 grep -rqaE 'very-private|someone|s3cr3t' "$(store_directory)"
}

@test "docker's and git's credentials for one host are two" {
	docker-credential-fly store <<< \
		'{"ServerURL":"git.example","Username":"d","Secret":"docker"}'
	silent get "${at[@]}"
	silent store "${me[@]}" password=s3cret
	silent erase "${at[@]}"
	run -0 docker-credential-fly get <<< git.example
	[[ $output == *docker* ]]
}

@test "thirty-two at once lose nothing" {
	local i pids=()

	for i in {1..32}; do
		printf '%s\n' "${at[@]}" "username=u$i" "password=p$i" |
			timeout 60 git-credential-fly store \
			> "$HOME/out.$i" 2>&1 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	run -0 cat "$HOME"/out.*
	[ -z "$output" ]
	for i in {1..32}; do
		answers "username=u$i"$'\n'"password=p$i" "${at[@]}" "username=u$i"
	done
}
