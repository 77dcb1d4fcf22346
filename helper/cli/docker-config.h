/* SPDX-License-Identifier: MIT */
/*
 * docker's config.json as a JSON value: what has to be in it for docker to ask
 * fly-cred, and what has to go (docker's documentation of "docker login",
 * "Configure credential helpers").
 */
#ifndef FC_DOCKER_CONFIG_H
#define FC_DOCKER_CONFIG_H

#include "util/error.h"
#include "util/secret.h"

#include <json-c/json.h>

/* Lines for people, one for each change, without secrets. */
struct docker_changes {
	char helper[200]; /* "" when that needs no change */
	char entry[200];
};

/*
 * Parses the text; empty text is an empty object. ERR_USAGE when it is not a
 * JSON object; path is for the message. The caller puts the result.
 */
bool docker_config_parse(const struct secret *text, const char *path,
			 json_object **ret_config, struct error *err)
	MUST_CHECK;

/* Its text as docker writes it. */
void docker_config_write(json_object *config, struct secret *ret_text);

/*
 * Makes docker ask fly-cred for the host: adds credHelpers["host"], takes the
 * entries of the host out of auths. All other members keep value and order.
 */
void docker_config_add(json_object *config, const char *host,
		       struct docker_changes *ret_changes);

/* Takes credHelpers["host"] out again if it is fly-cred's. */
void docker_config_remove(json_object *config, const char *host,
			  struct docker_changes *ret_changes);

/*
 * Puts back what docker_config_add took out of the config before, where nothing
 * else has come in its place.
 */
void docker_config_restore(json_object *config, json_object *before,
			   const char *host);

/* What auths has for the host, however it is written there, or NULL. */
json_object *docker_config_entry(json_object *config, const char *host);

/* Puts a word in place of everything that may be secret, for a backup. */
void docker_config_redact(json_object *config);

#endif
