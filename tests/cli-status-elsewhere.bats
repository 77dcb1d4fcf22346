#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred status: what other tools use instead, and what to do about it.
bats_require_minimum_version 1.5.0

setup_file() {
	: "${FLY_CRED_SRCDIR:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	export FLY_CRED_SRCDIR
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_start
}

teardown_file() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	world_stop
}

setup() {
	source "$FLY_CRED_SRCDIR/tests/lib/person.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/refusal.bash"
	person_logged_in dev
	project shop
	DEV=$(cat "$T/world/login-token")
}

teardown() {
	forget_key
}

# elsewhere TOOL: what status says of the tool, one line for each place.
elsewhere() {
	run -0 --separate-stderr fly-cred status --json
	[[ $output != *fo1_* && $output != *fm2_* && $output != *c2VjcmV0* ]]
	jq -r --arg tool "$1" '.elsewhere[] | select(.tool == $tool).remark' \
		<<< "$output"
}

@test "with nothing elsewhere nothing is said" {
	[ "$(fly-cred status --json | jq -c .elsewhere)" = "[]" ]
	[[ $(fly-cred status) != *flyctl* ]]
}

@test "a token in the environment: which variable, what it is worth" {
	[ "$(FLY_API_TOKEN=$DEV elsewhere flyctl)" = "uses FLY_API_TOKEN (a \
whole login); 'unset FLY_API_TOKEN' ends that" ]
	[[ $(FLY_API_TOKEN="FlyV1 $(fly-cred get --life 1h)" elsewhere flyctl) \
		== "uses FLY_API_TOKEN ("*"m left); 'unset "* ]]
	[[ $(FLY_ACCESS_TOKEN=fm2_abc elsewhere flyctl) == \
		"uses FLY_ACCESS_TOKEN (damaged, or no token); 'unset "* ]]
	run -0 env FLY_API_TOKEN="$DEV" fly-cred status
	[[ $output == *$'\nflyctl   uses FLY_API_TOKEN (a whole login); '* ]]
	[[ $output != *"$DEV"* ]]
	[[ $output == *$'\nfly-cred uses its login, none of these variables'* ]]
}

@test "a variable that hides the other one" {
	export FLY_API_TOKEN=$DEV
	[[ $(FLY_ACCESS_TOKEN=$DEV elsewhere flyctl) == "uses FLY_ACCESS_TOKEN \
(a whole login); "*$'\n'"not FLY_API_TOKEN (a whole login), which is hidden "* ]]
	[[ $(FLY_ACCESS_TOKEN='' elsewhere flyctl) == "not FLY_API_TOKEN (a \
whole login): an empty FLY_ACCESS_TOKEN hides it; 'unset FLY_ACCESS_TOKEN'" ]]
}

@test "fly-cred's own token in the environment, and when it has expired" {
	# shellcheck disable=SC1090
	source <(fly-cred env --life 1h)
	[[ $(elsewhere flyctl) == \
		"uses FLY_API_TOKEN, from fly-cred (app:shop, "*" left)" ]]
	[ -z "$(elsewhere fly-cred)" ]
	[[ $(faketime -f +2h fly-cred status) == \
		*"(app:shop, expired); run 'fly-cred env' again"* ]]
}

@test "the login in flyctl's file, and that it may be ours as well" {
	export FLY_CONFIG_DIR=$HOME/flyctl
	mkdir "$FLY_CONFIG_DIR"
	echo "access_token: fo1_another" > "$FLY_CONFIG_DIR/config.yml"
	[ "$(elsewhere flyctl)" = "uses the plain-text login in \
~/flyctl/config.yml; 'flyctl auth logout' ends it" ]
	[[ $(FLY_API_TOKEN=$DEV elsewhere flyctl) == \
		*$'\n'"else the plain-text login in ~/flyctl/config.yml; "* ]]
	echo "access_token: $DEV" > "$FLY_CONFIG_DIR/config.yml"
	[[ $(elsewhere flyctl) == \
		*"; 'fly-cred login', then 'flyctl auth logout' ends it" ]]
	echo "access_token: [" > "$FLY_CONFIG_DIR/config.yml"
	[[ $(elsewhere flyctl) == *"is not valid YAML" ]]
}

# docker_has JSON: docker's configuration.
docker_has() {
	mkdir -p "$HOME/.docker"
	printf '%s\n' "$1" > "$HOME/.docker/config.json"
}

@test "docker: its own copy of a token, another helper, or us" {
	docker_has '{"auths": {"registry.fly.io": {"auth": "c2VjcmV0"}}}'
	[ "$(elsewhere docker)" = "uses a plain-text token in \
~/.docker/config.json; run 'fly-cred setup docker'" ]
	docker_has '{"auths": {"registry.fly.io": {}}, "credsStore": "desktop"}'
	[ "$(elsewhere docker)" = "asks docker-credential-desktop, not \
fly-cred; run 'fly-cred setup docker'" ]
	docker_has '{"auths": {"https://registry.fly.io/v2/": {"auth":
		"c2VjcmV0"}}, "credHelpers": {"registry.fly.io": "fly"}}'
	[ "$(elsewhere docker)" = "asks fly-cred for registry.fly.io
or others use a plain-text token in ~/.docker/config.json; run 'fly-cred \
setup docker'" ]
	fly-cred setup docker > /dev/null
	[ "$(elsewhere docker)" = "asks fly-cred for registry.fly.io" ]
	docker_has '{"auths": {"other.example": {"auth": "c2VjcmV0"}}}'
	[ "$(elsewhere docker)" = "has nothing for registry.fly.io; run \
'fly-cred setup docker'" ]
	docker_has '{'
	[[ $(elsewhere docker) == *"is not a JSON object"* ]]
}

@test "it is told without a store, too" {
	docker_has '{"credsStore": "pass"}'
	FLY_CRED_STORE=$HOME/none run -3 --separate-stderr fly-cred status
	[[ $output == *"docker   asks docker-credential-pass, not fly-cred"* ]]
}

@test "a token in the environment serves fly-cred where nobody is logged in" {
	FLY_API_TOKEN=$(fly-cred create deploy 2> /dev/null)
	export FLY_API_TOKEN
	FLY_CRED_STORE=$HOME/none run -0 --separate-stderr fly-cred status
	[[ $output == *"here     app shop, from "* && -z $stderr ]]
	[[ $output == *"fly-cred narrows "* ]]
	fly-cred logout > /dev/null
	run -0 --separate-stderr fly-cred status
	[[ $output == *"here     app shop, from "*"fly-cred narrows "* ]]
	echo 'app = "x' > fly.toml
	run -2 --separate-stderr fly-cred status
	# What can't be narrowed serves nobody.
	echo 'app = "shop"' > fly.toml
	FLY_API_TOKEN=$DEV run -3 --separate-stderr fly-cred status
	[[ $stderr == *"nobody is logged in"* ]]
	[[ $output == *"here     app shop"* && $output != *narrows* ]]
}
