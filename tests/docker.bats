#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# docker itself, with an engine: login, push, pull, build, logout.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	# shellcheck disable=SC2119
	clients_start
	docker_engine_here "$T" || export ENGINE=
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	docker_engine_stop
	clients_stop
}

setup() {
	[[ -n $ENGINE ]] || skip "no docker engine"
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/client-checks.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/docker.bash"
	client dev
	export DOCKER_HOST=$ENGINE
	IMAGE=$REGISTRY/shop:$BATS_TEST_NUMBER
	make_tar_image | docker import - "$IMAGE"
	log_mark
}

teardown() {
	[[ -n $ENGINE ]] || return 0
	remove_images
	client_gone
}

# remove_images: what came from this file's registry leaves the engine.
remove_images() {
	local image

	docker images --format '{{.Repository}}:{{.Tag}}' > "$T/images"
	while read -r image; do
		[[ $image != "$REGISTRY"/* ]] ||
			docker rmi --force "$image" > /dev/null
	done < "$T/images"
}

# pushes_again [IMAGE]: after whatever a test did, nothing is lost.
pushes_again() {
	as fly-cred status | grep -q '^account  dev@example.com'
	log_mark
	run --separate-stderr as docker push "${1:-$IMAGE}"
	[ "$status" -eq 0 ]
	pushed_to_shop
}

@test "docker push to this directory's app, and pull after rmi" {
	run --separate-stderr as docker push "$IMAGE"
	[ "$status" -eq 0 ]
	pushed_to_shop
	docker rmi "$IMAGE"
	run -1 docker image inspect "$IMAGE"
	run --separate-stderr as docker pull "$IMAGE"
	[ "$status" -eq 0 ]
	[[ $stderr == *"$named_shop"* ]]
	docker image inspect "$IMAGE"
}

@test "docker push to another app is denied, and stderr names this one" {
	docker tag "$IMAGE" "$REGISTRY/blog:1"
	run --separate-stderr as docker push "$REGISTRY/blog:1"
	refused_for_blog
}

@test "docker login finds the credentials, stores none, does no damage" {
	run --separate-stderr as docker login "$REGISTRY" < /dev/null
	[ "$status" -eq 0 ]
	[[ $output == *"Login Succeeded"* ]]
	run -1 grep -rlE 'fm2_|fo1_|"auth"' "$HOME"
	pushes_again
}

@test "docker logout does no damage" {
	as docker push "$IMAGE"
	as docker logout "$REGISTRY"
	pushes_again
}

@test "docker build of an image from scratch, and its push" {
	printf 'FROM scratch\nCOPY fly.toml /\n' > Dockerfile
	DOCKER_BUILDKIT=0 as docker build --quiet --tag "$REGISTRY/shop:built" .
	pushes_again "$REGISTRY/shop:built"
}

@test "a token that has expired is renewed by the next docker push" {
	stand_in_control '{"life": 12}'
	as docker push "$IMAGE"
	wait_until_expired
	log_mark
	run --separate-stderr as docker push "$IMAGE"
	[ "$status" -eq 0 ]
	[[ $(granted) == *shop:pull,push* ]]
	[ "$(log_since | grep -c createLimitedAccessToken)" -eq 1 ]
}

@test "while the store is locked docker fails and the reason is shown" {
	as fly-cred lock
	run --separate-stderr as docker push "$IMAGE"
	[ "$status" -ne 0 ]
	[[ $stderr == *"the store is locked; run 'fly-cred unlock'"* ]]
	[ -z "$(granted)" ]
	as env FLY_CRED_KEY_FILE="$HOME/key" fly-cred unlock
	pushes_again
}

@test "organization tokens and tokens for images only serve docker as well" {
	setting 'docker: {profile: org, narrow: images}'
	pushes_again
	docker tag "$IMAGE" "$REGISTRY/blog:1"
	log_mark
	run --separate-stderr as docker push "$REGISTRY/blog:1"
	refused_for_blog
}
