#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# git-credential-fly hands tokens to git for Fly's hosts, and for mapped ones.
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
	source "$FLY_CRED_SRCDIR/tests/lib/git.bash"
	source "$FLY_CRED_SRCDIR/tests/lib/token.bash"
	person_logged_in dev
	api=(protocol=https host=api.fly.io)
}

teardown() {
	forget_key
}

# config TEXT: the person's settings.
config() {
	mkdir -p "$HOME/.config/fly-cred"
	printf '%s\n' "$1" > "$HOME/.config/fly-cred/config.yml"
}

# hosts: git.example is for shop, git.example:8443 for the organization.
hosts() {
	config "git: {hosts: {Git.example: {app: shop},
		'git.example:8443': {org: acme}}}"
}

# value KEY: of the last answer.
value() {
	sed -n "s/^$1=//p" <<< "$output"
}

# created: how many tokens Fly was asked for.
created() {
	stand_in_count createLimitedAccessToken
}

@test "Fly's hosts get the directory's token, for app shop and two hours" {
	local host ends

	project shop
	for host in api.fly.io api.machines.dev API.FLY.IO:443; do
		ask get protocol=https "host=$host"
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[ "$(cut -d = -f 1 <<< "$output" | xargs)" = \
			"username password password_expiry_utc" ]
		[ "$(value username)" = x ]
		value password > "$HOME/token"
		ends=$(value password_expiry_utc)
		((ends > $(date +%s) + 7000 && ends <= $(date +%s) + 7200))
	done
	may r '"app_name": "shop"' < "$HOME/token"
	may_not r '"app_name": "blog"' < "$HOME/token"
	[ "$(life_left < "$HOME/token")" -le 7200 ]
}

@test "a host that looks like Fly's, or is asked without TLS, gets nothing" {
	local host

	project shop
	for host in fly.io api.fly.io.evil.example evil-api.fly.io \
		api.fly.io:8443 api.fly.io:80 api_fly.io xapi.machines.dev \
		'api.fly.io/' 'api.fly.io@evil.example' registry.fly.io; do
		silent get protocol=https "host=$host"
	done
	for protocol in http ftp HTTPS:// git smtp ''; do
		silent get "protocol=$protocol" host=api.fly.io
	done
}

@test "a host that config.yml maps gets its scope's token, wherever we are" {
	hosts
	project blog
	ask get protocol=https host=git.example
	value password > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	may_not r '"app_name": "blog"' < "$HOME/token"
	ask get protocol=https host=GIT.EXAMPLE:8443
	value password > "$HOME/token"
	may r '"app_name": "blog"' < "$HOME/token"
	silent get protocol=https host=git.example:80
	silent get protocol=http host=git.example
	silent get protocol=https host=a.git.example
}

@test "git.life says how long a token lives" {
	config 'git: {life: 10m}'
	project shop
	ask get "${api[@]}"
	value password > "$HOME/token"
	[ "$(life_left < "$HOME/token")" -le 600 ]
	(($(value password_expiry_utc) <= $(date +%s) + 600))
}

@test "git that knows of it is told not to keep the token" {
	project shop
	ask get 'capability[]=authtype' 'capability[]=state' "${api[@]}" \
		'wwwauth[]=Basic realm="x"' username=me
	[ "${lines[0]}" = 'capability[]=authtype' ]
	[ "$(value ephemeral)" = 1 ]
	[ "$(value username)" = me ]
	[[ $(value password) == fm2_* ]]
}

@test "a server that takes tokens gets it in the header, if git knows how" {
	project shop
	ask get 'capability[]=authtype' "${api[@]}" \
		'wwwauth[]=Basic realm="x"' 'wwwauth[]=bearer realm="x"'
	[ "${lines[0]}" = 'capability[]=authtype' ]
	[ "$(value authtype)" = Bearer ]
	[ "$(value ephemeral)" = 1 ]
	[[ $(value credential) == fm2_* && -z $(value password) ]]
	value credential > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	ask get "${api[@]}" 'wwwauth[]=Bearer realm="x"'
	[[ $(value password) == fm2_* && -z $(value credential) ]]
}

