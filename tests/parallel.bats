#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Many processes at once want one token: one asks Fly, the others wait for it.
#
# The functions of a crowd are called by name.
# shellcheck disable=SC2317
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
	stand_in_control '{"faults": [], "life": null, "clock": 0}'
	person_logged_in dev
	project shop
	mkdir "$HOME/answers"
	CREATES=$(creates)
}

teardown() {
	forget_key
}

creates() {
	stand_in_count createLimitedAccessToken
}

# new_creates: how many tokens the stand-in was asked for in this test.
new_creates() {
	echo $(($(creates) - CREATES))
}

# ask_docker N, ask_get N: one process; leaves out, err and rc in answers/N.
ask_docker() {
	local status=0

	timeout -k 2 100 docker-credential-fly get <<< registry.fly.io \
		> "$HOME/answers/$1.out" 2> "$HOME/answers/$1.err" || status=$?
	echo "$status" > "$HOME/answers/$1.rc"
}

ask_get() {
	local status=0

	timeout -k 2 100 fly-cred get > "$HOME/answers/$1.out" \
		2> "$HOME/answers/$1.err" < /dev/null || status=$?
	echo "$status" > "$HOME/answers/$1.rc"
}

# all_done: each of them ended well; else what the others said.
all_done() {
	local file

	for file in "$HOME"/answers/*.rc; do
		[[ $(cat "$file") == 0 ]] || {
			echo "${file##*/}: $(cat "$file"), $(cat "${file%rc}err")"
			return 1
		}
	done
}

# crowd N FUNCTION [FUNCTION]: N at once, the two in turns; waits for all.
crowd() {
	local i pids=()

	for ((i = 0; i < $1; i++)); do
		if ((i % 2)); then
			"${3:-$2}" "$i" 3>&- &
		else
			"$2" "$i" 3>&- &
		fi
		pids+=($!)
	done
	wait "${pids[@]}"
}

# tokens: the token of every answer, a line each.
tokens() {
	local file

	for file in "$HOME"/answers/*.out; do
		if [[ $(head -c 1 "$file") == '{' ]]; then
			jq -r .Secret "$file"
		else
			cat "$file"
		fi
	done
}

# all_serve N: there are N different tokens, and each may push to the app. Two
# may agree in their window's random second of a day, which happens to some
# pair of 64 in one run of forty; more than three never.
all_serve() {
	tokens > "$HOME/tokens"
	[ "$(wc -l < "$HOME/tokens")" -eq "$1" ]
	[ "$(sort -u "$HOME/tokens" | wc -l)" -ge $(($1 - 3)) ]
	[ "$(stand_in_control authorize \
		'{"action": "rw", "app_name": "shop"}' < "$HOME/tokens")" \
		-eq "$1" ]
}

expire() {
	stand_in_control '{"life": 6}'
	fly-cred get > /dev/null
	stand_in_control '{"life": null}'
	sleep 6
	CREATES=$(creates)
}

@test "64 docker helpers on an expired token: 64 answers, one create" {
	expire
	crowd 64 ask_docker
	all_done
	[ "$(new_creates)" -eq 1 ]
	all_serve 64
}

@test "64 docker helpers without any token: 64 answers, one create" {
	crowd 64 ask_docker
	all_done
	[ "$(new_creates)" -eq 1 ]
	all_serve 64
}

@test "200 callers of both kinds at once: 200 answers, one create" {
	crowd 200 ask_docker ask_get
	all_done
	[ "$(new_creates)" -eq 1 ]
	all_serve 200
}

@test "docker helpers and 'fly-cred get' mixed: one create serves both" {
	crowd 64 ask_docker ask_get
	all_done
	[ "$(new_creates)" -eq 1 ]
	all_serve 64
}

@test "an API that fails slowly is not asked by every waiter in turn" {
	local began=$SECONDS

	stand_in_control '{"fault": {"kind": "delay", "seconds": 4, "count": -1,
		"operation": "app"}}'
	stand_in_control '{"fault": {"kind": "status", "status": 500,
		"count": -1, "operation": "createLimitedAccessToken"}}'
	crowd 64 ask_docker ask_get
	((SECONDS - began < 60))
	[ "$(sort -u "$HOME"/answers/*.rc | xargs)" = "1 7" ]
	# One for those who came first; those who came after it had failed,
	# and the wait after it, may make another one together.
	[ "$(new_creates)" -ge 1 ]
	[ "$(new_creates)" -le 3 ]
	[ "$(sed 's/; Fly is asked again.*//' "$HOME"/answers/*.err | sort -u |
		wc -l)" -eq 1 ]
	grep -q "no new token for app 'shop'" "$HOME/answers/0.err"
}

@test "a reason is passed on to waiters only, never to who asks at once" {
	stand_in_control '{"fault": {"kind": "status", "status": 500,
		"operation": "createLimitedAccessToken"}}'
	run -7 fly-cred get
	run -0 fly-cred renew
	[ "$(new_creates)" -eq 2 ]
}

@test "a failure leaves no name in clear in the store" {
	stand_in_control '{"fault": {"kind": "status", "status": 500,
		"operation": "createLimitedAccessToken"}}'
	run -7 fly-cred get
	run -1 grep -r -a -e shop -e dev@example "$(store_directory)"
}

@test "waiters whose token still serves use it while the API is down" {
	stand_in_control '{"life": 600}'
	fly-cred get > /dev/null
	CREATES=$(creates)
	stand_in_control '{"fault": {"kind": "delay", "seconds": 2, "count": -1,
		"operation": "app"}}'
	stand_in_control '{"fault": {"kind": "status", "status": 500,
		"count": -1, "operation": "createLimitedAccessToken"}}'
	stand_in_control '{"clock": 400}'
	faketime_crowd 16
	all_done
	[ "$(new_creates)" -ge 1 ]
	[ "$(new_creates)" -le 2 ]
	[ "$(tokens | sort -u | wc -l)" -eq 16 ]
	grep -q "not renewed: no new token for app 'shop'" \
		"$HOME/answers/0.err"
}

# faketime_crowd N: N of 'fly-cred get' 400 seconds later.
faketime_crowd() {
	ask_later() {
		local status=0

		faketime -f +400s timeout -k 2 60 fly-cred get \
			> "$HOME/answers/$1.out" 2> "$HOME/answers/$1.err" \
			< /dev/null || status=$?
		echo "$status" > "$HOME/answers/$1.rc"
	}
	crowd "$1" ask_later
}

@test "who holds the lock and is killed lets the next one through" {
	local holder waiter deadline

	stand_in_control '{"fault": {"kind": "delay", "seconds": 20,
		"operation": "app"}}'
	fly-cred get > /dev/null 2>&1 < /dev/null 3>&- &
	holder=$!
	deadline=$((SECONDS + 15))
	until [[ -n $(find "$(store_directory)/locks" -type f -size +200c) ]]; do
		((SECONDS < deadline))
		sleep 0.05
	done
	ask_get 1 3>&- &
	waiter=$!
	sleep 0.3
	kill -KILL "$holder"
	wait "$holder" || :
	wait "$waiter"
	[ "$(cat "$HOME/answers/1.rc")" -eq 0 ]
	[ "$(new_creates)" -eq 1 ]
}
