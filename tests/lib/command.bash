# SPDX-License-Identifier: MIT
# What every command must do alike. Needs refusal.bash.
# shellcheck shell=bash
# Conditions joined by && ... || { complain } are meant as that.
# shellcheck disable=SC2015

# helps COMMAND: --help goes to stdout, fits a terminal of 24 lines, names
# every option it takes and ends with an example.
helps() {
	local way

	for way in --help -h; do
		run --separate-stderr fly-cred "$1" "$way"
		# shellcheck disable=SC2154
		[[ $status -eq 0 && -z $stderr ]] &&
			[[ $output == "usage: fly-cred $1 "* ]] &&
			[[ $(wc -l <<< "$output") -le 24 ]] &&
			[[ $(wc -L <<< "$output") -le 80 ]] &&
			[[ ${output##*$'\n'} == "example: "*"fly-cred $1"* ]] || {
			echo "$output $stderr"
			return 1
		}
	done
}

# checks_usage COMMAND: wrong options are status 2 and never shown whole.
checks_usage() {
	refused_usage "$1" --frobnicate=s3cr3t && says "unknown option" \
		"--frobnicate" "'fly-cred $1 --help'" &&
		[[ $line != *s3cr3t* ]] &&
		refused_usage "$1" -Zq && says "unknown option -Z"
}

# refused_usage COMMAND ARGUMENT...: status 2; env alone has a word for eval.
refused_usage() {
	if [[ $1 == env ]]; then
		run --separate-stderr fly-cred "$@" < /dev/null
		line=$stderr
		[[ $status -eq 2 && $output == "false;" ]] &&
			[[ $line == "fly-cred: "* && $line != *$'\n'* ]]
	else
		refused 2 fly-cred "$@"
	fi
}

# each_option_helped COMMAND OPTION...: all of these, and no others.
each_option_helped() {
	local command=$1 found

	shift
	found=$(fly-cred "$command" --help |
		sed -n 's/^  *\(-[a-zA-Z], *\)*--\([a-z-]*\).*/\2/p' | xargs)
	[[ $found == "$* help" ]] || {
		echo "$found"
		return 1
	}
}
