# SPDX-License-Identifier: MIT
# The store's files, for tests that damage them. Needs person.bash.
# shellcheck shell=bash

# without FILE COMMAND...: the exit status of the command while that record is
# away and nothing can be asked of Fly.
without() {
	local file=$1 result=0

	shift
	mv "$file" "$HOME/away"
	FLY_CRED_EXEC_PATH=/nowhere "$@" > /dev/null 2>&1 || result=$?
	mv "$HOME/away" "$file"
	echo "$result"
}

# kind_of FILE: names tell nothing and times may be equal, so it is found out
# what is missed when the record is away.
kind_of() {
	case "$(without "$1" fly-cred get) $(without "$1" fly-cred renew)" in
	"3 3") echo accounts ;;
	"0 3") echo login ;;
	"0 1") echo organizations ;;
	*) [[ $(stat -c %s "$1") -gt 600 ]] && echo token || echo name ;;
	esac
}

# records_learn: finds out what the five records are that a login and a get in
# a project leave; record works from then on.
records_learn() {
	local file

	for file in "$(store_directory)"/current/records/*; do
		echo "$(kind_of "$file") $(basename "$file")"
	done > "$HOME/kinds"
	[[ $(cut -d ' ' -f 1 "$HOME/kinds" | sort | xargs) == \
		"accounts login name organizations token" ]] || {
		cat "$HOME/kinds"
		return 1
	}
}

# record KIND: the file of the record of that kind.
record() {
	echo "$(store_directory)/current/records/$(sed -n "s/^$1 //p" \
		"$HOME/kinds")"
}

# contents: a checksum of everything that is kept, locks apart.
contents() {
	(
		cd "$(store_directory)" || exit
		find . -path ./locks -prune -o -type f -print | sort |
			xargs -d '\n' sha256sum
	)
}

# kept: all that was there in BEFORE is as it was; more may have come, as what
# Fly made and nobody could keep is noted to be revoked.
kept() {
	! grep -vxFf <(contents) <<< "${BEFORE:?}"
}

# keep, restore: a copy of the store, and back to it.
keep() {
	rm -rf "$HOME/kept"
	cp -a "$(store_directory)" "$HOME/kept"
}

restore() {
	rm -rf "$(store_directory)"
	cp -a "$HOME/kept" "$(store_directory)"
}

# flip FILE OFFSET: changes one byte, from the end if negative.
flip() {
	local at=$2 byte

	((at >= 0)) || at=$(($(stat -c %s "$1") + at))
	byte=$(od -An -tu1 -j "$at" -N 1 "$1")
	# shellcheck disable=SC2059
	printf "\\x$(printf %02x $((byte ^ 1)))" |
		dd of="$1" bs=1 seek="$at" conv=notrunc status=none
}
