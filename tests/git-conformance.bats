#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What git demands of every helper that stores (its t0303), each through the
# real git where Debian's knows of it, and to the helper itself where not.
#
# The script askpass is expanded when it runs.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T BATS_TEST_TIMEOUT=120
	# Nothing here asks Fly; nobody listens there.
	export STAND_IN_URL=https://127.0.0.1:1
	printf '%s\n' '#!/bin/sh' 'echo "asked: $1" >&2' 'echo typed' \
		> "$T/askpass"
	chmod 755 "$T/askpass"
}

teardown_file() {
	rm -rf "$T"
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/git.bash"
	person dev
	fly-cred init 2> /dev/null
	export GIT_CONFIG_NOSYSTEM=1 GIT_ASKPASS=$T/askpass
	git config --global credential.helper fly
	at=(protocol=https host=git.example)
}

teardown() {
	forget_key
}

# git_credential VERB LINE...: sets status, output and stderr.
git_credential() {
	run --separate-stderr git credential "$1" \
		< <(shift && printf '%s\n' "$@")
}

# approves, rejects LINE...: it works, and nobody hears of it.
approves() {
	git_credential approve "$@"
	[[ $status -eq 0 && -z $output$stderr ]]
}

rejects() {
	git_credential reject "$@"
	[[ $status -eq 0 && -z $output$stderr ]]
}

# fills USER PASSWORD LINE...: git has them from the helper, asking nobody.
fills() {
	local user=$1 password=$2

	shift 2
	git_credential fill "$@"
	[[ $status -eq 0 && -z $stderr &&
		$output == *"username=$user"$'\n'"password=$password" ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

# asks LINE...: git has nothing, and asks for all that is not in the lines.
asks() {
	local questions=2

	[[ $* != *username=* ]] || questions=1
	git_credential fill "$@"
	[[ $(grep -c ^asked: <<< "$stderr") -eq $questions &&
		$(wc -l <<< "$stderr") -eq $questions &&
		$output$'\n' == *$'\n'password=typed$'\n'* ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

@test "at first there is nothing" {
	asks "${at[@]}"
}

@test "what is approved is found, by protocol, host and user name" {
	approves "${at[@]}" username=me password=s3cret
	fills me s3cret "${at[@]}"
	fills me s3cret "${at[@]}" username=me
	asks protocol=http host=git.example
	asks protocol=https host=other.example
	asks "${at[@]}" username=you
}

@test "the path counts where it is used" {
	git config --global credential.useHttpPath true
	approves protocol=http host=git.example path=foo.git username=me \
		password=s3cret
	asks protocol=http host=git.example path=bar.git
	fills me s3cret protocol=http host=git.example path=foo.git
}

@test "a second approval overwrites the first; the new one can be rejected" {
	approves "${at[@]}" username=me password=old
	approves "${at[@]}" username=me password=new
	fills me new "${at[@]}"
	rejects "${at[@]}" username=me password=new
	asks "${at[@]}"
}

@test "a rejection without a user name is for the host, and all its users" {
	approves "${at[@]}" username=me password=mine
	approves "${at[@]}" username=you password=yours
	rejects "${at[@]}"
	asks "${at[@]}" username=me
	asks "${at[@]}" username=you
	asks "${at[@]}"
}

@test "users of a host are kept apart, and rejected apart" {
	approves "${at[@]}" username=me password=mine
	approves "${at[@]}" username=you password=yours
	fills me mine "${at[@]}" username=me
	fills you yours "${at[@]}" username=you
	rejects "${at[@]}" username=me
	asks "${at[@]}" username=me
	fills you yours "${at[@]}" username=you
}

@test "a rejection with another password leaves what is there" {
	approves "${at[@]}" username=me password=s3cret
	rejects "${at[@]}" username=me password=wrong
	fills me s3cret "${at[@]}"
}

@test "an empty user name and an empty password are kept" {
	approves "${at[@]}" username= password=
	fills '' '' "${at[@]}"
}

@test "a header of any length is not taken for more than one line" {
	local length long

	approves protocol=https host=victim.example username=v password=v
	for length in 1024 65536; do
		printf -v long '%*s' $((length - 10)) ''
		asks "${at[@]}" "wwwauth[]=${long// /a}host=victim.example"
		silent get "${at[@]}" \
			"wwwauth[]=${long// /a}host=victim.example"
	done
}

@test "an expiry is kept, returned and overwritten" {
	silent store "${at[@]}" username=me password=s3cret \
		password_expiry_utc=9999999999
	answers $'username=me\npassword=s3cret\npassword_expiry_utc=9999999999' \
		"${at[@]}"
	silent store "${at[@]}" username=me password=s3cret \
		password_expiry_utc=9999999998
	answers $'username=me\npassword=s3cret\npassword_expiry_utc=9999999998' \
		"${at[@]}"
	silent store "${at[@]}" username=me password=s3cret
	answers $'username=me\npassword=s3cret' "${at[@]}"
}

@test "a refresh token is kept and returned" {
	silent store "${at[@]}" username=me password=s3cret \
		oauth_refresh_token=r3fresh
	answers $'username=me\npassword=s3cret\noauth_refresh_token=r3fresh' \
		"${at[@]}"
}

@test "an authtype is kept, found by user name, and given only if wanted" {
	local can='capability[]=authtype'

	silent store "$can" "${at[@]}" authtype=Bearer credential=one
	answers "$can"$'\nauthtype=Bearer\ncredential=one' "$can" "${at[@]}"
	silent store "$can" "${at[@]}" authtype=Bearer credential=two \
		username=me
	answers "$can"$'\nauthtype=Bearer\ncredential=two\nusername=me' \
		"$can" "${at[@]}" username=me
	silent get "${at[@]}"
	silent get "${at[@]}" username=me
	asks "${at[@]}"
}

@test "what is ephemeral is not kept" {
	local can='capability[]=authtype'

	silent store "$can" "${at[@]}" authtype=Bearer credential=one \
		ephemeral=1
	silent store "$can" "${at[@]}" username=me password=s3cret ephemeral=1
	silent get "$can" "${at[@]}"
	asks "${at[@]}"
}

@test "with a timeout it is gone after that" {
	git config --global credential.helper 'fly --timeout=1'
	approves "${at[@]}" username=me password=s3cret
	sleep 1.1
	asks "${at[@]}"
}
