# SPDX-License-Identifier: MIT
# Completion of fly-cred for bash. The words come from 'fly-cred complete',
# which knows the tables that parse the command line: there is no second list.
# shellcheck shell=bash

_fly_cred() {
	local word

	COMPREPLY=()
	while IFS=$'\t' read -r word _; do
		COMPREPLY+=("$word")
	done < <(fly-cred complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" \
		2> /dev/null)
}

# Where it knows no word, files are offered.
complete -o default -F _fly_cred fly-cred
