#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# terraform-credentials-fly keeps what terraform and OpenTofu store for hosts.
#
# A test's subshell is its own.
# shellcheck disable=SC2030,SC2031
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
	person dev
	fly-cred init 2> /dev/null
}

teardown() {
	forget_key
}

# helper VERB HOST [INPUT]: sets status, output (stdout) and stderr.
helper() {
	run --separate-stderr timeout -k 2 60 terraform-credentials-fly \
		"$1" "$2" < <(printf '%s' "${3-}")
}

# does VERB HOST [INPUT]: it works, and says nothing.
does() {
	helper "$@"
	[[ $status -eq 0 && -z $output$stderr ]]
}

# has OBJECT HOST: get answers with that and nothing else.
has() {
	helper get "$2"
	[[ $status -eq 0 && $output == "$1" && -z $stderr ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

# fails TEXT VERB HOST [INPUT]: one line for the person.
fails() {
	local text=$1

	shift
	helper "$@"
	[[ $status -eq 1 && -z $output && $stderr == "fly-cred: "*"$text"* &&
		$stderr != *$'\n'* ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

@test "what is stored comes back for that host and port; else there is none" {
	local host

	has '{}' registry.example
	does store registry.example '{"token":"s3cret"}'
	has '{"token":"s3cret"}' registry.example
	has '{"token":"s3cret"}' Registry.Example:443
	for host in example registry.example.evil registry.example:8443 \
		a.registry.example api.fly.io registry.fly.io app.terraform.io; do
		has '{}' "$host"
	done
	does store registry.example:8443 '{"token":"other"}'
	has '{"token":"other"}' registry.example:8443
	has '{"token":"s3cret"}' registry.example
	does store registry.example '{"token":"new"}'
	has '{"token":"new"}' registry.example
	does forget registry.example
	has '{}' registry.example
	does forget registry.example
	has '{"token":"other"}' registry.example:8443
}

@test "names of any script come as terraform writes them, in ASCII" {
	does store xn--r8jz45g.example:8443 '{"token":"s3cret"}'
	has '{"token":"s3cret"}' XN--R8JZ45G.example:8443
	has '{}' xn--r8jz45g.example
}

@test "the whole object is kept, whatever else is in it" {
	local object='{"token":"a\u003c\"\\\/é\u2028","x":{"y":[1,null]},"z":1e400}'

	does store r.example "$object"
	has "$object" r.example
	# Its line ends would end a line of the record.
	does store r.example $'{\n\t"token":\r\n "s3cret"\n}\n'
	helper get r.example
	[ "$(jq -c . <<< "$output")" = '{"token":"s3cret"}' ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "store refuses what is no credential, and keeps what was there" {
	local object

	does store r.example '{"token":"s3cret"}'
	for object in '' '{' '{}' '[]' '"token"' '{"token":1}' '{"token":null}' \
		'{"tokens":"x"}' '{"token":"x"} {}' $'{"token":"a\nb"}'; do
		fails "JSON object with a token" store r.example "$object"
	done
	fails "credentials" store r.example \
		"{\"token\":\"$(printf '%*s' 300000 '')\"}"
	has '{"token":"s3cret"}' r.example
}

@test "a host that is none is refused, and so is any other verb" {
	local host

	for host in '' https://r.example r.example/ r.example/v1 me@r.example \
		r.example:0 'r example' $'r.example\n'; do
		fails "" get "$host"
		fails "" forget "$host"
		fails "" store "$host" '{"token":"x"}'
	done
	fails "get, store and forget" erase r.example
	fails "get, store and forget" list r.example
	fails "get, store and forget" '' r.example
	run -1 terraform-credentials-fly
	run -1 terraform-credentials-fly get
	run -1 terraform-credentials-fly --option get r.example
	run -0 terraform-credentials-fly --version
	run -0 terraform-credentials-fly --help
}

@test "a locked store has nothing where it holds nothing, and only there" {
	does store r.example '{"token":"s3cret"}'
	forget_key
	local -x FLY_CRED_KEY_FILE=
	has '{}' other.example
	fails "run 'fly-cred unlock'" get r.example
	fails "run 'fly-cred unlock'" store other.example '{"token":"x"}'
	does forget r.example
	has '{}' r.example
}

@test "without a store there is nothing, and store says what to do" {
	local -x FLY_CRED_STORE=$HOME/none
	has '{}' r.example
	does forget r.example
	fails "fly-cred init" store r.example '{"token":"x"}'
}

@test "a store that fails has read its input" {
	local host

	local -x FLY_CRED_STORE=$HOME/none
	set -o pipefail
	for host in r.example https://r.example; do
		# Whoever writes more than a pipe holds would be killed.
		jq -nc '{token: ("x" * 200000)}' |
			run -1 terraform-credentials-fly store "$host"
	done
}

@test "nothing of it is on the disk in clear, or mixed up with docker's" {
	does store very-private.example '{"token":"s3cr3t-word"}'
	run -1 grep -rqaE 'very-private|s3cr3t' "$(store_directory)"
	run -1 docker-credential-fly get <<< very-private.example
	docker-credential-fly erase <<< very-private.example
	has '{"token":"s3cr3t-word"}' very-private.example
}
