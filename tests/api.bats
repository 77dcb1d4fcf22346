#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred-api by hand: what can be asked of it, and what it answers.

bats_require_minimum_version 1.5.0

setup_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_setup_file
}

teardown_file() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	api_teardown_file
}

setup() {
	# shellcheck source=tests/lib/api.bash
	source "$FLY_CRED_SRCDIR/tests/lib/api.bash"
	stand_in_control '{"faults": [], "clock": 0}'
}

teardown() {
	canned_stop
}

@test "login tells the person and every organization" {
	ask operation=login
	[[ $(field status) == ok && $(field user_id) == 1001 ]]
	[[ $(field email) == dev@example.com ]]
	[[ $(field organization_number | xargs) == "4720 4721" ]]
	[[ $(field organization_slug | xargs) == "dev-12 acme" ]]
	[[ $(field organization_personal | xargs) == "1 0" ]]
	[[ $(field organization_name | xargs) == "Dev Acme" ]]
}

@test "login with a scoped token is no person's" {
	ask operation=create app=shop name=t profile=deploy life=3600
	ask operation=login "token=$(field token)"
	[[ $(field status) == ok && -z $(field user_id) ]]
	[[ $(field email) == *@tokens.fly.io ]]
}

@test "lookup tells the ids of an app and of its organization" {
	ask operation=lookup app=shop
	[[ $(field app_number) == 1234567 && $(field app_name) == shop ]]
	[[ $(field organization_number) == 4721 ]]
	[[ $(field organization_slug) == acme ]]
	[[ -n $(field app_id) && -n $(field organization_id) ]]
}

@test "lookup tells the true slug of one's personal organization" {
	ask operation=lookup organization=personal
	[[ $(field organization_slug) == dev-12 && -z $(field app_id) ]]
	[[ $(field organization_number) == 4720 ]]
}

@test "create makes a token for an app" {
	local now

	now=$(date +%s)
	ask operation=create app=shop "name=my token" profile=deploy life=86400
	[[ $(field status) == ok && $(field app_number) == 1234567 ]]
	[[ $(field token) == fm2_*,fm2_* && -n $(field token_id) ]]
	(($(field expires_at) >= now + 86300))
	(($(field expires_at) <= now + 86500))
	field token > "$T/made"
	run -0 stand_in_control inspect < "$T/made"
	[[ $output == *"apps shop (1234567)"* ]]
	run -0 stand_in_control state
	[[ $output == *'"name": "my token"'* ]]
}

@test "create makes a token for an organization" {
	ask operation=create organization=acme name=t life=3600 \
		profile=deploy_organization
	[[ $(field status) == ok && -z $(field app_id) ]]
	field token > "$T/made"
	run -0 stand_in_control inspect < "$T/made"
	[[ $output == *"organization acme (4721): rwcdC"* ]]
}

@test "a scoped token makes no other, and the message says why" {
	ask operation=create app=shop name=t profile=deploy life=3600
	ask operation=create app=shop name=t profile=deploy life=3600 \
		"token=$(field token)"
	expect_error 6 "scoped token" "can't make others" "fly-cred login"
	[[ -z $(field sent) ]]
}

@test "the server's clock is compared with ours, also on failure" {
	local skew

	stand_in_control '{"clock": 7200}'
	ask operation=lookup app=nowhere
	skew=$(field skew)
	((skew >= 7190 && skew <= 7210))
	stand_in_control '{"clock": -600}'
	ask operation=lookup app=shop
	skew=$(field skew)
	((skew >= -610 && skew <= -590))
}

@test "lives are written as Go durations" {
	local number=0 life

	canned_start lives
	for life in 86400:24h0m0s 5400:1h30m0s 90:1m30s 45:45s; do
		canned_reply $((number + 1)) '{"data": {"organization": {"id":
			"o", "internalNumericId": "7", "rawSlug": "s"}}}'
		number=$((number + 2))
		ask "url=$CANNED_URL" operation=create organization=s name=t \
			profile=deploy_organization "life=${life%:*}"
		expect_error 7 "cut the connection"
		tail -n 1 "$CANNED_DIR/request-$number" | jq -e --arg life \
			"${life#*:}" '.variables == {name: "t", expiry: $life,
			organizationId: "o", profile: "deploy_organization",
			profileParams: {}}'
	done
}

@test "every page of organizations is asked for" {
	local page more viewer='"viewer": {"__typename": "User",
		"internalNumericId": 5, "email": "a@example.com"}'

	canned_start pages
	for page in 1 2 3; do
		more=$([[ $page == 3 ]] && echo false || echo true)
		canned_reply "$page" "{\"data\": {$viewer, \"organizations\":
			{\"nodes\": [{\"id\": \"o$page\", \"name\": \"a\\nb\",
			\"internalNumericId\": \"$page\", \"slug\": \"s$page\",
			\"rawSlug\": \"s$page\"}], \"pageInfo\": {\"endCursor\":
			\"c$page\", \"hasNextPage\": $more}}}}"
		sed -i 's/a$/a\\n/; ' "$CANNED_DIR/reply-$page"
	done
	ask "url=$CANNED_URL" operation=login
	[[ $(field organization_number | xargs) == "1 2 3" ]]
	tail -n 1 "$CANNED_DIR/request-1" | jq -e '.variables.after == null'
	tail -n 1 "$CANNED_DIR/request-3" | jq -e '.variables.after == "c2"'
}

@test "a request that is not one gets an answer too" {
	ask_raw <<< 'version=2'
	expect_error 1 "version 2" "version 1"
	ask_raw <<< 'operation=login'
	expect_error 1 "does not begin with its version"
	ask_raw <<< 'nonsense'
	expect_error 1 "key=value"
	ask_raw < <(head -c 600000 /dev/zero | tr '\0' x)
	expect_error 2 "longer than"
	ask operation=dance
	expect_error 2 "no operation 'dance'"
	ask token= operation=login
	expect_error 2 token
	ask timeout=0 operation=login
	expect_error 2 timeout
	ask operation=lookup app=a organization=b
	expect_error 2 "one app or one organization"
	ask operation=create organization=acme name=t profile=deploy life=60
	expect_error 2 "needs an app"
	ask operation=create app=shop name=t profile=deploy life=0
	expect_error 2 life
}

@test "it takes no arguments" {
	run -1 --separate-stderr timeout 20 "$FLY_CRED_BUILDDIR/fly-cred-api" x
	# shellcheck disable=SC2154
	[[ $output == "" && $stderr == *usage:* ]]
	run -0 --separate-stderr timeout 20 \
		"$FLY_CRED_BUILDDIR/fly-cred-api" --help
	[[ $output == *usage:* && $stderr == "" ]]
}
