#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# bash completes what the tables of fly-cred hold.
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	PATH=$FLY_CRED_BUILDDIR:$PATH
	source "$FLY_CRED_SRCDIR/shell/completions/fly-cred.bash"
}

# complete WORD...: what is offered for the last word, in one line.
complete_words() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_fly_cred
	echo "${COMPREPLY[*]}"
}

@test "every command is offered" {
	local command

	run -0 complete_words fly-cred ''
	for command in init login unlock lock get env exec status list renew \
		revoke rotate create setup key allow deny; do
		[[ " $output " == *" $command "* ]]
	done
}

@test "a beginning narrows the offer" {
	run -0 complete_words fly-cred lo
	[ "$output" = "login logout lock" ]
}

@test "options are those of the command" {
	run -0 complete_words fly-cred get --
	[[ " $output " == *" --header "* && " $output " == *" --app "* ]]
	[[ $output != *--token-stdin* ]]
	run -0 complete_words fly-cred login --t
	[ "$output" = "--token-stdin" ]
}

@test "values and verbs" {
	run -0 complete_words fly-cred get --profile r
	[ "$output" = readonly ]
	run -0 complete_words fly-cred key r
	[ "$output" = "remove rotate" ]
	run -0 complete_words fly-cred create r
	[ "$output" = readonly ]
	run -0 complete_words fly-cred setup ''
	[ "$output" = docker ]
}
