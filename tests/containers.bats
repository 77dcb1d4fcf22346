#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# skopeo, podman and buildah push with tokens that fly-cred gives them. By the
# name containers-ordinary.bats the same file runs them as an ordinary user.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	case $BATS_TEST_FILENAME in
	*-ordinary.bats) clients_start ordinary ;;
	*) clients_start ;;
	esac
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	clients_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/clients.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/client-checks.bash"
	client dev
	log_mark
}

teardown() {
	client_gone
}

# refused_while_locked: the reason is shown, and nothing went out without it.
refused_while_locked() {
	[ "$status" -ne 0 ]
	# shellcheck disable=SC2154 # bats sets stderr
	[[ $stderr == *"the store is locked; run 'fly-cred unlock'"* ]]
	[ "$(log_since | grep -c '"operation": "token-endpoint"')" -eq 0 ]
}

# machines_api STATUS METHOD PATH [BODY]: its answer to the token in T/given.
machines_api() {
	run stand_in_control "${@:2}" --token-file "$T/given"
	[ "${lines[-1]}" = "$1" ]
}

# for_images_only STATUS: what clients get pushes and no machine obeys it.
# Reading about the app itself, which shows that the token is good, is STATUS.
for_images_only() {
	run --separate-stderr skopeo_push shop:1
	[ "$status" -eq 0 ]
	pushed_to_shop
	run -1 --separate-stderr skopeo_push blog:1
	given_to_docker
	grep -q '^fm2_' "$T/given"
	machines_api "$1" get /v1/apps/shop
	machines_api 403 get /v1/apps/shop/machines
	machines_api 403 post /v1/apps/shop/machines '{}'
	machines_api 403 post /v1/apps/blog/machines '{}'
}

# issued_from PROFILE: that is what Fly was asked for.
issued_from() {
	[ "$(log_since | jq -r 'select(.operation ==
		"createLimitedAccessToken").profile')" = "$1" ]
}

