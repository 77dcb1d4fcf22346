# SPDX-License-Identifier: MIT
# The hook of fly-cred for bash 4.4 and later, printed by 'fly-cred hook bash'.
# Where nothing changed it runs no program. What is to be set the program says,
# in calls of the functions below; see helper/cli/hook-code.h.
# shellcheck shell=bash disable=SC2154

_fly_cred_none=
_fly_cred_armed=0
_fly_cred_due=0
_fly_cred_needing='(^|[[:space:];&|(/])(fly|flyctl|terraform|tofu)([[:space:];&|)]|$)'
_fly_cred_changing='fly-cred +(allow|deny|init|key|lock|log|re|ro|unlock)'

# Whether the variable is as we left it. Others, as direnv, set it, too, and what
# is theirs stays as it is. A shell in a shell does not know at first.
_fly_cred_is_mine() {
	local now=_fly_cred_now_$1

	[[ -z ${_fly_cred_known-} ||
		${!1+set}${!1-} == "${!now+set}${!now-}" ]]
}

# What was there before is kept beside, exported if it was.
_fly_cred_save() {
	export FLY_CRED_HOOK="${FLY_CRED_HOOK:+$FLY_CRED_HOOK }$1"
	if [[ -z ${!1+set} ]]; then
		unset -v "FLY_CRED_BEFORE_$1"
	elif [[ ${!1@a} == *x* ]]; then
		export "FLY_CRED_BEFORE_$1=${!1}"
	else
		printf -v "FLY_CRED_BEFORE_$1" %s "${!1}"
	fi
}

# _fly_cred_set NAME [VALUE]
_fly_cred_set() {
	if [[ " ${FLY_CRED_HOOK-} " != *" $1 "* ]]; then
		_fly_cred_save "$1"
	elif ! _fly_cred_is_mine "$1"; then
		return 0
	fi
	unset -v "$1" "_fly_cred_now_$1"
	if (($# > 1)); then
		export "$1=$2"
		printf -v "_fly_cred_now_$1" %s "$2"
	fi
}

_fly_cred_restore() {
	local before=FLY_CRED_BEFORE_$1 value=

	if ! _fly_cred_is_mine "$1"; then
		_fly_cred_left="${_fly_cred_left-} $1"
	elif [[ -z ${!before+set} ]]; then
		unset -v "$1"
	elif [[ ${!before@a} == *x* ]]; then
		export "$1=${!before}"
	else
		value=${!before}
		unset -v "$1"
		printf -v "$1" %s "$value"
	fi
	unset -v "$before"
}

# What others put back that they found from us goes, too.
_fly_cred_sweep() {
	local IFS=' ' name now

	for name in $_fly_cred_left; do
		now=_fly_cred_now_$name
		if [[ -n ${!now-} && ${!name-} == "${!now-}" ]]; then
			unset -v "$name"
		fi
	done
}

_fly_cred_leave() {
	local IFS=' ' name

	for name in ${FLY_CRED_HOOK-}; do
		[[ ! $name =~ ^FLY_[A-Z_]+$ ]] || _fly_cred_restore "$name"
	done
	unset -v FLY_CRED_HOOK
	_fly_cred_known=
	_fly_cred_due=0
}

# _fly_cred_good TIME: renew from then on.
_fly_cred_good() {
	_fly_cred_due=$1
	_fly_cred_known=1
	_fly_cred_left=
	_fly_cred_trouble=
}

# _fly_cred_tell TEXT: each text once.
_fly_cred_tell() {
	[[ $'\n'${_fly_cred_told-} != *$'\n'"$1"$'\n'* ]] || return 0
	_fly_cred_told=${_fly_cred_told-}$1$'\n'
	printf 'fly-cred: %s\n' "$1" >&2
}

# _fly_cred_fail TEXT TIME: once until it works; try again from then on.
_fly_cred_fail() {
	_fly_cred_due=$2
	[[ $1 != "${_fly_cred_trouble-}" ]] || return 0
	_fly_cred_trouble=$1
	printf 'fly-cred: %s\n' "$1" >&2
}

# _fly_cred_update [OPTION...]: the token is nobody's business who traces.
_fly_cred_update() {
	local - code

	set +ax
	_fly_cred_key=$PWD\|${FLY_APP-}\|${FLY_ORG-}\|${FLY_CRED_ACCOUNT-}
	code=$("$_fly_cred_program" hook --export "$@" bash < /dev/null) ||
		code=_fly_cred_leave
	eval "$code" || :
}

_fly_cred_is_new() {
	[[ ${_fly_cred_key-} != \
		"$PWD|${FLY_APP-}|${FLY_ORG-}|${FLY_CRED_ACCOUNT-}" ]]
}

_fly_cred_prompt() {
	local status=$?

	_fly_cred_armed=0
	# As _fly_cred_is_new, but a call costs as much as all of this.
	if [[ ${_fly_cred_key-} != \
		"$PWD|${FLY_APP-}|${FLY_ORG-}|${FLY_CRED_ACCOUNT-}" ]]; then
		_fly_cred_update
	elif [[ -n ${_fly_cred_left-} ]]; then
		_fly_cred_sweep
	fi
	# With errexit that would end the shell.
	[[ $- == *e* ]] || return "$status"
}

# Before each command of a line; PS0 arms it once for the line.
_fly_cred_debug() {
	local now

	[[ -z ${COMP_LINE-} ]] || return 0
	if [[ -n ${_fly_cred_left-} ]]; then
		_fly_cred_sweep
	fi
	# Patterns are cheap; bash compiles an expression each time.
	if [[ ($BASH_COMMAND == *fly* || $BASH_COMMAND == *terraform* ||
		$BASH_COMMAND == *tofu*) &&
		$BASH_COMMAND =~ $_fly_cred_needing ]]; then
		_fly_cred_update --needed
	elif [[ $BASH_COMMAND == *fly-cred* &&
		$BASH_COMMAND =~ $_fly_cred_changing ]]; then
		_fly_cred_key=
	elif [[ -n ${_fly_cred_key-} ]] && _fly_cred_is_new; then
		_fly_cred_update
	elif ((_fly_cred_armed && _fly_cred_due)); then
		_fly_cred_armed=0
		printf -v now '%(%s)T' -1
		if ((now >= _fly_cred_due)); then
			_fly_cred_update
		fi
	fi
	return 0
}

# _fly_cred_install TRAP: what is before us, as a function can't see it.
_fly_cred_install() {
	local trap=()

	# shellcheck disable=SC2016
	[[ ${PS0-} == *_fly_cred_armed* ]] ||
		PS0=${PS0-}'${_fly_cred_none:$((_fly_cred_armed = 1)):0}'
	eval "trap=($1)"
	# shellcheck disable=SC2016
	[[ ${trap[2]-} == *_fly_cred_debug* ]] || builtin trap -- \
		"${trap[2]:+${trap[2]}$'\n'}"'[[ $BASH_COMMAND == _fly_cred_prompt ]] \
			|| _fly_cred_debug "$_"' DEBUG
	[[ "${PROMPT_COMMAND[*]-}" != *_fly_cred_prompt* ]] || return 0
	# shellcheck disable=SC2128,SC2178
	if [[ $(declare -p PROMPT_COMMAND 2>&1) == "declare -a"* ]]; then
		PROMPT_COMMAND=(_fly_cred_prompt "${PROMPT_COMMAND[@]}")
	else
		PROMPT_COMMAND="_fly_cred_prompt${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
	fi
}

_fly_cred_install "$(builtin trap -p DEBUG)"
