# SPDX-License-Identifier: MIT
# What a handed-out token is, as the stand-in's verifier has it.
# Needs stand-in.bash and a running stand-in.
# shellcheck shell=bash

# may ACTION MEMBER... < TOKEN: whether the token allows the access, whose
# members ("app_name": "shop", ...) are those of POST /v1/tokens/authorize.
# Anything but a yes or a clear no says so and is neither: status 2.
may() {
	local action=$1 reply request

	shift
	request=$(jq -Rcs --argjson access "{\"action\": \"$action\"${1:+, }$(
		IFS=,
		echo "$*"
	)}" '{header: rtrimstr("\n"), access: $access}')
	reply=$(stand_in_control post /v1/tokens/authorize "$request") && return
	[[ ${reply##*$'\n'} == 403 ]] && return 1
	echo "no decision: $reply"
	return 2
}

# may_not ACTION MEMBER... < TOKEN: whether it is refused, and for that alone.
may_not() {
	local status=0

	may "$@" || status=$?
	[[ $status -eq 1 ]]
}

# caveats < TOKEN: those of the permission tokens, a JSON array for each.
caveats() {
	stand_in_control post /v1/tokens/authenticate \
		"$(jq -Rcs '{header: rtrimstr("\n")}')" | head -n 1 |
		jq -ce '.[].caveats'
}

# life_left < TOKEN: seconds until its narrowest window ends.
life_left() {
	local ends

	ends=$(caveats | jq '[.[] | select(.type == "ValidityWindow")
		| .body.not_after] | min')
	echo $((ends - $(date +%s)))
}
