#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# COMPLAINTS.md is complete, and what it names is there.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	TESTS=$FLY_CRED_SRCDIR/tests
}

# named: "FILE: TEST" for each that is named.
named() {
	sed -n 's/^ *`\([a-z-]*\.bats: .*\)`$/\1/p' "$TESTS/COMPLAINTS.md"
}

@test "there are 44, and each has a test or a reason" {
	run -0 awk '
		function ended() { if (number && !answered) print number }
		/^[0-9]+\. / { ended(); number = $1 + 0; count++; answered = 0
			if (number != count) print "after", count - 1 }
		/^ *`[a-z-]+\.bats: .*`$/ || /^ *Does not apply: / { answered = 1 }
		END { ended(); if (count != 44) print count }' \
		"$TESTS/COMPLAINTS.md"
	[ -z "$output" ]
}

@test "every test that is named is there" {
	local file name

	[ "$(named | wc -l)" -ge 60 ]
	named | while IFS= read -r line; do
		file=${line%%: *} name=${line#*: }
		grep -qxF -e "@test \"$name\" {" "$TESTS/$file" || {
			echo "no test '$name' in $file"
			exit 1
		}
	done
}
