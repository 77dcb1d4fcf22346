#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred get: one token on stdout, narrowed and bound in time.
# Tests set variables for themselves.
# shellcheck disable=SC2030,SC2031
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
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
}

teardown() {
	forget_key
}

# lives SECONDS GOT: within the ten seconds a slow machine may take.
lives() {
	local left

	left=$(life_left <<< "$2")
	((left <= $1 && left > $1 - 10)) || {
		echo "lives $left s, not $1"
		return 1
	}
}

@test "--help and wrong options" {
	helps get
	each_option_helped get app org account profile cluster for life token-env token-fd command header
	checks_usage get
	refused 2 fly-cred get extra
	says "too many arguments"
	refused 2 fly-cred get --app
	says "--app needs a value"
	refused 2 fly-cred get --header=yes
	says "--header takes no value"
}

@test "no such command is 2 and says where they are listed" {
	refused 2 fly-cred frobnicate
	says frobnicate "'fly-cred --help'"
}

@test "one line: a bundle without scheme word; --header puts it before" {
	run --separate-stderr fly-cred get
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $output =~ ^fm2_[A-Za-z0-9+/=_,-]+$ ]]
	run -0 fly-cred get --header
	[[ $output =~ ^"FlyV1 "fm2_[A-Za-z0-9+/=_,-]+$ ]]
}

@test "what can't be written is a failure" {
	run -1 bash -c 'fly-cred get > /dev/full'
	[[ $output == "fly-cred: can't write"* ]]
}

@test "it lives 8 hours, or what --life and --for say: the longer one" {
	lives 28800 "$(fly-cred get)"
	lives 600 "$(fly-cred get --life 10m)"
	lives 7200 "$(fly-cred get --for 1h --life 2h)"
	lives 7200 "$(fly-cred get --for 2h --life 1h)"
	lives 32400 "$(fly-cred get --for 9h)"
	lives 90000 "$(fly-cred get --life 90m --for 25h)"
}

@test "durations are Go's, and days; nothing else is" {
	local wrong

	lives 5400 "$(fly-cred get --life 1h30m)"
	lives 43200 "$(fly-cred get --life 0.5d)"
	for wrong in 10 10x -5m "" h "1 h" 1e3s; do
		refused 2 fly-cred get --life "$wrong"
		refused 2 fly-cred get --for "$wrong"
	done
}

@test "never more than Fly gave" {
	stand_in_control '{"life": 3600}'
	lives 3600 "$(fly-cred get)"
	lives 3600 "$(fly-cred get --life 5h)"
}

@test "--for longer than Fly gives is 5: left, wanted, what to do" {
	stand_in_control '{"life": 3600}'
	refused 5 fly-cred get --for 2h
	says "token for 'shop' lives" "the 2h0m needed" "--for"
	fly-cred get --for 30m > /dev/null
}

@test "--for renews what would not live long enough, else nothing is asked" {
	local creates

	fly-cred get > /dev/null
	creates=$(stand_in_count createLimitedAccessToken)
	fly-cred get --for 10h > /dev/null
	fly-cred get > /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq "$creates" ]
	fly-cred get --for 30h > /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((creates + 1)) ]
	lives 108000 "$(fly-cred get --for 30h)"
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((creates + 1)) ]
}

@test "past half of its life a token is renewed" {
	local creates

	fly-cred get > /dev/null
	creates=$(stand_in_count createLimitedAccessToken)
	stand_in_control '{"clock": 39600}'
	faketime -f +11h fly-cred get > /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq "$creates" ]
	stand_in_control '{"clock": 46800}'
	faketime -f +13h fly-cred get > /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq $((creates + 1)) ]
}

@test "our clock may be wrong: life is counted by Fly's" {
	stand_in_control '{"clock": -3600, "life": 3600}'
	fly-cred get --life 10m > "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
	stand_in_control '{"clock": -2940}'
	run -2 may rw '"app_name": "shop"' < "$HOME/token"
	[[ $output == *"has expired"* ]]
}

@test "every token differs, and its window begins in the past day" {
	local begins

	for _ in 1 2 3 4 5 6; do
		fly-cred get | caveats | jq '.[-1]
			| select(.type == "ValidityWindow") | .body.not_before'
	done > "$HOME/begins"
	[ "$(sort -u "$HOME/begins" | wc -l)" -eq 6 ]
	while read -r begins; do
		((begins <= $(date +%s) && begins > $(date +%s) - 86410))
	done < "$HOME/begins"
}

@test "profile deploy: all of the app, nothing of others" {
	fly-cred get --profile deploy > "$HOME/token"
	may rwcdC '"app_name": "shop"' < "$HOME/token"
	may c '"app_name": "shop"' '"machine_id": "m"' < "$HOME/token"
	may rw '"org_slug": "acme"' '"org_feature": "builder"' < "$HOME/token"
	may r '"org_slug": "acme"' < "$HOME/token"
	may_not w '"org_slug": "acme"' < "$HOME/token"
	may_not rw '"app_name": "blog"' < "$HOME/token"
	may_not r '"app_name": "lab"' < "$HOME/token"
}

