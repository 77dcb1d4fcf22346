#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# docker-credential-fly speaks docker's protocol to the letter.
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
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	person_logged_in dev
}

teardown() {
	forget_key
}

# helper VERB [INPUT]: sets status, output (stdout) and stderr.
helper() {
	run --separate-stderr timeout -k 2 60 docker-credential-fly "$1" \
		< <(printf '%s' "${2-}")
}

@test "get answers for Fly's registry with user x and a narrowed token" {
	project shop
	helper get registry.fly.io
	[ "$status" -eq 0 ]
	[ "$(jq -r .Username <<< "$output")" = x ]
	[ "$(jq -r .ServerURL <<< "$output")" = registry.fly.io ]
	jq -j .Secret <<< "$output" > "$HOME/token"
	stand_in_control inspect < "$HOME/token" | grep -q 'shop'
}

@test "get tells on stderr which app, and which file chose it" {
	project shop
	helper get registry.fly.io
	[ "$stderr" = "fly-cred: app shop (from ~/shop/fly.toml), good for 2h0m" ]
}

@test "docker.quiet keeps stderr empty" {
	mkdir -p "$HOME/.config/fly-cred"
	echo 'docker: {quiet: true}' > "$HOME/.config/fly-cred/config.yml"
	project shop
	helper get registry.fly.io
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "get goes by the settings of the directory" {
	local app='"app_name": "shop"'

	mkdir -p "$HOME/.config/fly-cred"
	cat > "$HOME/.config/fly-cred/config.yml" <<- 'EOF'
		directories:
		  ~/src/shop: {app: shop, docker: {narrow: images, life: 30m}}
		  ~/src: {docker: {quiet: true, life: 1h}}
	EOF
	mkdir -p "$HOME/src/shop/web" "$HOME/src/more"
	cd "$HOME/src/shop/web"
	helper get registry.fly.io
	[[ $status -eq 0 && -z $stderr ]]
	jq -r .Secret <<< "$output" > "$HOME/token"
	(($(life_left < "$HOME/token") <= 1800))
	may rw "$app" '"app_feature": "images"' < "$HOME/token"
	may_not rw "$app" < "$HOME/token"
	cd "$HOME/src/more"
	FLY_APP=shop helper get registry.fly.io
	[[ $status -eq 0 && -z $stderr ]]
	jq -r .Secret <<< "$output" > "$HOME/token"
	(($(life_left < "$HOME/token") > 1800))
	may rw "$app" < "$HOME/token"
}

@test "get knows the host however a client writes it" {
	local host

	project shop
	for host in https://registry.fly.io registry.fly.io:443 \
		https://registry.fly.io/v2/ REGISTRY.FLY.IO $'registry.fly.io\n' \
		$'registry.fly.io\r\n' 'registry.fly.io.'; do
		helper get "$host"
		[ "$status" -eq 0 ]
		[ "$(jq -r .Username <<< "$output")" = x ]
	done
}

@test "without a store get holds nothing for other hosts, and says so exactly" {
	local host

	project shop
	export FLY_CRED_STORE=/nowhere
	for host in docker.io https://index.docker.io/v1/ evil-registry.fly.io \
		registry.fly.io.evil.example registry.fly.io:444; do
		helper get "$host"
		[ "$status" -eq 1 ]
		[ "$output" = "credentials not found in native keychain" ]
		[ -z "$stderr" ]
	done
}

@test "get without a server is docker's own sentence" {
	helper get ''
	[ "$status" -eq 1 ]
	[ "$output" = "no credentials server URL" ]
	helper get $' \n'
	[ "$status" -eq 1 ]
	[ "$output" = "no credentials server URL" ]
}

@test "a locked store is a failure, never 'not found'" {
	project shop
	forget_key
	FLY_CRED_KEY_FILE='' helper get registry.fly.io
	[ "$status" -eq 1 ]
	[ "$output" = "the store is locked; run 'fly-cred unlock'" ]
	[ "$stderr" = "fly-cred: the store is locked; run 'fly-cred unlock'" ]
}

@test "without an app in sight get says what to do" {
	helper get registry.fly.io
	[ "$status" -eq 1 ]
	[[ $output == *"--app"* || $output == *FLY_APP* ]]
}

@test "an organization is not enough for docker, unless docker.scope says so" {
	FLY_ORG=acme helper get registry.fly.io
	[ "$status" -eq 1 ]
	[[ $output == *"docker needs an app"* ]]
	mkdir -p "$HOME/.config/fly-cred"
	echo 'docker: {scope: org}' > "$HOME/.config/fly-cred/config.yml"
	FLY_ORG=acme helper get registry.fly.io
	[ "$status" -eq 0 ]
	[ "$(jq -r .Username <<< "$output")" = x ]
}

@test "store for Fly's registry does nothing and succeeds" {
	helper store '{"ServerURL":"registry.fly.io","Username":"x","Secret":"s"}'
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "store checks what it is given, in docker's words" {
	helper store '{"Username":"u","Secret":"s"}'
	[ "$status" -eq 1 ]
	[ "$output" = "no credentials server URL" ]
	helper store '{"ServerURL":"registry.fly.io","Secret":"s"}'
	[ "$status" -eq 1 ]
	[ "$output" = "no credentials username" ]
	helper store 'nonsense'
	[ "$status" -eq 1 ]
	[ -n "$output" ]
}

@test "erase forgets the app's token and nothing else" {
	project shop
	helper get registry.fly.io
	helper erase registry.fly.io
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	run -0 fly-cred list --json
	[ "$output" = "[]" ] || [ "$(jq length <<< "$output")" -eq 0 ]
	helper get registry.fly.io
	[ "$status" -eq 0 ]
}

@test "erase succeeds where there is nothing to erase" {
	helper erase registry.fly.io
	[ "$status" -eq 0 ]
	helper erase docker.io
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "list names Fly's registry" {
	helper list unused
	[ "$status" -eq 0 ]
	[ "$output" = '{"registry.fly.io":"x"}' ]
}

@test "version and help succeed, anything else fails" {
	helper version
	[ "$status" -eq 0 ]
	[[ $output == "docker-credential-fly (fly-cred) "* ]]
	helper --help
	[ "$status" -eq 0 ]
	helper frobnicate
	[ "$status" -eq 1 ]
	run -1 docker-credential-fly
	run -1 docker-credential-fly get extra < /dev/null
}

@test "docker.scope: org gives an app's directory no more than its app" {
	mkdir -p "$HOME/.config/fly-cred"
	echo 'docker: {scope: org}' > "$HOME/.config/fly-cred/config.yml"
	project shop
	helper get registry.fly.io
	[ "$status" -eq 0 ]
	jq -j .Secret <<< "$output" > "$HOME/token"
	printf '{"header": "%s", "access": {"action": "w", "org_slug": "acme", "app_name": "blog", "app_feature": "images"}}' \
		"$(cat "$HOME/token")" > "$HOME/access"
	run ! stand_in_control post /v1/tokens/authorize "$(cat "$HOME/access")"
	sed -i 's/"blog"/"shop"/' "$HOME/access"
	run -0 stand_in_control post /v1/tokens/authorize "$(cat "$HOME/access")"
}
