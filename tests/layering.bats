#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The shape of the sources: who may include whom, sizes, what is not used.

bats_require_minimum_version 1.5.0

setup() {
	cd "$FLY_CRED_SRCDIR" || return 1
}

# none: fails, and shows them, when stdin has lines.
none() {
	! grep . || return 1
}

# includes: FILE INCLUDED, for each of our own headers that is included.
includes() {
	grep -rH '^#[[:space:]]*include "' helper --include='*.[ch]' |
		sed 's/:[^"]*"/ /; s/".*//'
}

@test "own headers are named by their layer" {
	includes | grep -vE ' (config\.h|[a-z]+/[a-z0-9-]+\.h)$' | none
	(($(includes | wc -l) > 100))
}

@test "includes go down, never up or sideways" {
	includes | awk '
	BEGIN {
		below["cli"] = below["frontend"] = "resolve store call token util"
		below["resolve"] = "store call token util"
		below["store"] = below["api"] = "token util"
		below["token"] = "util"
	}
	$2 == "config.h" { next }
	{
		split($1, from, "/")
		split($2, to, "/")
		layer = $2 ~ /^api\/(call|call-discharge|call-session|call-tokens|discharge-place|protocol)\.h$/ ? "call" : to[1]
		if (from[2] != to[1] &&
		    index(" " below[from[2]] " ", " " layer " ") == 0)
			print $1 " includes " $2
	}' | none
}

@test "the half of api/ that others call does not lead to the program's" {
	local file queue=(api/call{,-discharge,-session,-tokens} api/protocol) seen=' '

	while ((${#queue[@]})); do
		file=${queue[0]}
		queue=("${queue[@]:1}")
		[[ $seen != *" $file "* ]] || continue
		seen+="$file "
		run ! grep -H 'include <curl/' "helper/$file".[ch]
		while read -r file; do
			queue+=("${file%.h}")
		done < <(includes | sed -n "s,^helper/$file\.[ch] \(api/\),\1,p")
	done
	run ! grep -E ' api/(http|operation|graphql) ' <<< "$seen"
}

@test "each header compiles alone" {
	local headers

	mapfile -t headers < <(find "$PWD/helper" -name '*.h')
	((${#headers[@]} > 50))
	cd "$FLY_CRED_BUILDDIR"
	# shellcheck disable=SC2086
	${FLY_CRED_CC:?} $FLY_CRED_CPPFLAGS -std=gnu17 -O2 -Wall -Wextra \
		-Werror -fsyntax-only -include config.h -x c "${headers[@]}"
}

@test "only fly-cred-api needs libcurl" {
	local program

	cd "$FLY_CRED_BUILDDIR"
	for program in fly-cred docker-credential-fly git-credential-fly \
		terraform-credentials-fly; do
		readelf -d "$program" > "$BATS_TEST_TMPDIR/needed"
		grep -q 'NEEDED.*libc\.so' "$BATS_TEST_TMPDIR/needed"
		run ! grep -i 'NEEDED.*curl' "$BATS_TEST_TMPDIR/needed"
	done
	readelf -d fly-cred-api | grep -q 'NEEDED.*curl'
}

@test "functions that overflow, guess or start a shell are not used" {
	local banned='strcpy|strcat|sprintf|atoi|strtok|gets|system|popen'

	grep -rnE "\\b($banned)\\(" helper --include='*.[ch]' | none
}

# sources: what people wrote here, by name; not what a build here has made,
# which is binary but for what is named.
sources() {
	find helper m4 man script shell tests Makefile.am configure.ac .ci \
		-type f -not -path '*/corpus/*' -not -path '*/data/*' \
		-not -path '*/.deps/*' -not -name '*.log' -not -name '*.trs' \
		-not -name '*.md' -exec grep -lI . {} + 2> /dev/null
}

@test "no file has over 300 lines" {
	sources | xargs wc -l | awk '$2 != "total" && $1 > 300' | none
	(($(sources | wc -l) > 200))
}

@test "no function has over 80 lines" {
	find helper tests -name '*.[ch]' -exec awk '
	FNR == 1 || /^$/ { start = FNR + 1 }
	/^ \*\/|\*\/$/ { start = FNR + 1 }
	/^{/ { inside = 1 }
	/^}/ && inside {
		inside = 0
		if (FNR - start + 1 > 80)
			print FILENAME ":" start ": " FNR - start + 1 " lines"
	}' {} + | none
	# Shell: kernel braces as well, the first on the line of the name.
	sources | grep -E '^(tests|script|shell)/' | xargs awk '
	/^[a-z_]+\(\) \{$|^@test .* \{$/ { start = FNR }
	/^}/ && start {
		if (FNR - start + 1 > 80)
			print FILENAME ":" start ": " FNR - start + 1 " lines"
		start = 0
	}' | none
}

# The text of the comment after the licence's line, which may have a line for
# a program before it.
purpose() {
	awk '
	NR == 1 && /^#(!|compdef)/ { next }
	!licence++ {
		if (!/SPDX-License-Identifier: MIT/)
			exit
		next
	}
	!/^(\/\*|  ?\*|#|"""|dnl|\.\\")/ && !in_quotes { exit }
	/^"""/ { in_quotes = 1 }
	{ print }
	/\*\/$|"""$/ { exit }' "$1" | tr '\n' ' '
}

@test "each source names its licence, then says what it is for" {
	local file sentence='[A-Za-z].*[^ ]\.( |"|$)'

	while read -r file; do
		[[ $(purpose "$file") =~ $sentence ]] || echo "$file"
	done < <(sources | grep -vE '\.(json|graphql|txt)$') | none
}
