# SPDX-License-Identifier: MIT
# docker's config.json of a person, before and after 'fly-cred setup docker'.
# shellcheck shell=bash

# docker_config_setup: sets CONFIG, BACKUP and SECRET.
docker_config_setup() {
	CONFIG=$HOME/.docker/config.json
	# shellcheck disable=SC2034
	BACKUP=$CONFIG.before-fly-cred
	SECRET=$(printf 'x:s3cr3t' | base64)
}

# config TEXT: what docker has before; $HOME/before is a copy.
config() {
	mkdir -p "$HOME/.docker"
	printf '%s' "$1" > "$CONFIG"
	cp "$CONFIG" "$HOME/before"
}

full_config() {
	config "{\"zeta\": 9007199254740993, \"big\": 18446744073709551614,
  \"float\": 1.10, \"exp\": 1e400, \"u\": \"h\\u00e9 \\ud83d\\ude00 \\u0000 /\",
  \"credHelpers\": {\"z.example\": \"zz\", \"a.example\": \"aa\"},
  \"auths\": {\"docker.io\": {\"auth\": \"$SECRET\"},
    \"registry.fly.io\": {\"auth\": \"$SECRET\"},
    \"https://registry.fly.io\": {\"auth\": \"$SECRET\"},
    \"b.example\": {},
    \"https://registry.fly.io/v1/\": {\"auth\": \"$SECRET\"}},
  \"HttpHeaders\": {\"X-Meta\": \"$SECRET\"},
  \"proxies\": {\"default\": {\"httpProxy\": \"http://u:$SECRET@p\"}},
  \"alpha\": {\"b\": [1, {\"d\": null, \"c\": true}], \"a\": {}}}"
}

# plain_config: the same without numbers that jq would change.
plain_config() {
	config "{\"credHelpers\": {\"z.example\": \"zz\", \"a.example\": \"aa\"},
  \"auths\": {\"docker.io\": {\"auth\": \"$SECRET\"},
    \"registry.fly.io\": {\"auth\": \"$SECRET\"}, \"b.example\": {}}}"
}

# members FILTER: of the config, compact and in order.
members() {
	jq -c "$1" "$CONFIG"
}

setup_docker() {
	run --separate-stderr fly-cred setup docker "$@"
	# shellcheck disable=SC2154
	[[ $status -eq 0 && -z $stderr ]] || {
		echo "$status: $output | $stderr"
		return 1
	}
}
