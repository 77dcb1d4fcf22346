#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The manual pages say what the programs do: all of it, and nothing besides.

bats_require_minimum_version 1.5.0

setup_file() {
	# shellcheck source=tests/lib/person.bash
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	# shellcheck disable=SC2119
	world_start
	MAN=$FLY_CRED_SRCDIR/man
	export MAN PATH="$FLY_CRED_BUILDDIR:$PATH"
	commands > "$T/commands"
	[[ -s $T/commands ]]
}

teardown_file() {
	# shellcheck source=tests/lib/person.bash
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	# shellcheck source=tests/lib/person.bash
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	isolate
}

# commands: those that fly-cred knows, in its order.
commands() {
	fly-cred --help | sed -n 's/^  \([a-z|-]*\)  *[a-z].*/\1/p' | tr '|' '\n'
}

# each FUNCTION: calls it with every page.
each() {
	local page

	for page in "$MAN"/*.[1578]; do
		"$1" "$page" || return 1
	done
}

# same WHAT: the files wanted and found have the same lines, in any order.
same() {
	sort -o "$T/wanted" "$T/wanted"
	sort -o "$T/found" "$T/found"
	[[ -s $T/wanted ]] || { echo "no $1 at all"; return 1; }
	diff -u "$T/wanted" "$T/found" || { echo "^ $1"; return 1; }
}

# items PAGE MACRO: the first words of the list items of that macro.
items() {
	sed -n "s/^\.It $2 \([^ ]*\).*/\1/p" "$1"
}

@test "mandoc has nothing to warn of" {
	lint() {
		run -0 mandoc -T lint -W warning "$1"
		[[ -z $output ]] || { echo "$output"; return 1; }
	}
	each lint
}

@test "groff renders every page without a warning" {
	render() {
		run -0 --separate-stderr env LC_ALL=C.UTF-8 MANROFFSEQ= \
			MANWIDTH=80 man --warnings -E UTF-8 -Tutf8 -Z -l "$1"
		# shellcheck disable=SC2154
		[[ -n $output && -z $stderr ]] || { echo "$stderr"; return 1; }
	}
	each render
}

@test "every page has the sections it needs" {
	sections() {
		local section

		for section in NAME SYNOPSIS DESCRIPTION EXAMPLES "SEE ALSO"; do
			[[ $1 == *.[57] && $section == SYNOPSIS ]] ||
				grep -q "^\.Sh $section$" "$1" ||
				{ echo "no $section in $1"; return 1; }
		done
		[[ $1 == *.[57] ]] || grep -q '^\.Sh EXIT STATUS$' "$1"
	}
	each sections
}

@test "a page that another names is there" {
	references() {
		local page

		sed -n 's/^\.\(It \)\{0,1\}Xr \([a-z-]*fly[a-z-]*\) \([1578]\).*/\2.\3/p' \
			"$1" > "$T/names"
		while read -r page; do
			[[ -e $MAN/$page ]] || { echo "$1: $page"; return 1; }
		done < "$T/names"
	}
	each references
}

@test "every command has a page, and every page a command" {
	sed 's/.*/fly-cred-&.1/' "$T/commands" > "$T/wanted"
	(cd "$MAN" && printf '%s\n' fly-cred-*.1) > "$T/found"
	same "pages of commands"
	sed 's/.*/fly-cred-&/' "$T/commands" > "$T/wanted"
	items "$MAN/fly-cred.1" Xr > "$T/found"
	same "commands in fly-cred(1)"
}

# A line of help, "  -a, --app NAME    ...", as the page has it.
as_items() {
	sed -n -e '/^  -h, --help/d' \
		-e 's/^  -\(.\), --\([a-z-]*\) \([A-Z][A-Z]*\)  .*/.It Fl \1 , Fl -\2 Ar \3/p' \
		-e 's/^  -\(.\), --\([a-z-]*\)  .*/.It Fl \1 , Fl -\2/p' \
		-e 's/^      --\([a-z-]*\) \([A-Z][A-Z]*\)  .*/.It Fl -\1 Ar \2/p' \
		-e 's/^      --\([a-z-]*\)\[=\([A-Z]*\)\]  .*/.It Fl -\1 Ns Op = Ns Ar \2/p' \
		-e 's/^      --\([a-z-]*\)  .*/.It Fl -\1/p'
}

@test "every option is in its command's page, and no other" {
	local name options=0

	while read -r name; do
		fly-cred "$name" --help | as_items | sort > "$T/wanted"
		grep '^\.It Fl' "$MAN/fly-cred-$name.1" | sort > "$T/found" || :
		diff -u "$T/wanted" "$T/found"
		options=$((options + $(wc -l < "$T/wanted")))
		# help has a line for each option that as_items understood
		(($(fly-cred "$name" --help | grep -c '^  .*--[a-z]') == \
			$(wc -l < "$T/wanted") + 1))
	done < "$T/commands"
	((options > 30))
}

@test "the example of each command's help is in its page" {
	local name example

	while read -r name; do
		example=$(fly-cred "$name" --help | sed -n 's/^example: //p')
		[[ -n $example ]]
		MANWIDTH=200 mandoc -T ascii "$MAN/fly-cred-$name.1" | col -b |
			grep -qF -- "\$ $example" ||
			{ echo "$name: $example"; return 1; }
	done < "$T/commands"
}

