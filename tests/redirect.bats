#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A login goes to the API it was made with, the way it was made with, and
# nowhere else: a test for each variable and setting that could turn it.
# SENT belongs to each test.
# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
	rival_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	canned_stop
	stop_process "$RIVAL_PID"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	person_logged_in dev
	fly-cred get --app shop > /dev/null
	export FLY_APP=shop
	SENT=$(wc -l < "$T/world/requests.log")
	mkdir -p "$HOME/.config/fly-cred"
}

teardown() {
	forget_key
}

# rival_start: another API, with certificates that are trusted as well, and
# something that would take all that comes to a proxy. RIVAL and PROXY.
rival_start() {
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	mkdir "$T/rival"
	cp "$T"/world/*.pem "$T"/world/*.key "$T/world/login-token" "$T/rival"
	read -r RIVAL RIVAL_PID < <(
		stand_in_start "$T/rival" --tls
		echo "$STAND_IN_URL $STAND_IN_PID"
	)
	canned_start proxy
	PROXY=$CANNED_URL
	export RIVAL RIVAL_PID PROXY CANNED_PID
}

# config TEXT: all of config.yml.
config() {
	printf '%s\n' "$1" > "$HOME/.config/fly-cred/config.yml"
}

# unheard: the rival and the proxy never heard a thing.
unheard() {
	[[ ! -s $T/rival/requests.log ]] || { cat "$T/rival/requests.log"; return 1; }
	[[ ! -e $T/proxy/request-1 ]] || { cat "$T/proxy/request-1"; return 1; }
}

# stopped TEXT...: nothing that needs the login goes out anywhere, and the
# reason is said.
stopped() {
	local command

	for command in renew get "list --remote" \
		"revoke --all-of-mine --yes" logout; do
		# shellcheck disable=SC2086
		run --separate-stderr timeout -k 2 60 fly-cred $command
		# shellcheck disable=SC2154
		[[ $status -eq 2 ]] || { echo "$command: $status $stderr"; return 1; }
		line=$stderr
		says "$@"
	done
	run -1 docker-credential-fly get <<< "${FLY_REGISTRY_HOST:-registry.fly.io}"
	unheard
	[ "$(wc -l < "$T/world/requests.log")" -eq "$SENT" ]
}

# unmoved: it changes nothing; the login goes where it always went.
unmoved() {
	timeout -k 2 60 fly-cred renew
	(($(wc -l < "$T/world/requests.log") > SENT))
	unheard
}

@test "FLY_API_BASE_URL" {
	FLY_API_BASE_URL=$RIVAL stopped "login of 'dev@example.com'" "$RIVAL"
}

@test "discharge.locations, and what a token names" {
	config "discharge: {locations: [\"$RIVAL/aaa/v1\"]}"
	unmoved
	stand_in_control "{\"discharge\": \"immediate\",
		\"discharge_location\": \"$RIVAL/aaa/v1\"}"
	refused 6 fly-cred renew
	says "'$RIVAL/aaa/v1', which fly-cred does not ask"
	unheard
	stand_in_control '{"discharge": "included", "discharge_location": null}'
}

@test "api.url" {
	unset FLY_API_BASE_URL
	config "api: {url: \"$RIVAL\"}"
	stopped "$RIVAL"
}

@test "FLY_REGISTRY_HOST" {
	FLY_REGISTRY_HOST=${RIVAL#https://} stopped "${RIVAL#https://}"
}

@test "registry.host" {
	config "registry: {host: \"${RIVAL#https://}\"}"
	stopped "${RIVAL#https://}"
}

@test "FLY_CRED_CA_FILE" {
	cp "$T/world/ca.pem" "$HOME/other.pem"
	FLY_CRED_CA_FILE=$HOME/other.pem stopped "$HOME/other.pem"
}

@test "api.ca_file" {
	cp "$T/world/ca.pem" "$HOME/other.pem"
	config "api: {ca_file: \"$HOME/other.pem\"}"
	unset FLY_CRED_CA_FILE
	stopped "$HOME/other.pem"
}

@test "api.proxy" {
	config "api: {proxy: \"$PROXY\"}"
	stopped "$PROXY"
}

@test "api.proxy that is taken away again" {
	config "api: {proxy: \"$PROXY\"}"
	fly-cred login --token-stdin < "$T/world/login-token"
	config ''
	SENT=$(wc -l < "$T/world/requests.log")
	stopped "without a proxy"
}

@test "XDG_CONFIG_HOME with another config.yml" {
	mkdir -p "$HOME/other/fly-cred"
	printf 'api: {proxy: "%s"}\n' "$PROXY" > "$HOME/other/fly-cred/config.yml"
	XDG_CONFIG_HOME=$HOME/other stopped "$PROXY"
}

@test "FLY_CRED_EXEC_PATH and exec_path count for loopback only" {
	mkdir "$HOME/other"
	printf '#!/bin/sh\ncat > "%s"\n' "$HOME/taken" > "$HOME/other/fly-cred-api"
	chmod +x "$HOME/other/fly-cred-api"
	# The login is bound to loopback: elsewhere it is not handed out at all.
	FLY_API_BASE_URL=https://api.fly.io FLY_CRED_EXEC_PATH=$HOME/other \
		stopped https://api.fly.io
	[[ ! -e $HOME/taken ]]
}

@test "FLY_CONFIG_DIR is read for flyctl's login only" {
	mkdir "$HOME/other"
	printf 'api_base_url: %s\naccess_token: fo1_other\n' "$RIVAL" \
		> "$HOME/other/config.yml"
	FLY_CONFIG_DIR=$HOME/other unmoved
}

@test "FLY_FLAPS_BASE_URL and other addresses of flyctl's" {
	FLY_FLAPS_BASE_URL=$RIVAL FLY_UIEX_BASE_URL=$RIVAL \
		FLY_METRICS_BASE_URL=$RIVAL unmoved
}

@test "FLY_API_TOKEN and FLY_ACCESS_TOKEN" {
	FLY_API_TOKEN=fo1_other FLY_ACCESS_TOKEN=fo1_other unmoved
	run ! grep -q '"caller": "none"' "$T/world/requests.log"
}

# Each of these is libcurl's or its TLS library's.
for_curl() {
	export "${1?}=$2"
	unmoved
}

@test "https_proxy" { for_curl https_proxy "$PROXY"; }

@test "HTTPS_PROXY" { for_curl HTTPS_PROXY "$PROXY"; }

@test "http_proxy" { for_curl http_proxy "$PROXY"; }

@test "all_proxy" { for_curl all_proxy "$PROXY"; }

@test "ALL_PROXY" { for_curl ALL_PROXY "$PROXY"; }

@test "no_proxy and NO_PROXY" {
	export no_proxy='*'
	for_curl NO_PROXY '*'
}

@test "SSL_CERT_FILE" { for_curl SSL_CERT_FILE /dev/null; }

@test "SSL_CERT_DIR" { for_curl SSL_CERT_DIR /nonexistent; }

@test "CURL_CA_BUNDLE" { for_curl CURL_CA_BUNDLE /dev/null; }

@test "SSLKEYLOGFILE" {
	for_curl SSLKEYLOGFILE "$HOME/keys"
	[[ ! -e $HOME/keys ]]
}

@test "OPENSSL_CONF" {
	echo '[broken' > "$HOME/openssl.cnf"
	for_curl OPENSSL_CONF "$HOME/openssl.cnf"
}

@test "CURL_HOME and ~/.curlrc" {
	echo "proxy = $PROXY" > "$HOME/.curlrc"
	for_curl CURL_HOME "$HOME"
}

@test "NETRC and ~/.netrc" {
	echo "machine 127.0.0.1 login me password other" > "$HOME/.netrc"
	chmod 600 "$HOME/.netrc"
	for_curl NETRC "$HOME/.netrc"
}

@test "RES_OPTIONS, LOCALDOMAIN and HOSTALIASES" {
	echo "127 rival" > "$HOME/aliases"
	export RES_OPTIONS=ndots:9 LOCALDOMAIN=rival
	for_curl HOSTALIASES "$HOME/aliases"
}

@test "a redirect of the API" {
	stand_in_control "{\"faults\": [{\"kind\": \"redirect\",
		\"headers\": {\"Location\": \"$RIVAL/graphql\"}}]}"
	run -7 --separate-stderr fly-cred renew
	[[ $stderr == *"is not followed"* ]]
	unheard
}
