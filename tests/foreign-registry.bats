#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Another registry, which wants a password: the real programs log in, push, pull
# and log out, and the password lies in the store alone.
# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0

USER_NAME=jane PASSWORD='p4ss:MARKER "w"'

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	# shellcheck disable=SC2119
	clients_start
	foreign_registry_start "$T/theirs" "$USER_NAME" "$PASSWORD"
	docker_engine_here "$T" || export ENGINE=
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	docker_engine_stop
	foreign_registry_stop
	clients_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	client dev
	CONFIG=$HOME/.docker/config.json
}

teardown() {
	client_gone
}

# asks_us FILE: the clients' settings: everything of theirs is in our store.
asks_us() {
	mkdir -p "$(dirname "$1")"
	jq -n --arg host "$FOREIGN" \
		'{credsStore: "fly", credHelpers: {($host): "fly"}}' > "$1"
}

# in_store_alone: and not in clear.
in_store_alone() {
	run -1 grep -rq -e MARKER -e "$(printf %s "$USER_NAME:$PASSWORD" |
		base64 -w 0)" "$HOME"
	docker-credential-fly get <<< "$FOREIGN" |
		jq -e --arg p "$PASSWORD" '.Secret == $p' > /dev/null
}

# nothing_held: and Fly's registry is answered as before.
nothing_held() {
	run -1 docker-credential-fly get <<< "$FOREIGN"
	[[ $output == "credentials not found in native keychain" ]]
	docker-credential-fly get <<< "$REGISTRY" > /dev/null 2>&1
}

@test "docker" {
	local image=$FOREIGN/box:1

	[[ -n $ENGINE ]] || skip "no docker engine"
	export DOCKER_HOST=$ENGINE
	asks_us "$CONFIG"
	make_tar_image | docker import - "$image"
	run -1 docker push "$image"
	docker login --username "$USER_NAME" --password-stdin "$FOREIGN" \
		<<< "$PASSWORD"
	in_store_alone
	docker push "$image"
	docker rmi "$image"
	docker pull "$image"
	docker logout "$FOREIGN"
	nothing_held
	run -1 docker push "$image"
	docker rmi "$image"
}

@test "skopeo" {
	local there=docker://$FOREIGN/skopeo:1

	asks_us "$CONFIG"
	export REGISTRY_AUTH_FILE=$CONFIG
	run -1 skopeo copy --dest-tls-verify=false "oci:$T/oci:t" "$there"
	skopeo login --tls-verify=false --username "$USER_NAME" \
		--password-stdin "$FOREIGN" <<< "$PASSWORD"
	in_store_alone
	skopeo copy --dest-tls-verify=false "oci:$T/oci:t" "$there"
	skopeo inspect --tls-verify=false "$there"
	skopeo logout "$FOREIGN"
	nothing_held
	run -1 skopeo inspect --tls-verify=false "$there"
}

@test "podman and buildah" {
	local there program

	needs_namespaces
	asks_us "$CONFIG"
	export REGISTRY_AUTH_FILE=$CONFIG
	for program in podman buildah; do
		there=$FOREIGN/$program:1
		"$program" login --tls-verify=false --username "$USER_NAME" \
			--password-stdin "$FOREIGN" <<< "$PASSWORD"
		in_store_alone
		skopeo copy --dest-tls-verify=false "oci:$T/oci:t" \
			"docker://$there"
		"$program" pull --tls-verify=false "docker://$there"
		"$program" push --tls-verify=false "$there" \
			"docker://$FOREIGN/$program:2"
		"$program" logout "$FOREIGN"
		nothing_held
		run -1 skopeo inspect --tls-verify=false "docker://$there"
	done
}
