# SPDX-License-Identifier: MIT
# Logging in as one of the stand-in's people, and what must come of it.
# Needs person.bash and token.bash.
# shellcheck shell=bash
# Conditions joined by && ... || { complain } are meant as that.
# shellcheck disable=SC2015,SC2034,SC2154

# login_setup: a person with a store, DEV's and OPS's tokens.
login_setup() {
	person dev
	fly-cred init 2> /dev/null
	DEV=$(cat "$T/world/login-token")
	OPS=$(cat "$T/world/login-token-2")
}

# login TEXT [ARGUMENT...]: the text, as it is, on stdin.
login() {
	local text=$1

	shift
	run --separate-stderr fly-cred login --token-stdin "$@" \
		< <(printf '%s' "$text")
	line=$stderr
}

# accepted: the login before was, as dev, and makes tokens.
accepted() {
	[[ $status -eq 0 && -z $stderr ]] &&
		[[ $output == "logged in as dev@example.com, 2 organizations" ]] || {
		echo "$status: $output | $stderr"
		return 1
	}
	fly-cred get --app shop | may rw '"app_name": "shop"'
}
