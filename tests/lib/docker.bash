# SPDX-License-Identifier: MIT
# A docker engine that can reach servers on this machine's loopback: the one
# that runs here, else a private one.
# shellcheck shell=bash

# shellcheck source=tests/lib/stand-in.bash
source "${FLY_CRED_SRCDIR:?}/tests/lib/stand-in.bash"

# docker_engine_runs: whether docker reaches an engine here. One in a virtual
# machine or a network namespace of its own has another 127.0.0.1.
docker_engine_runs() {
	local about

	about=$(timeout -k 2 20 docker info --format \
		'{{.ServerVersion}} {{.OperatingSystem}} {{.SecurityOptions}}' \
		2> /dev/null) || return 1
	[[ $about == [0-9]* && $about != *"Docker Desktop"* &&
		$about != *name=rootless* ]]
}

# docker_engine_here DIR: sets ENGINE, the DOCKER_HOST to use. Starts a private
# engine below DIR where none runs; fails where that can't be done.
docker_engine_here() {
	command -v docker > /dev/null || return 1
	if docker_engine_runs; then
		ENGINE=${DOCKER_HOST:-$(docker context inspect --format \
			'{{.Endpoints.docker.Host}}' 2> /dev/null)}
		export ENGINE=${ENGINE:-unix:///var/run/docker.sock}
		[[ $ENGINE == unix://* ]]
	else
		docker_engine_start "$1"
	fi
}

# docker_engine_start DIR: a private engine; DIR must be short, a socket's path
# holds 107 bytes. Sets ENGINE and ENGINE_PID.
docker_engine_start() {
	local at=$1/engine deadline=$((SECONDS + 30))

	[[ $EUID -eq 0 ]] && command -v dockerd > /dev/null || return 1
	mkdir -p "$at"
	# It leaves one there, below no directory that can be chosen.
	[[ -e /etc/docker/key.json ]] || ENGINE_KEY=/etc/docker/key.json
	echo '{}' > "$at/daemon.json"
	# Of a containerd that runs already it would use the same namespaces.
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin dockerd \
		--config-file "$at/daemon.json" --data-root "$at/data" \
		--exec-root "$at/exec" --pidfile "$at/pid" \
		--host "unix://$at/sock" --bridge none --iptables=false \
		--ip6tables=false --ip-forward=false --ip-masq=false \
		--containerd-namespace "fly-cred-$$" \
		--containerd-plugins-namespace "fly-cred-$$-plugins" \
		> "$at/log" 2>&1 < /dev/null 3>&- &
	ENGINE_PID=$!
	export ENGINE=unix://$at/sock ENGINE_PID ENGINE_DIR=$at ENGINE_KEY
	until DOCKER_HOST=$ENGINE docker version > /dev/null 2>&1; do
		if ! kill -0 "$ENGINE_PID" 2> /dev/null ||
			((SECONDS >= deadline)); then
			tail -n 5 "$at/log" >&2
			docker_engine_stop
			return 1
		fi
		sleep 0.1
	done
}

# docker_engine_stop: only what docker_engine_start started.
docker_engine_stop() {
	local mount

	[[ -z ${ENGINE_KEY:-} ]] || rm -f "$ENGINE_KEY"
	unset ENGINE_KEY
	[[ -n ${ENGINE_PID:-} ]] || return 0
	stop_process "$ENGINE_PID"
	unset ENGINE_PID
	# What an engine leaves mounted would keep the directory.
	while read -r _ mount _; do
		[[ $mount != "$ENGINE_DIR"/* ]] || umount -l "$mount"
	done < /proc/mounts
}

# make_tar_image: a root file system with nothing but busybox, as a tar file
# on stdout, for docker import.
make_tar_image() {
	local root

	root=$(mktemp -d)
	mkdir "$root/bin"
	cp "$(command -v busybox)" "$root/bin/busybox"
	ln -s busybox "$root/bin/sh"
	tar -C "$root" -c .
	rm -rf "$root"
}