@test "profile org: all apps of the organization, and of no other" {
	fly-cred get --org acme > "$HOME/token"
	may rwcdC '"app_name": "shop"' < "$HOME/token"
	may rwcdC '"app_name": "blog"' < "$HOME/token"
	may w '"org_slug": "acme"' < "$HOME/token"
	may_not r '"app_name": "lab"' < "$HOME/token"
	may_not r '"org_slug": "other"' < "$HOME/token"
}

@test "profile org of an app: narrowed to the app" {
	fly-cred get --profile org > "$HOME/token"
	may rw '"app_name": "shop"' < "$HOME/token"
	may_not rw '"app_name": "blog"' < "$HOME/token"
	[ "$(fly-cred list --json | jq -r '.[].profile')" = deploy_organization ]
}

@test "profile readonly: reads, of an app or of an organization" {
	fly-cred get --profile readonly > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	may_not w '"app_name": "shop"' < "$HOME/token"
	may_not r '"app_name": "blog"' < "$HOME/token"
	fly-cred get --org acme --profile readonly > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	may r '"app_name": "blog"' < "$HOME/token"
	may_not w '"app_name": "blog"' < "$HOME/token"
	may_not w '"org_slug": "acme"' < "$HOME/token"
}

@test "profiles that do not exist or do not fit are 2" {
	refused 2 fly-cred get --profile root
	says deploy org readonly
	refused 2 fly-cred get --org acme --profile deploy
	says --app
	refused 2 fly-cred get --org acme --profile ssh
	says "is for an app, and --org names organization 'acme'"
	refused 2 fly-cred get --profile wireguard
	says "is for an organization, and ~/shop/fly.toml names app 'shop'"
}

@test "which app: --app, then FLY_APP, then the directory" {
	export FLY_APP=blog
	fly-cred get --app shop | may rw '"app_name": "shop"'
	fly-cred get | may rw '"app_name": "blog"'
	unset FLY_APP
	mkdir -p deep/er && cd deep/er
	fly-cred get | may rw '"app_name": "shop"'
	fly-cred get -o personal | may w '"app_name": "lab"'
	refused 2 fly-cred get --app shop --org acme
	refused 2 fly-cred get --app Shop
}

@test "an app that was moved gets a token of its new organization" {
	stand_in_control '{"create_app": ["nomad", "acme"]}'
	fly-cred get --app nomad > "$HOME/token"
	stand_in_control '{"move_app": ["nomad", "personal"]}'
	may_not rw '"app_name": "nomad"' < "$HOME/token"
	fly-cred renew --app nomad 2> /dev/null
	fly-cred get --app nomad | may rw '"app_name": "nomad"'
}

@test "a login in the store wins over a token in the environment" {
	local wide

	wide=$(fly-cred get --org acme)
	fly-cred get > /dev/null
	FLY_API_TOKEN=fo1_abcdefghijklmnop fly-cred get > "$HOME/token"
	may_not r '"app_name": "blog"' < "$HOME/token"
	# Asked for, it serves; of the app the store knows the number.
	export FLY_API_TOKEN=$wide
	run --separate-stderr fly-cred get --token-env
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	may rwcdC '"app_name": "shop"' <<< "$output"
	may_not r '"app_name": "blog"' <<< "$output"
	fly-cred env --token-env | grep -qF "FLY_CRED_SCOPE='app:shop'"
	FLY_API_TOKEN=$(fly-cred get --app blog)
	refused 6 fly-cred get --token-env
	says "is not for app 'shop'"
}

@test "a token of an organization is narrowed to its apps at least" {
	local wide

	wide=$(fly-cred get --org acme)
	forget_key
	export FLY_CRED_STORE=/nowhere FLY_API_TOKEN=$wide
	fly-cred get > "$HOME/token" 2> /dev/null
	may rwcdC '"app_name": "shop"' < "$HOME/token"
	may rwcdC '"app_name": "blog"' < "$HOME/token"
	may r '"org_slug": "acme"' < "$HOME/token"
	may_not w '"org_slug": "acme"' < "$HOME/token"
	may_not r '"app_name": "lab"' < "$HOME/token"
	docker-credential-fly get <<< registry.fly.io 2> /dev/null |
		jq -r .Secret > "$HOME/token"
	may rw '"app_name": "shop"' '"app_feature": "images"' < "$HOME/token"
	may_not c '"app_name": "shop"' < "$HOME/token"
	may_not r '"app_name": "shop"' '"machine_id": "m"' < "$HOME/token"
}

@test "a fresh token needs neither the network nor fly-cred-api" {
	fly-cred get > /dev/null
	FLY_CRED_EXEC_PATH=/nowhere fly-cred get > /dev/null
}
