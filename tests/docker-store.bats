#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# docker-credential-fly keeps the credentials of other registries.
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
	person dev
	fly-cred init 2> /dev/null
}

teardown() {
	forget_key
}

# helper VERB [INPUT]: sets status, output (stdout) and stderr.
helper() {
	run --separate-stderr timeout -k 2 60 docker-credential-fly "$1" \
		< <(printf '%s' "${2-}")
}

# kept SERVER USER SECRET: has them stored.
kept() {
	helper store "$(jq -nc --arg r "$1" --arg u "$2" --arg s "$3" \
		'{ServerURL: $r, Username: $u, Secret: $s}')"
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

# found SERVER USER SECRET: get answers with them, and echoes the server.
found() {
	helper get "$1"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	jq -e --arg r "$1" --arg u "$2" --arg s "$3" '. ==
		{ServerURL: $r, Username: $u, Secret: $s}' <<< "$output"
}

# missing SERVER: get says so in docker's words, and says nothing else.
missing() {
	helper get "$1"
	[ "$status" -eq 1 ]
	[ "$output" = "credentials not found in native keychain" ]
	[ -z "$stderr" ]
}

# locked COMMAND...: with the store locked.
locked() {
	forget_key
	FLY_CRED_KEY_FILE='' "$@"
}

@test "what is stored for a registry comes back, for that one only" {
	missing docker.example
	kept docker.example me s3cret
	found docker.example me s3cret
	missing example
	missing other.docker.example
	missing docker.example.evil
	missing docker.example:5000
}

@test "store replaces, erase removes" {
	kept docker.example me one
	kept docker.example you two
	found docker.example you two
	helper erase docker.example
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	missing docker.example
	helper erase docker.example
	[ "$status" -eq 0 ]
}

@test "a host is the same however a client writes it" {
	local host

	kept https://Docker.Example:443/ me s3cret
	for host in docker.example https://docker.example DOCKER.EXAMPLE. \
		http://docker.example docker.example:443 $'docker.example\r\n'; do
		helper get "$host"
		[ "$(jq -r .Secret <<< "$output")" = s3cret ]
	done
	kept '[::1]:5000' me six
	found 'http://[0::1]:5000/' me six
}

@test "the three credentials of Docker Hub are kept apart" {
	local hub=https://index.docker.io/v1/

	kept "$hub" me password
	kept "${hub}access-token" me access
	kept "${hub}refresh-token" me refresh
	found "$hub" me password
	found "${hub}access-token" me access
	helper erase "${hub}access-token"
	missing "${hub}access-token"
	found "${hub}refresh-token" me refresh
	found "$hub" me password
	missing index.docker.io
}

@test "an identity token is kept and returned" {
	helper store '{"ServerURL":"r.example","Username":"\u003ctoken\u003e","Secret":"a.b-c_d"}'
	[ "$status" -eq 0 ]
	found r.example '<token>' a.b-c_d
}

@test "any text that JSON can hold comes back as it was" {
	local secret

	for secret in $'tab\tline\nreturn\r' '"\/' '<&>' $'\u2028\u00e9\U1f600' \
		' leading and trailing ' '=' 'a=b' '' "$(printf 'x%.0s' {1..8192})"; do
		kept r.example "u$secret" "$secret"
		found r.example "u$secret" "$secret"
	done
	# Not what jq would write: NUL, half a pair, escapes of what needs none.
	helper store '{"ServerURL":"r.example","Username":"u","Secret":"\u0000\ud800\u0041\/"}'
	[ "$status" -eq 0 ]
	helper get r.example
	[[ $output == *'"\u0000\ud800\u0041\/"'* ]]
}

@test "the text of a large secret is whole, or refused and not cut" {
	jq -nc '{ServerURL: "r.example", Username: "u",
		Secret: ("x" * 200000)}' > "$HOME/large"
	docker-credential-fly store < "$HOME/large"
	helper get r.example
	[ "$(jq '.Secret | length' <<< "$output")" -eq 200000 ]
	jq -nc '{ServerURL: "r.example", Username: "u",
		Secret: ("y" * 300000)}' > "$HOME/large"
	run -1 docker-credential-fly store < "$HOME/large"
	helper get r.example
	[ "$(jq '.Secret | length' <<< "$output")" -eq 200000 ]
}

