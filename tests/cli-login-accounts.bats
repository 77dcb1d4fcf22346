#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred login: accounts are named, told apart, and bound to their API.
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
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/login.bash"
	stand_in_control '{"faults": []}'
	login_setup
}

teardown() {
	forget_key
}

@test "logging in again replaces the login and keeps the account's name" {
	login "$DEV" --name work
	[[ $output == "logged in as work (dev@example.com)"* ]]
	fly-cred get --app shop > /dev/null
	login "$DEV"
	[[ $output == "logged in as work (dev@example.com)"* ]]
	[ "$(fly-cred status --app shop | grep -c dev@example)" -eq 1 ]
	[ "$(fly-cred list --json | jq length)" -eq 1 ]
	login "$DEV" --name home
	FLY_CRED_ACCOUNT=home fly-cred get --app shop > /dev/null
}

@test "another person is another account; which one is never guessed" {
	login "$DEV"
	login "$OPS" --name ops
	[[ $output == "logged in as ops (ops@example.com)"* ]]
	refused 2 fly-cred get --app shop
	says dev@example.com ops --account FLY_CRED_ACCOUNT
	fly-cred get --app foreign --account ops > /dev/null
	refused 3 fly-cred get --app foreign --account dev@example.com
	FLY_CRED_ACCOUNT=ops fly-cred get --app foreign > /dev/null
	FLY_CRED_ACCOUNT=ops refused 3 fly-cred get --app foreign \
		--account dev@example.com
	refused 3 fly-cred get --app shop --account nobody
	says "'nobody'" dev@example.com ops
}

# other_api COMMAND...: with another stand-in, which numbers its users alike.
other_api() (
	mkdir "$T/other"
	cp "$T"/world/*.pem "$T"/world/*.key "$T/world/login-token" "$T/other"
	stand_in_start "$T/other" --tls
	export FLY_API_BASE_URL=$STAND_IN_URL
	trap stand_in_stop EXIT
	"$@"
)

log_in_and_get() {
	login "$DEV" --name other
	fly-cred get --app shop > /dev/null
	[ "$(stand_in_count createLimitedAccessToken)" -eq 1 ]
}

@test "the same number at another API is another account" {
	login "$DEV"
	fly-cred get --app shop > /dev/null
	other_api log_in_and_get
	[ "$(fly-cred list --json | jq length)" -eq 2 ]
	fly-cred get --app shop > /dev/null
	[[ $(fly-cred status --app shop) == *"$STAND_IN_URL"* ]]
}

@test "a name that is taken is refused before anything is written" {
	local before

	login "$DEV" --name me
	before=$(find "$(store_directory)" -path '*/records/*' | sort)
	login "$OPS" --name me
	[ "$status" -eq 2 ]
	says "'me'" --name
	[ "$(find "$(store_directory)" -path '*/records/*' | sort)" = "$before" ]
}

# unsent WAY: with that changed, get and renew refuse, say why, and send
# nothing to either stand-in.
unsent() {
	local sent text

	sent=$(cat "$T/world/requests.log" "$T/elsewhere/requests.log" | wc -l)
	for text in get renew; do
		refused 2 fly-cred $text --app shop
		says "login of 'dev@example.com'" "$STAND_IN_URL" "$@"
	done
	run -1 docker-credential-fly get <<< "${FLY_REGISTRY_HOST:-registry.fly.io}"
	[ "$(cat "$T/world/requests.log" "$T/elsewhere/requests.log" | wc -l)" \
		-eq "$sent" ]
}

@test "a login is sent to no other API, registry or under another CA" {
	local other

	mkdir -p "$T/elsewhere"
	cp "$T"/world/*.pem "$T"/world/*.key "$T/elsewhere/"
	other=$(
		stand_in_start "$T/elsewhere" --tls
		echo "$STAND_IN_URL $STAND_IN_PID"
	)
	login "$DEV"
	fly-cred get --app shop > /dev/null
	export FLY_APP=shop
	FLY_API_BASE_URL=${other% *} unsent "${other% *}" FLY_API_BASE_URL
	FLY_REGISTRY_HOST=127.0.0.1:5000 unsent 127.0.0.1:5000 FLY_REGISTRY_HOST
	cp "$T/world/ca.pem" "$HOME/other-ca.pem"
	FLY_CRED_CA_FILE=$HOME/other-ca.pem unsent "$HOME/other-ca.pem"
	stop_process "${other#* }"
	fly-cred get --app shop > /dev/null
}