# nothing_lost: the login is there, and so is the way to it.
nothing_lost() {
	as fly-cred status | grep -q '^account  dev@example.com'
	[ "$(jq -r ".credHelpers[\"$REGISTRY\"]" \
		"$HOME/.docker/config.json")" = fly ]
	log_mark
	run --separate-stderr skopeo_push shop:9
	[ "$status" -eq 0 ]
	pushed_to_shop
}

@test "skopeo pushes to this directory's app, and reads it again" {
	run --separate-stderr skopeo_push shop:1
	[ "$status" -eq 0 ]
	pushed_to_shop
	run -0 stand_in_control received
	[[ $output == "shop: pull, push; minutes left: 119"* ]]
	[[ $output == *"apps shop (1234567) rw, machines none, volumes none"* ]]
	skopeo inspect "docker://$REGISTRY/shop:1" | grep -q '"Digest"'
}

@test "skopeo is denied the push to another app" {
	run --separate-stderr skopeo_push blog:1
	refused_for_blog
}

@test "skopeo can't delete: no token for docker may" {
	skopeo_push shop:1
	run -1 --separate-stderr skopeo delete "docker://$REGISTRY/shop:1"
	skopeo inspect "docker://$REGISTRY/shop:1" | grep -q '"Digest"'
}

@test "in another app's directory it is the other app's token" {
	own_project blog
	run --separate-stderr skopeo_push blog:1
	[ "$status" -eq 0 ]
	[[ $stderr == *"app blog (from ~/blog/fly.toml)"* ]]
	[[ $(granted) == blog:pull,push ]]
	run -1 --separate-stderr skopeo_push shop:1
	[[ $stderr == *denied* ]]
}

@test "without a login a token in the environment pushes, narrowed" {
	FLY_API_TOKEN=$(as fly-cred get)
	export FLY_API_TOKEN FLY_CRED_STORE=/nowhere
	run --separate-stderr skopeo_push shop:1
	[ "$status" -eq 0 ]
	[[ $stderr == *"app 1234567 (from FLY_API_TOKEN), good for 2h0m"* ]]
	[[ $(granted) == shop:pull,push ]]
	run -0 stand_in_control received
	[[ $output == *"machines none, volumes none"* ]]
	run -1 --separate-stderr skopeo_push blog:1
	[[ $stderr == *denied* ]]
}

@test "podman pulls and pushes this directory's app, and no other" {
	needs_namespaces
	skopeo_push shop:1
	podman pull "docker://$REGISTRY/shop:1"
	log_mark
	run --separate-stderr podman push "$REGISTRY/shop:1" "$REGISTRY/shop:2"
	[ "$status" -eq 0 ]
	pushed_to_shop
	log_mark
	run --separate-stderr podman push "$REGISTRY/shop:1" "$REGISTRY/blog:2"
	refused_for_blog
}

@test "buildah builds from scratch and pushes this app, and no other" {
	local container

	needs_namespaces
	container=$(buildah from scratch)
	buildah add "$container" fly.toml /fly.toml
	buildah commit "$container" "$REGISTRY/shop:3"
	log_mark
	run --separate-stderr buildah push "$REGISTRY/shop:3"
	[ "$status" -eq 0 ]
	pushed_to_shop
	log_mark
	run --separate-stderr buildah push "$REGISTRY/shop:3" \
		"docker://$REGISTRY/blog:3"
	refused_for_blog
}

@test "a fly.toml of root's counts too, in podman's namespace as well" {
	needs_namespaces
	project shop checkout
	skopeo_push shop:1
	run --separate-stderr podman pull "docker://$REGISTRY/shop:1"
	[ "$status" -eq 0 ]
	[[ $stderr == *"app shop (from ~/checkout/fly.toml)"* ]]
}

@test "the token of an app serves for its images, not for its machines" {
	setting 'docker: {profile: deploy, narrow: docker}'
	for_images_only 200
	issued_from deploy
}

@test "the same narrowed to images" {
	setting 'docker: {profile: deploy, narrow: images}'
	for_images_only 403
	issued_from deploy
}

@test "an organization's token serves for one app's images all the same" {
	setting 'docker: {profile: org, narrow: docker}'
	for_images_only 200
	issued_from deploy_organization
}

@test "an organization's token narrowed to images" {
	setting 'docker: {profile: org, narrow: images}'
	for_images_only 403
	issued_from deploy_organization
}

@test "a token that has expired is renewed by the next push" {
	stand_in_control '{"life": 12}'
	skopeo_push shop:4
	given_to_docker
	wait_until_expired
	machines_api 401 get /v1/apps/shop
	log_mark
	run --separate-stderr skopeo_push shop:4
	[ "$status" -eq 0 ]
	[[ $(granted) == *shop:pull,push* ]]
	[ "$(log_since | grep -c createLimitedAccessToken)" -eq 1 ]
}

@test "a token that was revoked is replaced after fly-cred renew" {
	skopeo_push shop:5
	stand_in_control '{"revoke": "all"}'
	run -1 --separate-stderr skopeo_push shop:5
	as fly-cred renew
	log_mark
	run --separate-stderr skopeo_push shop:5
	[ "$status" -eq 0 ]
	pushed_to_shop
}

@test "while the store is locked skopeo fails with the reason" {
	skopeo_push shop:6
	as fly-cred lock
	log_mark
	run --separate-stderr skopeo_push shop:6
	refused_while_locked
	as env FLY_CRED_KEY_FILE="$HOME/key" fly-cred unlock
	skopeo_push shop:6
}

@test "while the store is locked podman and buildah fail with the reason" {
	needs_namespaces
	skopeo_push shop:6
	podman pull "docker://$REGISTRY/shop:6"
	buildah pull "docker://$REGISTRY/shop:6"
	as fly-cred lock
	log_mark
	run --separate-stderr podman push "$REGISTRY/shop:6"
	refused_while_locked
	run --separate-stderr buildah push "$REGISTRY/shop:6"
	refused_while_locked
}

@test "skopeo login and logout do no damage" {
	run -0 skopeo login "$REGISTRY"
	[[ $output == *"Already logged in"* ]]
	nothing_lost
	skopeo logout "$REGISTRY"
	nothing_lost
	skopeo logout --authfile "$HOME/.docker/config.json" "$REGISTRY"
	nothing_lost
}

@test "podman and buildah login and logout do no damage" {
	local program

	needs_namespaces
	for program in podman buildah; do
		run -0 "$program" login "$REGISTRY"
		[[ $output == *"Already logged in"* ]]
		"$program" logout "$REGISTRY"
		"$program" logout --authfile "$HOME/.docker/config.json" \
			"$REGISTRY"
		nothing_lost
	done
}

@test "clients keep no copy of the token" {
	skopeo_push shop:7
	run -1 grep -rlE 'fm2_|fo1_' "$HOME"
}
