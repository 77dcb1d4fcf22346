#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred status: who is logged in, what applies here, what ends when.
#
# Conditions joined by && ... || { complain } are meant as that.
# shellcheck disable=SC2015
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
	source "$FLY_CRED_SRCDIR/tests/lib/command.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# tells STATUS ARGUMENT...: status with the arguments ends with that; a
# problem is one line on stderr.
tells() {
	local expected=$1

	shift
	run --separate-stderr fly-cred status "$@"
	line=$stderr
	[[ $status -eq $expected && -n $output ]] &&
		[[ $output != *fm2_* && $output != *fo1_* ]] &&
		if [[ $expected -eq 0 ]]; then
			[[ -z $line ]]
		else
			[[ $line == "fly-cred: "* && $line != *$'\n'* ]]
		fi || {
		echo "$status: $output | $line"
		return 1
	}
}

@test "--help and wrong options" {
	helps status
	each_option_helped status app org account json explain
	checks_usage status
	refused 2 fly-cred status extra
}

@test "store, account, app with the file that chose it, token" {
	tells 0
	grep -q "^store    $(store_directory), open" <<< "$output"
	grep -q "^account  dev@example.com, logged in since $(date -u +%F), at\
 $STAND_IN_URL$" <<< "$output"
	grep -q '^here     app shop, from ~/shop/fly.toml$' <<< "$output"
	grep -q '^token    none yet' <<< "$output"
	fly-cred get > /dev/null
	tells 0
	grep -qE '^token    (1d0h|23h59m) left of (1d0h|23h59m)$' <<< "$output"
}

@test "it asks nobody and changes nothing" {
	local asked

	fly-cred get > /dev/null
	asked=$(wc -l < "$T/world/requests.log")
	faketime -f +23h fly-cred status | grep -qE '^token    (1h|59m)'
	[ "$(wc -l < "$T/world/requests.log")" -eq "$asked" ]
}

@test "how long the store stays open, or that a key file opens it" {
	[[ $(fly-cred status) =~ open\ for\ (8h0m|7h59m) ]]
	fly-cred lock 2> /dev/null
	[[ $(fly-cred status) == *"open with a key file"* ]]
}

@test "--explain shows every step up to the one that decided" {
	tells 0 --explain
	[[ $output == *"1. --app, --org: not given"*"2. FLY_APP: not set"*\
"3. FLY_ORG: not set"*"4. ~/shop/fly.toml: app shop"*\
"5. account dev@example.com: the only one"* ]]
	FLY_ORG=acme tells 0 --explain
	[[ $output == *"3. FLY_ORG: organization acme"* ]]
	[[ $output == *"4. account "* && $output != *"5. "* ]]
	FLY_CRED_ACCOUNT=dev@example.com tells 0 --explain
	[[ $output == *"5. account dev@example.com: named by FLY_CRED_ACCOUNT"* ]]
	tells 0 --explain --account dev@example.com
	[[ $output == *"5. account dev@example.com: named by --account"* ]]
}

@test "--json has these members, null where there is nothing" {
	tells 0 --json
	[ "$(jq -c 'keys' <<< "$output")" = '["account","account_source",'\
'"accounts","allowed","elsewhere","expires_at","id","issued_at","name","problem",'\
'"profile","revocations","scope","source","steps","tokens",'\
'"tools","unlocked_until"]' ]
	[ "$(jq -c '[.account, .scope, .source, .profile, .id, .expires_at,
		.problem]' <<< "$output")" = '["dev@example.com","app:shop",'\
'"~/shop/fly.toml",null,null,null,null]' ]
	fly-cred get > /dev/null
	tells 0 -j
	[ "$(jq -r '.id' <<< "$output")" = \
		"$(fly-cred list --json | jq -r '.[0].id')" ]
	[ "$(jq -c .tokens <<< "$output")" = \
		"$(fly-cred list --json | jq -c .)" ]
	[ "$(jq '(.expires_at | fromdate) - (.issued_at | fromdate)' \
		<<< "$output")" -ge 86398 ]
}

@test "every account: name, e-mail, how it came, since when; and for whom" {
	fly-cred login --name ops --token-stdin < "$T/world/login-token-2" \
		> /dev/null
	mkdir "$HOME/.fly"
	echo "access_token: $(cat "$T/world/login-token")" > "$HOME/.fly/config.yml"
	fly-cred login --from-flyctl > /dev/null
	tells 2
	grep -q "^account  ops (ops@example.com), logged in since 2" <<< "$output"
	grep -q "^         dev@example.com, adopted from flyctl since 2" \
		<<< "$output"
	FLY_ORG=other tells 0 --explain
	grep -q '^here     organization other, from FLY_ORG, by ops$' \
		<<< "$output"
	[[ $output == *"account ops: the only one that has it"* ]]
	FLY_ORG=other tells 0 -j
	[ "$(jq -c '[.account_source, (.accounts[] | .account, .email, .session,
		.expires_at), .steps[-1]]' <<< "$output")" = '["the only one '\
'that has it","ops","ops@example.com","given",null,"dev@example.com",'\
'"dev@example.com","flyctl",null,"FLY_ORG: organization other"]' ]
}

