# SPDX-License-Identifier: MIT
# A person whose next docker-credential-fly get is answered from the store.
# shellcheck shell=bash

# shellcheck source=tests/lib/person.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/person.bash"

# hot_path_config: settings as people have them, eight lines.
hot_path_config() {
	mkdir -p "$HOME/.config/fly-cred"
	cat > "$HOME/.config/fly-cred/config.yml" <<- 'EOF'
		docker:
		  life: 1h
		  narrow: docker
		issue:
		  life: 24h
		default:
		  org: acme
		store: {timeout: 8h}
	EOF
}

# hot_path_person NAME: logged in, in the directory of app shop, with a fresh
# token in the store and the key in the kernel. HOST is a file that holds what
# docker says to the helper.
hot_path_person() {
	person_logged_in "$1"
	hot_path_config
	project shop
	export HOST=$HOME/host
	printf 'registry.fly.io' > "$HOST"
	docker-credential-fly get < "$HOST" > /dev/null 2>&1
	unset FLY_CRED_KEY_FILE
}

# alone PROGRAM [ARGUMENT...]: runs it with what the helper needs to know and
# nothing else, so that what it costs is the same every time. Input is HOST.
alone() {
	env -i PATH=/usr/bin:/bin HOME="$HOME" LC_ALL=C \
		FLY_API_BASE_URL="$FLY_API_BASE_URL" \
		FLY_CRED_CA_FILE="$FLY_CRED_CA_FILE" "$@" < "$HOST"
}

# fill_store COUNT: that many more records.
fill_store() {
	"$FLY_CRED_BUILDDIR/tests/bench/fill-store" "$1"
}
