/* SPDX-License-Identifier: MIT */
/*
 * fly-cred setup docker and podman: makes them ask fly-cred for Fly's registry.
 */
#ifndef FC_SETUP_DOCKER_H
#define FC_SETUP_DOCKER_H

#include "cli/setup.h"

/*
 * Changes docker's config.json, or back. What it held before goes sealed into
 * the store, a copy without secrets beside the file. Says what it does on
 * standard output; nothing to do is no failure.
 */
bool setup_docker(const struct setup_request *request, struct error *err)
	MUST_CHECK;

/*
 * The same with the file that podman, skopeo and buildah have for themselves,
 * and a warning where another one comes before it.
 */
bool setup_podman(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
