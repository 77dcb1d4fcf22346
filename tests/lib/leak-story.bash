# SPDX-License-Identifier: MIT
# What leaks.bats has its person do with marked secrets; does, gives, watch and
# fault are its own.
# shellcheck shell=bash
# The marked secrets and STRACE are set there.
# shellcheck disable=SC2153,SC2154

tell() {
	tell_of_keys
	tell_of_logins
	tell_of_tokens
	tell_of_failures
	tell_of_docker
	tell_of_git
	tell_of_terraform
	tell_of_browser
	tell_of_ends
}

tell_of_keys() {
	(umask 077 && echo "$PASSPHRASE" > "$HOME/passphrase")
	(
		export FLY_CRED_STORE=$HOME/phrased FLY_CRED_KEY_FILE=''
		export FLY_CRED_PASSPHRASE_FILE=$HOME/passphrase
		does 0 fly-cred init
		does 0 fly-cred lock
		does 0 fly-cred unlock
		does 0 fly-cred key list
		does 0 fly-cred lock
	)
	does 0 fly-cred init
	does 2 fly-cred init
	does 0 fly-cred key list
}

tell_of_logins() {
	mkdir "$HOME/.fly"
	echo "access_token: $FLYCTL" > "$HOME/.fly/config.yml"
	does 3 fly-cred get --app shop
	does 0 fly-cred login --token-stdin < "$T/world/login-token"
	does 0 fly-cred login --from-flyctl
	does 6 fly-cred login --token-stdin <<< "${LOGIN/login/wrong}"
	does 2 fly-cred login --token-stdin <<< "fm2_$LOGIN"
	does 2 fly-cred get --app shop
	export FLY_CRED_ACCOUNT=dev@example.com
}

tell_of_tokens() {
	project shop
	gives 0 fly-cred get
	gives 0 fly-cred get --header --life 5m
	gives 0 fly-cred env
	gives 0 fly-cred env --shell fish
	gives 0 docker-credential-fly get <<< registry.fly.io
	does 0 fly-cred exec -- true
	does 0 fly-cred renew
	does 0 fly-cred status
	does 0 fly-cred status --json --explain
	does 0 fly-cred list
	does 0 fly-cred list --json
}

tell_of_failures() {
	local kind

	for kind in '"status", "status": 401' '"status", "status": 500' \
		'"garbage"' '"cut"' "\"error\", \"message\": \"bad $LOGIN\"" \
		"\"status\", \"status\": 403, \"message\": \"bad $LOGIN\""; do
		fault "\"kind\": $kind"
		watch out "$([[ $kind == *40* ]] && echo 6 || echo 7)" \
			fly-cred renew
	done
	stand_in_control '{"faults": [], "life": 3600}'
	does 0 fly-cred renew
	does 3 fly-cred get --app nosuch
	does 5 fly-cred get --for 2000h
	stand_in_control '{"life": null}'
	does 2 fly-cred get "$STORED"
	does 1 docker-credential-fly get <<< registry.example
	FLY_CRED_KEY_FILE='' does 0 fly-cred lock
	FLY_CRED_KEY_FILE='' does 4 fly-cred get
	does 0 fly-cred unlock
}

tell_of_docker() {
	local stale

	stale=$(printf 'x:%s' "$STALE" | base64 -w 0)
	mkdir "$HOME/.docker"
	echo "{\"auths\": {\"registry.fly.io\": {\"auth\": \"$stale\"}}}" \
		> "$HOME/.docker/config.json"
	does 0 fly-cred setup docker --dry-run
	does 0 fly-cred setup docker
	does 0 docker-credential-fly store <<< \
		"{\"ServerURL\": \"registry.fly.io\", \"Username\": \"x\", \"Secret\": \"$STORED\"}"
	does 0 docker-credential-fly store <<< \
		"{\"ServerURL\": \"docker.io\", \"Username\": \"x\", \"Secret\": \"$STORED\"}"
	does 0 docker-credential-fly list
	does 0 docker-credential-fly erase <<< registry.fly.io
	gives 0 docker-credential-fly get <<< registry.fly.io
}

# The settings hold a secret of their own, and are gone when it is searched for.
tell_of_git() {
	local at=$'protocol=https\nhost=git.example\nusername=x\n'

	does 0 git-credential-fly store <<< "${at}password=$STORED"
	does 1 git-credential-fly store <<< "${at}password=$STORED"$'\r'
	does 0 git-credential-fly erase <<< "${at}password=x$STORED"
	gives 0 git-credential-fly get <<< $'protocol=https\nhost=api.fly.io'
	printf '[credential]\n\thelper = !echo password=%s\n' "$STORED" \
		> "$HOME/.gitconfig"
	does 0 fly-cred setup git
	does 0 fly-cred setup git --undo
	does 0 fly-cred setup git
	rm "$HOME/.gitconfig"
}

tell_of_terraform() {
	does 0 terraform-credentials-fly store r.example \
		<<< "{\"token\":\"$STORED\"}"
	does 1 terraform-credentials-fly store r.example \
		<<< "{\"tokens\":\"$STORED\"}"
	printf 'credentials "h" { token = "%s" }\n' "$STORED" \
		> "$HOME/.terraformrc"
	does 0 fly-cred setup terraform
	does 0 fly-cred setup terraform --undo
	does 0 fly-cred setup terraform
	echo "{ # $STORED" > "$HOME/.terraformrc"
	does 2 fly-cred setup terraform
	rm "$HOME/.terraformrc"
}

# The browser is there, but nothing that could start it; code and state, which
# only the browser may show, are kept with the other secrets.
tell_of_browser() {
	unset BROWSER DISPLAY WAYLAND_DISPLAY
	timeout -k 2 100 "$FLY_CRED_SRCDIR/tests/lib/browser" \
		"$TOLD/err/browser" "$T/world" approve:dev@example.com \
		callback -- "${STRACE[@]}" ${STRACE:+"$TOLD/trace/browser"} \
		fly-cred login
	stand_in_control state |
		jq -er '.cli_sessions[-1] | .code, .state' > "$T/once"
	gives 0 fly-cred get
}

tell_of_ends() {
	does 0 fly-cred key rotate
	gives 0 fly-cred get
}
