# SPDX-License-Identifier: MIT
# The hook of fly-cred for fish 3.5 and later, printed by 'fly-cred hook fish'.
# Where nothing changed it runs no program. What is to be set the program says,
# in calls of the functions below; see helper/cli/hook-code.h.

set -g _fly_cred_due 0
set -g _fly_cred_key ''
set -g _fly_cred_known ''
set -g _fly_cred_left
set -g _fly_cred_told
set -g _fly_cred_trouble ''
set -g _fly_cred_needing '(^|[\s;&|(/])(fly|flyctl|terraform|tofu)([\s;&|)]|$)'
set -g _fly_cred_changing 'fly-cred +(allow|deny|init|key|lock|log|re|ro|unlock)'

# Whether the variable is as we left it. Others, as direnv, set it, too, and what
# is theirs stays as it is. A shell in a shell does not know at first.
function _fly_cred_is_mine --argument-names name
	set -l now _fly_cred_now_$name

	test -z "$_fly_cred_known"; and return 0
	set -qg $name; or begin
		not set -qg $now
		return
	end
	set -qg $now; and test "$$name" = "$$now"
end

# What was there before is kept beside, exported if it was. A universal variable
# stays what it is behind a global one.
function _fly_cred_save --argument-names name
	set -gx FLY_CRED_HOOK (string trim -- "$FLY_CRED_HOOK $name")
	set -eg FLY_CRED_BEFORE_$name
	if set -qgx $name
		set -gx FLY_CRED_BEFORE_$name $$name
	else if set -qg $name
		set -gu FLY_CRED_BEFORE_$name $$name
	end
	return 0
end

# _fly_cred_set NAME [VALUE]
function _fly_cred_set --argument-names name value
	if not contains -- $name (string split -- ' ' "$FLY_CRED_HOOK")
		_fly_cred_save $name
	else if not _fly_cred_is_mine $name
		return 0
	end
	set -eg $name
	set -eg _fly_cred_now_$name
	if test (count $argv) -gt 1
		set -gx $name $value
		set -gu _fly_cred_now_$name $value
	else if set -qUx $name
		_fly_cred_tell "$name is a universal variable, which fish exports \
in any case, and hides the token; 'set -eU $name' takes it away"
	end
	return 0
end

function _fly_cred_restore --argument-names name
	set -l before FLY_CRED_BEFORE_$name

	if _fly_cred_is_mine $name
		set -eg $name
		if set -qgx $before
			set -gx $name $$before
		else if set -qg $before
			set -gu $name $$before
		end
	else
		set -ga _fly_cred_left $name
	end
	set -eg $before
	return 0
end

# What others put back that they found from us goes, too.
function _fly_cred_sweep
	for name in $_fly_cred_left
		set -l now _fly_cred_now_$name
		if test -n "$$now" -a "$$name" = "$$now"
			set -eg $name
		end
	end
end

function _fly_cred_leave
	for name in (string split -n -- ' ' "$FLY_CRED_HOOK")
		if string match -qr '^FLY_[A-Z_]+$' -- $name
			_fly_cred_restore $name
		end
	end
	set -eg FLY_CRED_HOOK
	set -g _fly_cred_known ''
	set -g _fly_cred_due 0
end

# _fly_cred_good TIME: renew from then on.
function _fly_cred_good --argument-names time
	set -g _fly_cred_due $time
	set -g _fly_cred_known 1
	set -g _fly_cred_left
	set -g _fly_cred_trouble ''
end

# _fly_cred_tell TEXT: each text once.
function _fly_cred_tell --argument-names text
	contains -- $text $_fly_cred_told; and return 0
	set -ga _fly_cred_told $text
	echo "fly-cred: $text" >&2
end

# _fly_cred_fail TEXT TIME: once until it works; try again from then on.
function _fly_cred_fail --argument-names text time
	set -g _fly_cred_due $time
	test "$text" = "$_fly_cred_trouble"; and return 0
	set -g _fly_cred_trouble $text
	echo "fly-cred: $text" >&2
end

# _fly_cred_update [OPTION...]
function _fly_cred_update
	set -g _fly_cred_key "$PWD|$FLY_APP|$FLY_ORG|$FLY_CRED_ACCOUNT"
	set -l code (command $_fly_cred_program hook --export $argv fish \
		< /dev/null)
	or set code _fly_cred_leave
	eval $code
	return 0
end

function _fly_cred_prompt --on-event fish_prompt --on-variable PWD
	if test "$PWD|$FLY_APP|$FLY_ORG|$FLY_CRED_ACCOUNT" != "$_fly_cred_key"
		_fly_cred_update
	else if set -q _fly_cred_left[1]
		_fly_cred_sweep
	end
end

# Before each line. There is no builtin for the time, but one for how long ago
# a file was changed, and when.
function _fly_cred_preexec --on-event fish_preexec --argument-names line
	set -q _fly_cred_left[1]; and _fly_cred_sweep
	if string match -qr -- $_fly_cred_needing "$line"
		_fly_cred_update --needed
	else if string match -qr -- $_fly_cred_changing "$line"
		set -g _fly_cred_key ''
	else if test $_fly_cred_due -gt 0; and test (math (path mtime /) + \
			(path mtime -R /)) -ge $_fly_cred_due
		_fly_cred_update
	end
end
