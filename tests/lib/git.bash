# SPDX-License-Identifier: MIT
# What git says to git-credential-fly, and what it hears. Needs person.bash.
# shellcheck shell=bash

# ask VERB LINE...: sets status, output (stdout) and stderr.
ask() {
	run --separate-stderr timeout -k 2 60 git-credential-fly "$1" \
		< <(shift && (($# == 0)) || printf '%s\n' "$@")
}

# silent VERB LINE...: it succeeds and has nothing to say.
silent() {
	ask "$@"
	# shellcheck disable=SC2154
	[[ $status -eq 0 && -z $output$stderr ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

# answers TEXT LINE...: get has exactly that to say.
answers() {
	local wanted=$1

	shift
	ask get "$@"
	[[ $status -eq 0 && $output == "$wanted" && -z $stderr ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

# fails VERB TEXT LINE...: nothing for git, one line for the person.
fails() {
	local verb=$1 text=$2

	shift 2
	ask "$verb" "$@"
	[[ $status -eq 1 && -z $output && $stderr == "fly-cred: "*"$text"* &&
		$stderr != *$'\n'* ]] || {
		echo "status $status: $output | $stderr"
		return 1
	}
}

# locked COMMAND...: with the store locked.
locked() {
	forget_key
	FLY_CRED_KEY_FILE='' "$@"
}