@test "store refuses what is no credential and keeps what was there" {
	local message

	kept r.example me s3cret
	for message in '' '{' '[]' '{"ServerURL":"r.example","Username":"u"' \
		'{"ServerURL":"r.example","Username":1,"Secret":"s"}' \
		'{"ServerURL":"r.example","Username":"u","Secret":null}' \
		'{"ServerURL":"ftp://r.example","Username":"u","Secret":"s"}' \
		'{"ServerURL":"r.example\n","Username":"","Secret":"s"}' \
		'{"ServerURL":"r.\u0001example","Username":"u","Secret":"s"}'; do
		helper store "$message"
		[ "$status" -eq 1 ]
		[ -n "$output" ]
	done
	found r.example me s3cret
}

@test "nothing of a credential is on the disk in clear" {
	kept very-private.example someone s3cr3t-word
	run -1 grep -rqaE 'very-private|someone|s3cr3t' "$(store_directory)"
}

@test "a locked store is 'not found' where it holds nothing, and only there" {
	kept r.example me s3cret
	locked missing other.example
	FLY_CRED_KEY_FILE='' helper get r.example
	[ "$status" -eq 1 ]
	[ "$output" = "the store is locked; run 'fly-cred unlock'" ]
	[ "$stderr" = "fly-cred: the store is locked; run 'fly-cred unlock'" ]
}

@test "a locked store keeps nothing, says so, and can still be logged out of" {
	kept r.example me s3cret
	FLY_CRED_KEY_FILE='' locked helper store \
		'{"ServerURL":"new.example","Username":"u","Secret":"s"}'
	[ "$status" -eq 1 ]
	[[ $output == *"fly-cred unlock"* ]]
	FLY_CRED_KEY_FILE='' helper erase r.example
	[ "$status" -eq 0 ]
	FLY_CRED_KEY_FILE='' helper get r.example
	[ "$output" = "credentials not found in native keychain" ]
}

@test "without a store nothing is found or erased, and store says what to do" {
	export FLY_CRED_STORE=$HOME/none
	missing r.example
	helper erase r.example
	[ "$status" -eq 0 ]
	helper list
	[ "$output" = '{"registry.fly.io":"x"}' ]
	helper store '{"ServerURL":"r.example","Username":"u","Secret":"s"}'
	[ "$status" -eq 1 ]
	[[ $output == *"fly-cred init"* ]]
}

@test "list has every registry as it was stored, with its user" {
	helper list unused
	[ "$output" = '{"registry.fly.io":"x"}' ]
	kept https://index.docker.io/v1/ me one
	kept r.example:5000 '<token>' two
	helper list unused
	jq -e '. == {"registry.fly.io": "x", "r.example:5000": "<token>",
		"https://index.docker.io/v1/": "me"}' <<< "$output"
	[[ $output != *one* && $output != *two* ]]
	locked helper list
	[ "$status" -eq 1 ]
	[[ $output == *"fly-cred unlock"* ]]
}

# list_calls: how many system calls a list takes.
list_calls() {
	"${STRACE_RIGHTS[@]}" strace -o "$HOME/calls" docker-credential-fly \
		list > /dev/null
	wc -l < "$HOME/calls"
}

@test "list takes a few calls for each entry, however many there are" {
	local number few

	# Leaks can't be looked for in a process that is traced.
	ASAN_OPTIONS+=:detect_leaks=0
	for ((number = 0; number < 40; number++)); do
		kept "r$number.example" me s3cret
		[[ $number -ne 19 ]] || few=$(list_calls)
	done
	(($(list_calls) - few <= 20 * 6))
}

@test "what is held for others has no say about Fly's registry" {
	kept r.example me s3cret
	helper store '{"ServerURL":"registry.fly.io","Username":"u","Secret":"s"}'
	[ "$status" -eq 0 ]
	helper get registry.fly.io
	[ "$status" -eq 1 ]
	[[ $output == *"fly-cred login"* ]]
}

@test "a new key of the store changes nothing" {
	kept r.example me s3cret
	fly-cred key rotate --key-file "$HOME/fresh" 2> /dev/null
	FLY_CRED_KEY_FILE=$HOME/fresh found r.example me s3cret
}

@test "thirty-two at once lose nothing" {
	local i pids=()

	for i in {1..32}; do
		printf '{"ServerURL":"h%d.example","Username":"u","Secret":"%d"}' \
			"$i" "$i" | timeout 60 docker-credential-fly store \
			> "$HOME/out.$i" 2>&1 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	run -0 cat "$HOME"/out.*
	[ -z "$output" ]
	helper list
	[ "$(jq length <<< "$output")" -eq 33 ]
}
