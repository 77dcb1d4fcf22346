# SPDX-License-Identifier: MIT
# What every failure of a command must be like.
# shellcheck shell=bash
# Conditions joined by && ... || { complain } are meant as that.
# shellcheck disable=SC2015,SC2154

# refused STATUS COMMAND...: it exits with that, prints nothing on stdout and
# exactly one line on stderr, "fly-cred: ..."; the line is left in $line.
refused() {
	local expected=$1

	shift
	run --separate-stderr timeout -k 2 60 "$@" < /dev/null
	line=$stderr
	[[ $status -eq $expected && -z $output ]] &&
		[[ $line == "fly-cred: "* && $line != *$'\n'* ]] || {
		echo "status $status, not $expected: $output | $line"
		return 1
	}
}

# says TEXT...: the line of the last refusal has all of them.
says() {
	local text

	for text; do
		[[ $line == *"$text"* ]] || {
			echo "no '$text' in: $line"
			return 1
		}
	done
}

# both_refuse STATUS TEXT...: 'fly-cred get' with that status and
# docker-credential-fly with its own; both say all of the texts.
both_refuse() {
	local expected=$1

	shift
	refused "$expected" fly-cred get && says "$@" &&
		docker_refuses "$@"
}

# docker_refuses TEXT...: the reason on stdout for docker and on stderr for
# the person, exit status 1.
docker_refuses() {
	run --separate-stderr timeout -k 2 60 docker-credential-fly get \
		<<< registry.fly.io
	line=$stderr
	[[ $status -eq 1 && $line == "fly-cred: $output" ]] &&
		[[ -n $output && $output != *$'\n'* ]] || {
		echo "status $status: $output | $line"
		return 1
	}
	says "$@"
}