@test "help fits a terminal of 24 lines and 80 columns" {
	local name

	for name in "" $(cat "$T/commands"); do
		# one column and one line are the prompt's
		# shellcheck disable=SC2086
		fly-cred $name --help > "$T/help"
		(($(wc -l < "$T/help") < 24))
		awk 'length > 79 { print; bad = 1 } END { exit bad }' "$T/help"
	done
}

@test "every verb of docker-credential-fly is in its page" {
	docker-credential-fly --help | sed -n \
		's/^usage: docker-credential-fly //p' | tr '|' '\n' > "$T/wanted"
	items "$MAN/docker-credential-fly.1" Cm > "$T/found"
	same "verbs"
}

@test "every verb of git-credential-fly is in its page" {
	git-credential-fly --help | sed -n \
		's/^usage: git-credential-fly \[[^ ]*\] //p' | tr '|' '\n' \
		> "$T/wanted"
	items "$MAN/git-credential-fly.1" Cm > "$T/found"
	same "verbs"
}

@test "every verb of terraform-credentials-fly is in its page" {
	terraform-credentials-fly --help | sed -n \
		's/^usage: terraform-credentials-fly \([^ ]*\) HOST/\1/p' |
		tr '|' '\n' > "$T/wanted"
	items "$MAN/terraform-credentials-fly.1" Cm > "$T/found"
	same "verbs"
}

@test "every setting is in fly-cred-config(5), with values and default" {
	"$FLY_CRED_BUILDDIR/tests/unit/print-settings" > "$T/wanted"
	grep '^\.It Ic' "$MAN/fly-cred-config.5" > "$T/found"
	same "settings"
}

@test "the example of fly-cred-config(5) is accepted" {
	mkdir -p "$T/home/.config/fly-cred"
	sed -e '1,/^\.Sh EXAMPLES/d' "$MAN/fly-cred-config.5" |
		sed -e '1d' -e '/^\.Ed/,$d' \
			> "$T/home/.config/fly-cred/config.yml"
	grep -q '^docker:' "$T/home/.config/fly-cred/config.yml"
	# No store yet, which is looked for when the settings are read.
	HOME=$T/home run -3 fly-cred status
	[[ $output == *"here     app shop, from default.app in "* ]]
}

@test "every field and operation of the protocol is in a page" {
	sed -n 's/^#define \(FIELD\|OPERATION\|PROFILE\)_[A-Z_]*[[:space:]]*"\([a-z_-]*\)".*/\2/p' \
		"$FLY_CRED_SRCDIR/helper/api/protocol.h" | sort -u > "$T/wanted"
	{
		items "$MAN/fly-cred-api.8" Cm
		items "$MAN/fly-cred-discharges.7" Cm
	} | sort -u > "$T/found"
	(($(wc -l < "$T/wanted") > 20))
	same "fields and operations"
}

@test "a store opens by what fly-cred-store(5) says of its bytes" {
	person_logged_in reader
	project shop
	fly-cred get > /dev/null
	run -0 "$FLY_CRED_SRCDIR/tests/lib/read-store" \
		"$(store_directory)" "$HOME/key"
	[[ $output == *"login|1001@$STAND_IN_URL|||token"* ]]
	[[ $output == *"token|1001@$STAND_IN_URL|app:1234567|deploy|names|"* ]]
}

@test "exit statuses are those of the code" {
	local page status

	sed -n 's/^\t\(ERR_[A-Z_]*\) = \([0-9]*\),.*/\2 Pq Dv \1/p' \
		"$FLY_CRED_SRCDIR/helper/util/error.h" > "$T/wanted"
	sed -n 's/^\.It \([0-9]* Pq Dv ERR_\)/\1/p' "$MAN/fly-cred-api.8" \
		> "$T/found"
	same "codes"
	sed -i 's/ .*//' "$T/wanted"
	echo 0 >> "$T/wanted"
	statuses "$MAN/fly-cred.1" > "$T/found"
	same "exit statuses of fly-cred(1)"
	for page in "$MAN"/fly-cred-*.1; do
		for status in $(statuses "$page"); do
			grep -qx "$status" "$T/wanted"
		done
	done
}

# statuses PAGE: the numbers in its section about them.
statuses() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]*\)$/\1/p' "$1"
}

@test "the README shows every folder of the source, and none besides" {
	(cd "$FLY_CRED_SRCDIR" && printf '%s/\n' helper/*) |
		grep -v local.mk > "$T/wanted"
	# shellcheck disable=SC2016
	sed -n 's/^| `\(helper\/[a-z]*\/\)` .*/\1/p' \
		"$FLY_CRED_SRCDIR/README.md" > "$T/found"
	same "folders"
}

@test "every variable that is read or set is in fly-cred-environment(7)" {
	find "$FLY_CRED_SRCDIR/helper" -name '*.c' -exec cat {} + |
		grep -oE '"((FLY|DOCKER|GITHUB|XDG)_[A-Z_]+|ZDOTDIR)"|env[a-z]*\("[A-Z_]+"' |
		sed -e 's/.*("//' -e 's/"//g' | sort -u > "$T/wanted"
	(($(wc -l < "$T/wanted") > 15))
	items "$MAN/fly-cred-environment.7" Ev > "$T/found"
	same "variables"
}
