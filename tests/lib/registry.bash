# SPDX-License-Identifier: MIT
# Debian's docker-registry, asking the running stand-in for its tokens.
# Needs stand-in.bash and a stand-in started with --tls.
# shellcheck shell=bash

# registry_config DIR: the settings; nothing in them is expanded.
registry_config() {
	cat <<-END
	version: 0.1
	log: {level: info, accesslog: {disabled: true}}
	storage:
	  filesystem: {rootdirectory: $1/registry}
	  cache: {blobdescriptor: inmemory}
	http:
	  addr: 127.0.0.1:${REGISTRY_WANTED_PORT:-0}
	  tls: {certificate: $1/server.pem, key: $1/server.key}
	auth:
	  token:
	    realm: $STAND_IN_URL/token
	    service: registry.fly.io
	    issuer: fly-stand-in
	    rootcertbundle: $1/tokens.pem
	END
}

# registry_start DIR: DIR has the certificates. Sets REGISTRY=127.0.0.1:PORT
# and REGISTRY_PID. A fixed port can be wished for in REGISTRY_WANTED_PORT.
registry_start() {
	registry_config "$1" > "$1/registry.yml"
	rm -f "$1/registry.log" # an earlier one's word does not count
	# A REGISTRY_ variable of the caller would override a setting.
	env -i PATH=/usr/bin:/bin docker-registry serve "$1/registry.yml" \
		> "$1/registry.log" 2>&1 < /dev/null 3>&- &
	REGISTRY_PID=$!
	wait_for_line "$1/registry.log" 'listening on 127' "$REGISTRY_PID" ||
		return 1
	REGISTRY=$(sed -n \
		's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' \
		"$1/registry.log" | head -n 1)
	export REGISTRY REGISTRY_PID
}

registry_stop() {
	[[ -z ${REGISTRY_PID:-} ]] || stop_process "$REGISTRY_PID"
	unset REGISTRY_PID
}
