# SPDX-License-Identifier: MIT
# The hook of fly-cred for zsh, printed by 'fly-cred hook zsh'.
# Where nothing changed it runs no program. What is to be set the program says,
# in calls of the functions below; see helper/cli/hook-code.h.

typeset -gi _fly_cred_due=0
typeset -g _fly_cred_key= _fly_cred_known= _fly_cred_left= _fly_cred_told=
typeset -g _fly_cred_trouble=
typeset -g _fly_cred_needing='(^|[[:space:];&|(/])(fly|flyctl|terraform|tofu)([[:space:];&|)]|$)'
typeset -g _fly_cred_changing='fly-cred +(allow|deny|init|key|lock|log|re|ro|unlock)'

# Whether the variable is as we left it. Others, as direnv, set it, too, and what
# is theirs stays as it is. A shell in a shell does not know at first.
_fly_cred_is_mine() {
	emulate -L zsh
	local now=_fly_cred_now_$1 name=$1

	[[ -z $_fly_cred_known ||
		${(P)+name}${(P)name-} == "${(P)+now}${(P)now-}" ]]
}

# What was there before is kept beside, exported if it was.
_fly_cred_save() {
	emulate -L zsh
	local name=$1

	typeset -gx FLY_CRED_HOOK="${FLY_CRED_HOOK:+$FLY_CRED_HOOK }$name"
	unset "FLY_CRED_BEFORE_$name"
	if (( ! ${(P)+name} )); then
		return 0
	elif [[ ${(Pt)name} == *export* ]]; then
		typeset -gx "FLY_CRED_BEFORE_$name=${(P)name}"
	else
		typeset -g "FLY_CRED_BEFORE_$name=${(P)name}"
	fi
}

# _fly_cred_set NAME [VALUE]
_fly_cred_set() {
	emulate -L zsh

	if [[ " ${FLY_CRED_HOOK-} " != *" $1 "* ]]; then
		_fly_cred_save "$1"
	elif ! _fly_cred_is_mine "$1"; then
		return 0
	fi
	unset "$1" "_fly_cred_now_$1"
	if (( $# > 1 )); then
		typeset -gx "$1=$2"
		typeset -g "_fly_cred_now_$1=$2"
	fi
}

_fly_cred_restore() {
	emulate -L zsh
	local before=FLY_CRED_BEFORE_$1

	if ! _fly_cred_is_mine "$1"; then
		_fly_cred_left+=" $1"
	elif (( ! ${(P)+before} )); then
		unset "$1"
	elif [[ ${(Pt)before} == *export* ]]; then
		typeset -gx "$1=${(P)before}"
	else
		unset "$1"
		typeset -g "$1=${(P)before}"
	fi
	unset "$before"
}

# What others put back that they found from us goes, too.
_fly_cred_sweep() {
	emulate -L zsh
	local name now

	for name in ${(s: :)_fly_cred_left}; do
		now=_fly_cred_now_$name
		if [[ -n ${(P)now-} && ${(P)name-} == "${(P)now-}" ]]; then
			unset "$name"
		fi
	done
}

_fly_cred_leave() {
	emulate -L zsh
	local name

	for name in ${(s: :)FLY_CRED_HOOK-}; do
		[[ ! $name =~ '^FLY_[A-Z_]+$' ]] || _fly_cred_restore "$name"
	done
	unset FLY_CRED_HOOK
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
	emulate -L zsh

	[[ $'\n'$_fly_cred_told != *$'\n'"$1"$'\n'* ]] || return 0
	_fly_cred_told+=$1$'\n'
	print -r -u 2 -- "fly-cred: $1"
}

# _fly_cred_fail TEXT TIME: once until it works; try again from then on.
_fly_cred_fail() {
	emulate -L zsh

	_fly_cred_due=$2
	[[ $1 != "$_fly_cred_trouble" ]] || return 0
	_fly_cred_trouble=$1
	print -r -u 2 -- "fly-cred: $1"
}

# _fly_cred_update [OPTION...]: the token is nobody's business who traces.
_fly_cred_update() {
	emulate -L zsh
	setopt no_err_exit no_err_return no_xtrace no_all_export
	local code

	_fly_cred_key="$PWD|${FLY_APP-}|${FLY_ORG-}|${FLY_CRED_ACCOUNT-}"
	code=$("$_fly_cred_program" hook --export "$@" zsh < /dev/null) ||
		code=_fly_cred_leave
	eval "$code"
	return 0
}

_fly_cred_is_new() {
	[[ $_fly_cred_key != \
		"$PWD|${FLY_APP-}|${FLY_ORG-}|${FLY_CRED_ACCOUNT-}" ]]
}

_fly_cred_prompt() {
	if _fly_cred_is_new; then
		_fly_cred_update
	elif [[ -n $_fly_cred_left ]]; then
		_fly_cred_sweep
	fi
	return 0
}

# Before each line: zsh says in $3 what it is with all aliases expanded.
_fly_cred_preexec() {
	emulate -L zsh
	setopt no_err_exit no_err_return

	[[ -z $_fly_cred_left ]] || _fly_cred_sweep
	if [[ $3 == *(fly|terraform|tofu)* && $3 =~ $_fly_cred_needing ]]; then
		_fly_cred_update --needed
	elif [[ $3 == *fly-cred* && $3 =~ $_fly_cred_changing ]]; then
		_fly_cred_key=
	elif _fly_cred_is_new; then
		_fly_cred_update
	elif (( _fly_cred_due && ${(%):-%D{%s\}} >= _fly_cred_due )); then
		_fly_cred_update
	fi
	return 0
}

typeset -ga precmd_functions preexec_functions chpwd_functions
(( ${precmd_functions[(I)_fly_cred_prompt]} )) ||
	precmd_functions=(_fly_cred_prompt "${precmd_functions[@]}")
(( ${preexec_functions[(I)_fly_cred_preexec]} )) ||
	preexec_functions+=(_fly_cred_preexec)
(( ${chpwd_functions[(I)_fly_cred_prompt]} )) ||
	chpwd_functions+=(_fly_cred_prompt)
