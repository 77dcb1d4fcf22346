# SPDX-License-Identifier: MIT
# Completion of fly-cred for bash. The words come from --help, which is printed
# from the same tables that parse the command line: there is no second list.
# shellcheck shell=bash

_fly_cred_words() {
	local word

	while read -r word; do
		COMPREPLY+=("$word")
	done < <(compgen -W "$1" -- "$2")
}

# The first word of every line of the list of commands, or words with '|'.
_fly_cred_commands() {
	fly-cred --help 2> /dev/null |
		sed -n 's/^  \([a-z|-]*\)  *[a-z].*/\1/p' | tr '|' '\n'
}

# Every --option of one command.
_fly_cred_options() {
	fly-cred "$1" --help 2> /dev/null | grep -oE -e '--[a-z-]+' | sort -u
}

# What may follow an option that takes a value; nothing for most.
_fly_cred_value() {
	case $1 in
	--profile) echo deploy org readonly ;;
	--shell) echo bash zsh sh fish json dotenv github ;;
	esac
}

_fly_cred() {
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]-}

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		_fly_cred_words "$(_fly_cred_commands)" "$word"
	elif [[ $word == -* ]]; then
		_fly_cred_words "$(_fly_cred_options "$command")" "$word"
	elif [[ $before == --key-file ]]; then
		compopt -o default
	else
		_fly_cred_words "$(_fly_cred_value "$before")" "$word"
		case $command in
		allow | deny) compopt -o dirnames ;;
		setup) _fly_cred_words docker "$word" ;;
		create)
			_fly_cred_words "deploy org readonly ssh machine-exec \
				wireguard litefs-cloud" "$word"
			;;
		key) _fly_cred_words 'list add remove rotate' "$word" ;;
		esac
	fi
}

complete -F _fly_cred fly-cred
