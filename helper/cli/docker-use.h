/* SPDX-License-Identifier: MIT */
/* Whom docker asks for the credentials of one host. */
#ifndef FC_DOCKER_USE_H
#define FC_DOCKER_USE_H

#include "util/cleanup.h"
#include "util/error.h"

/* config.json below DOCKER_CONFIG, else ~/.docker; the caller frees. */
char *docker_config_path(void);

/*
 * The files of podman, skopeo and buildah (containers-auth.json(5)), which the
 * caller frees. The first is REGISTRY_AUTH_FILE, else below XDG_CONFIG_HOME or
 * ~/.config; the other is read before it and goes with the running system:
 * below XDG_RUNTIME_DIR, NULL without that or with REGISTRY_AUTH_FILE.
 */
char *podman_config_path(void);
char *podman_first_path(void);

/* As docker's config.json has it; clear it with docker_use_clear. */
struct docker_use {
	char *helper; /* fit to print, without "docker-credential-"; or NULL */
	bool is_ours;	/* it is fly-cred's */
	bool has_entry; /* auths has a secret for the host */
};
void docker_use_clear(struct docker_use *use);

/*
 * Reads it from the file. ERR_NOT_FOUND when there is none; else as
 * docker_config_parse.
 */
bool docker_config_use(const char *path, const char *host,
		       struct docker_use *ret_use, struct error *err)
	MUST_CHECK;

#endif
