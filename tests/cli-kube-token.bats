#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fly-cred kube-token, alone and as the real kubectl runs it.
# shellcheck disable=SC2030,SC2031,SC2089,SC2090
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

# order VERSION [ORGANIZATION]: what kubectl says; see the text for flyctl's
# organization.
order() {
	jq -nc --arg version "$1" --arg org "${2-}" '{kind: "ExecCredential",
		apiVersion: ("client.authentication.k8s.io/" + $version),
		spec: {interactive: false, cluster: {
			server: "https://127.0.0.1:6443",
			config: (if $org == "" then null else {org: $org} end)
		}}}'
}

# kubeconfig VERSION APP: for the cluster that the stand-in plays.
kubeconfig() {
	jq -n --arg server "$STAND_IN_URL" --arg ca "$T/world/ca.pem" \
		--arg app "$2" \
		--arg version "client.authentication.k8s.io/$1" '{
		apiVersion: "v1", kind: "Config", "current-context": "fly",
		contexts: [{name: "fly",
			context: {cluster: "fly", user: "fly"}}],
		clusters: [{name: "fly", cluster: {server: $server,
			"certificate-authority": $ca}}],
		users: [{name: "fly", user: {exec: {apiVersion: $version,
			interactiveMode: "Never", command: "fly-cred",
			args: ["kube-token", "--app", $app]}}}]
	}' > "$HOME/kubeconfig"
}

# until_local: in how many seconds the answer ends, by this machine's clock.
until_local() {
	echo $(($(date -d "$(jq -r .status.expirationTimestamp)" +%s) - \
		$(date +%s)))
}

@test "--help and wrong options" {
	helps kube-token
	each_option_helped kube-token app org account profile cluster for life token-env \
		token-fd
	checks_usage kube-token
}

@test "an ExecCredential with an hour's token for this directory's app" {
	run -0 --separate-stderr fly-cred kube-token
	[[ $(jq -r '.apiVersion, .kind' <<< "$output" | xargs) == \
		"client.authentication.k8s.io/v1 ExecCredential" ]]
	(($(until_local <<< "$output") > 3590))
	(($(until_local <<< "$output") <= 3600))
	jq -r .status.token <<< "$output" > "$HOME/token"
	(($(life_left < "$HOME/token") > 3590))
}

@test "the version is the one that was asked for, or there is no answer" {
	export KUBERNETES_EXEC_INFO

	KUBERNETES_EXEC_INFO=$(order v1beta1)
	run -0 --separate-stderr fly-cred kube-token
	[[ $(jq -r .apiVersion <<< "$output") == */v1beta1 ]]
	KUBERNETES_EXEC_INFO=$(order v1alpha1)
	refused 2 fly-cred kube-token
	says "set apiVersion in the kubeconfig"
	for KUBERNETES_EXEC_INFO in '[]' '{' '{}' '"x"' '{"apiVersion": 1}'; do
		refused 2 fly-cred kube-token
	done
}

@test "the cluster's organization counts, but less than an option" {
	export KUBERNETES_EXEC_INFO

	KUBERNETES_EXEC_INFO=$(order v1 nosuch)
	refused 3 fly-cred kube-token
	says "'nosuch'"
	fly-cred kube-token --app shop > /dev/null
	KUBERNETES_EXEC_INFO=$(order v1 acme)
	fly-cred kube-token > /dev/null
	fly-cred list | grep -q 'org:acme'
}

@test "a clock at Fly that is two hours ahead or behind changes no expiry" {
	local clock

	for clock in 7200 -7200; do
		stand_in_control "{\"clock\": $clock}"
		fly-cred renew 2> /dev/null
		run -0 --separate-stderr fly-cred kube-token
		(($(until_local <<< "$output") > 3590))
		(($(until_local <<< "$output") <= 3600))
	done
}

@test "nobody is asked for a passphrase" {
	fly-cred lock
	FLY_CRED_KEY_FILE='' refused 4 fly-cred kube-token
	says "fly-cred unlock"
}

@test "kubectl gets through with it, and not where it may not" {
	command -v kubectl > /dev/null || skip "no kubectl"
	kubeconfig v1beta1 shop
	run -0 kubectl --kubeconfig "$HOME/kubeconfig" get --raw /v1/apps/shop
	[[ $(jq -r .name <<< "$output") == shop ]]
	run -1 kubectl --kubeconfig "$HOME/kubeconfig" get --raw /v1/apps/blog
	fly-cred lock
	FLY_CRED_KEY_FILE='' run -1 kubectl --kubeconfig "$HOME/kubeconfig" \
		get --raw /v1/apps/shop
	[[ $output == *"run 'fly-cred unlock'"* ]]
}
