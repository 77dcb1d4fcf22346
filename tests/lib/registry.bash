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

# serve_registry DIR: runs one with DIR/registry.yml. Sets SERVED=127.0.0.1:PORT
# and SERVED_PID.
serve_registry() {
	rm -f "$1/registry.log" # an earlier one's word does not count
	# A REGISTRY_ variable of the caller would override a setting.
	env -i PATH=/usr/bin:/bin docker-registry serve "$1/registry.yml" \
		> "$1/registry.log" 2>&1 < /dev/null 3>&- &
	SERVED_PID=$!
	wait_for_line "$1/registry.log" 'listening on 127' "$SERVED_PID" ||
		return 1
	SERVED=$(sed -n \
		's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' \
		"$1/registry.log" | head -n 1)
}

# registry_start DIR: DIR has the certificates. Sets REGISTRY=127.0.0.1:PORT
# and REGISTRY_PID. A fixed port can be wished for in REGISTRY_WANTED_PORT.
registry_start() {
	registry_config "$1" > "$1/registry.yml"
	serve_registry "$1" || return 1
	REGISTRY=$SERVED REGISTRY_PID=$SERVED_PID
	export REGISTRY REGISTRY_PID
}

registry_stop() {
	[[ -z ${REGISTRY_PID:-} ]] || stop_process "$REGISTRY_PID"
	unset REGISTRY_PID
}

# foreign_registry_start DIR USER PASSWORD: somebody else's, without TLS, which
# wants a password for everything. Sets FOREIGN and FOREIGN_PID.
foreign_registry_start() {
	mkdir -p "$1"
	perl -e 'print "$ARGV[0]:", crypt($ARGV[1], "\$2y\$05\$" . "a" x 21 .
		"u"), "\n"' "$2" "$3" > "$1/htpasswd"
	cat > "$1/registry.yml" <<-END
	version: 0.1
	log: {level: info, accesslog: {disabled: true}}
	storage: {filesystem: {rootdirectory: $1/registry}}
	http: {addr: "127.0.0.1:0"}
	auth: {htpasswd: {realm: theirs, path: $1/htpasswd}}
	END
	serve_registry "$1" || return 1
	FOREIGN=$SERVED FOREIGN_PID=$SERVED_PID
	export FOREIGN FOREIGN_PID
}

foreign_registry_stop() {
	[[ -z ${FOREIGN_PID:-} ]] || stop_process "$FOREIGN_PID"
	unset FOREIGN_PID
}
