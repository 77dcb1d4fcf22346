# SPDX-License-Identifier: MIT
# What is expected of every client of a registry; needs clients.bash, and
# status and stderr as bats' run sets them.
# shellcheck shell=bash disable=SC2154

named_shop="fly-cred: app shop (from ~/shop/fly.toml), good for 2h0m"

# pushed_to_shop: the registry granted that and nothing for another app. (A
# client that knows the layer from there asks to read it, in vain.)
pushed_to_shop() {
	[[ $stderr == *"$named_shop"* ]]
	[[ $(granted | sed '/^shop:pull$/d') == shop:pull,push ]]
	nobody_was_anonymous
}

# refused_for_blog: the client failed, and the person sees which app it was.
refused_for_blog() {
	[ "$status" -ne 0 ]
	[[ $stderr == *"$named_shop"*denied* ]]
	[[ $(granted) != *blog* && $(granted) != *push* ]]
	[[ $(denied) == *blog:pull,push* ]]
	nobody_was_anonymous
}

# wait_until_expired: until the issued token's last second is over.
wait_until_expired() {
	local end

	end=$(date -d "$(as fly-cred status --json | jq -r .expires_at)" +%s)
	[ "$end" -lt $(($(date +%s) + 60)) ]
	while (($(date +%s) <= end)); do
		sleep 0.2
	done
}

# given_to_docker: what a client gets, into T/given.
given_to_docker() {
	printf %s "$REGISTRY" | as docker-credential-fly get 2> /dev/null |
		jq -j .Secret > "$T/given"
}
