# SPDX-License-Identifier: MIT
# A person with a home of their own, using fly-cred against the stand-in.
# shellcheck shell=bash

# shellcheck source=tests/lib/certificates.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/certificates.bash"
# shellcheck source=tests/lib/stand-in.bash
source "$FLY_CRED_SRCDIR/tests/lib/stand-in.bash"
# shellcheck source=tests/lib/registry.bash
source "$FLY_CRED_SRCDIR/tests/lib/registry.bash"

# world_start [ARGUMENT...]: a directory T that every user can reach, which
# those below TMPDIR may not be, and the stand-in over TLS in T/world. For
# setup_file; T is exported.
world_start() {
	export BATS_TEST_TIMEOUT=120
	T=$(mktemp -d "${FLY_CRED_TEST_DIR:-/tmp}/fly-cred.XXXXXX")
	export T
	chmod 755 "$T"
	mkdir "$T/world"
	make_certificates "$T/world"
	stand_in_start "$T/world" --tls "$@"
	chmod 755 "$T/world"
}

world_stop() {
	registry_stop
	stand_in_stop
	rm -rf "$T"
}

# Words before strace: as an ordinary user it sees no text in the memory of
# programs that do not let their user look, unless it has rights over them.
STRACE_RIGHTS=()
# shellcheck disable=SC2034
[[ $EUID -eq 0 ]] ||
	STRACE_RIGHTS=(unshare --user --map-current-user --keep-caps)

# faketime ARGUMENT...: as the program, which fails where a killed one of the
# same process number has left its semaphore behind.
faketime() {
	local file

	for file in /dev/shm/faketime_shm_* /dev/shm/sem.faketime_sem_*; do
		[[ ! -O $file || -e /proc/${file##*_} ]] || rm -f "$file"
	done
	command faketime "$@"
}

# isolate: nothing of the caller's settings reaches the programs under test.
isolate() {
	local name

	for name in "${!FLY_@}" "${!XDG_@}" "${!DOCKER_@}" "${!GIT_@}" \
		"${!TF_@}" TERRAFORM_CONFIG REGISTRY_AUTH_FILE \
		CLAUDECODE CLAUDE_CODE_ENTRYPOINT PI_CODING_AGENT \
		"${!OPENCLAW_@}" GOOSE_TERMINAL HERMES_SESSION_ID \
		"${!CODEX_@}" "${!CURSOR_@}" GEMINI_CLI TERM_PROGRAM \
		ANTIGRAVITY_AGENT AUGMENT_AGENT REPL_ID "${!OPENCODE@}" \
		"${!COPILOT_@}" KILO_PLATFORM SSL_CERT_FILE SSL_CERT_DIR \
		http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY; do
		case $name in
		FLY_CRED_SRCDIR | FLY_CRED_BUILDDIR) ;;
		*) unset "$name" ;;
		esac
	done
	# faketime's library comes before the sanitizer's, where there is one.
	export ASAN_OPTIONS=verify_asan_link_order=0
}

# person NAME: be somebody with an empty home, T/NAME, whose fly-cred asks the
# stand-in and whose store, once made, opens with a key file. For setup.
person() {
	isolate
	export HOME=$T/$1
	export XDG_RUNTIME_DIR=$HOME/run
	rm -rf "$HOME"
	mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
	export PATH=$FLY_CRED_BUILDDIR:$PATH
	export FLY_API_BASE_URL=$STAND_IN_URL
	export FLY_CRED_CA_FILE=$T/world/ca.pem
	export FLY_CRED_EXEC_PATH=$FLY_CRED_BUILDDIR
	export FLY_CRED_KEY_FILE=$HOME/key
	[[ -z ${REGISTRY:-} ]] || export FLY_REGISTRY_HOST=$REGISTRY
	cd "$HOME" || return 1
}

# person_logged_in NAME: the same after init and login.
person_logged_in() {
	person "$1"
	fly-cred init 2> /dev/null
	fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
}

# project APP [DIRECTORY]: go to a directory with a fly.toml for the app.
project() {
	mkdir -p "$HOME/${2:-$1}"
	cd "$HOME/${2:-$1}" || return 1
	printf 'app = "%s"\n' "$1" > fly.toml
}

# store_directory: where the person's store is.
store_directory() {
	printf '%s\n' "$HOME/.local/share/fly-cred"
}

# forget_key: the kernel's copy of the key goes, as after a time-out.
forget_key() {
	fly-cred lock 2> /dev/null || :
}