@test "store keeps nothing of ours, and nothing for Fly's hosts" {
	local before

	hosts
	project shop
	ask get "${api[@]}"
	before=$(ls "$(store_directory)"/current/records)
	silent store "${api[@]}" username=x "password=$(value password)"
	silent store protocol=https host=git.example username=u password=p
	[ "$(ls "$(store_directory)"/current/records)" = "$before" ]
}

@test "erase has a new token made when ours was refused, and only then" {
	local count first

	project shop
	ask get "${api[@]}"
	first=$(value password)
	count=$(created)
	silent erase "${api[@]}" username=x password=s3cret
	silent erase "${api[@]}" username=x password="${first:0:60}"
	FLY_APP=blog silent erase "${api[@]}" username=x "password=$first"
	ask get "${api[@]}"
	[ "$(created)" -eq "$count" ]
	silent erase "${api[@]}" username=x "password=$first"
	ask get "${api[@]}"
	[ "$(created)" -eq $((count + 1)) ]
	# What comes of the old one is no reason to forget the new one.
	silent erase "${api[@]}" username=x "password=$first"
	ask get "${api[@]}"
	[ "$(created)" -eq $((count + 1)) ]
}

@test "erase takes an authtype's token, or any when none is said; no login" {
	local count first

	project shop
	ask get "${api[@]}"
	first=$(value password)
	count=$(created)
	silent erase 'capability[]=authtype' "${api[@]}" authtype=Bearer \
		credential=s3cret
	silent erase 'capability[]=authtype' "${api[@]}" authtype=Bearer \
		"credential=$first"
	ask get "${api[@]}"
	[ "$(created)" -eq $((count + 1)) ]
	silent erase "${api[@]}"
	silent erase "${api[@]}"
	ask get "${api[@]}"
	[ "$(created)" -eq $((count + 2)) ]
	# Who is refused with every new token has to wait.
	silent erase "${api[@]}" username=x "password=$(value password)"
	fails get "'fly-cred renew'" "${api[@]}"
	fly-cred renew
	ask get "${api[@]}"
	[ "$status" -eq 0 ]
	[ "$(created)" -eq $((count + 3)) ]
}

@test "where nobody is logged in the token of FLY_API_TOKEN serves, narrowed" {
	local token

	project shop
	token=$(fly-cred get)
	export FLY_CRED_STORE=$HOME/none
	FLY_API_TOKEN=$token ask get "${api[@]}"
	value password > "$HOME/token"
	may r '"app_name": "shop"' < "$HOME/token"
	[ "$(cat "$HOME/token")" != "$token" ]
	FLY_API_TOKEN=$token silent get protocol=https host=git.example
	FLY_API_TOKEN=$token silent erase "${api[@]}"
}

@test "what is wrong is one line with what to type, and nothing for git" {
	fails get "fly-cred get --app NAME" "${api[@]}"
	silent erase "${api[@]}"
	project shop
	forget_key
	FLY_CRED_KEY_FILE='' fails get "run 'fly-cred unlock'" "${api[@]}"
	FLY_CRED_KEY_FILE='' fails erase "run 'fly-cred unlock'" "${api[@]}"
	FLY_CRED_STORE=$HOME/none fails get "fly-cred init" "${api[@]}"
	FLY_CRED_STORE=$HOME/none silent erase "${api[@]}"
	config 'git: {hosts: {a/b: {app: shop}}}'
	fails get "config.yml:1:" "${api[@]}"
}

@test "verbs: those of the future are no error, none at all is" {
	local verb

	run -0 git-credential-fly capability
	[ "$output" = $'version 0\ncapability authtype' ]
	for verb in list rotate GET gets ''; do
		silent "$verb" "${api[@]}"
	done
	run -1 git-credential-fly
	run -1 git-credential-fly get store
	run -0 git-credential-fly --version
	[[ $output == git-credential-fly* ]]
	run -0 git-credential-fly --help
	[[ $output == "usage: git-credential-fly"* ]]
}