@test "the other stored tokens: for what, of which kind, how long" {
	fly-cred get > /dev/null
	stand_in_control '{"life": 600}'
	fly-cred get --org acme > /dev/null
	fly-cred get --app blog > /dev/null
	tells 0
	[[ $output == *$'\nstored   app:blog, deploy, '*$' left\n'* ]]
	[[ $output == *$'\n         org:acme, deploy_organization, '* ]]
	[[ $output != *"app:shop"* ]]
	[[ $(faketime -f +11m fly-cred status) == *"app:blog, deploy, expired"* ]]
}

@test "what each tool gets here, and which settings made it so" {
	tells 0
	grep -qx 'gets     docker    docker, 2h0m' <<< "$output"
	grep -qx '         exec      app, all that is left, at least 15m' \
		<<< "$output"
	grep -qx '         terraform window, all that is left, at least 1h0m' \
		<<< "$output"
	mkdir -p "$HOME/.config/fly-cred"
	cat > "$HOME/.config/fly-cred/config.yml" <<- 'EOF'
		docker: {scope: app}
		directories:
		  ~: {git: {profile: readonly}}
		  ~/shop: {docker: {narrow: images, life: 30m}}
	EOF
	CLAUDECODE=1 tells 0
	grep -qx "gets     docker    docker-images, 30m (docker.narrow: \
~/shop; docker.scope: config.yml; docker.life: ~/shop)" <<< "$output"
	grep -qx '         git       readonly-app, 2h0m (git.profile: ~)' \
		<<< "$output"
	grep -qx '         env       readonly-app, 8h0m (CLAUDECODE is set)' \
		<<< "$output"
	tells 0 --json
	[ "$(jq -c '.tools[0]' <<< "$output")" = '{"tool":"docker",'\
'"recipe":"docker-images","profile":"deploy","life":1800,"least":null,'\
'"agent":null,"problem":null,"settings":{"docker.narrow":"~/shop",'\
'"docker.scope":"~/.config/fly-cred/config.yml","docker.life":"~/shop"}}' ]
	FLY_ORG=acme tells 0
	grep -q '^gets     docker    none: docker needs an app' <<< "$output"
	cd "$HOME"
	tells 0 --json
	[ "$(jq -c .tools <<< "$output")" = '[]' ]
}

@test "however much is stored, it fits a terminal" {
	local cluster

	for cluster in one two three four five six seven; do
		fly-cred get --org acme --profile litefs-cloud \
			--cluster "$cluster" > /dev/null
	done
	tells 0
	[[ $(wc -l <<< "$output") -lt 24 && $output == *" more, see "* ]]
}

@test "a login that Fly has refused" {
	stand_in_control '{"fault": {"kind": "status", "status": 401}}'
	run -6 fly-cred get
	grep -q "^account  dev@example.com, .*, refused by Fly: run 'fly-cred \
login'$" < <(fly-cred status)
	[ "$(fly-cred status -j | jq '.accounts[0].refused')" = true ]
	fly-cred login --token-stdin < "$T/world/login-token" > /dev/null
	[[ $(fly-cred status) != *refused* ]]
}

@test "no app in sight is no failure: who is logged in is told" {
	cd "$HOME"
	tells 0
	grep -q '^account  dev@example.com' <<< "$output"
	grep -q '^here     no app or organization' <<< "$output"
	tells 0 --json
	[ "$(jq -c '[.account, .scope]' <<< "$output")" = \
		'["dev@example.com",null]' ]
}

@test "nobody logged in: 3, wherever that is" {
	fly-cred logout --local > /dev/null
	tells 3
	says "'fly-cred login'"
	grep -q '^account  none yet' <<< "$output"
	grep -q '^here     app shop' <<< "$output"
	cd "$HOME"
	tells 3
	says "'fly-cred login'"
	grep -q '^here     no app' <<< "$output"
}

@test "a locked store: 4, and what is known without it" {
	fly-cred lock 2> /dev/null
	FLY_CRED_KEY_FILE='' tells 4
	says "'fly-cred unlock'"
	grep -q '^here     app shop' <<< "$output"
	FLY_CRED_KEY_FILE='' tells 4 --json
	[ "$(jq -c '[.account, .scope]' <<< "$output")" = '[null,"app:shop"]' ]
}

@test "no store: 3, and what is known without it" {
	FLY_CRED_STORE=$HOME/none tells 3
	says "'fly-cred init'"
	grep -q '^here     app shop' <<< "$output"
}

@test "a broken fly.toml, two accounts, another API: 2, and which" {
	echo 'app = "x' > fly.toml
	tells 2
	says "fly.toml:1:7"
	echo 'app = "shop"' > fly.toml
	fly-cred login --token-stdin < "$T/world/login-token-2" > /dev/null
	tells 2
	says "--account"
	tells 0 --account ops@example.com
	FLY_REGISTRY_HOST=registry.example tells 2 --account dev@example.com
	says registry.example
}
