/* SPDX-License-Identifier: MIT */
/*
 * What docker stored for registries that are not Fly's: one credential for each
 * server, which docker may write with or without a scheme. Texts are kept as
 * docker's JSON has them and handed back the same.
 */
#ifndef FC_DOCKER_STORE_H
#define FC_DOCKER_STORE_H

#include "frontend/docker-message.h"
#include "store/store.h"

/*
 * Writes the answer to get into ret_json. ERR_NOT_FOUND when nothing is held
 * for the server, also by a locked store; its message is for the programmer.
 */
bool docker_store_get(struct store *store, const char *server,
		      struct secret *ret_json, struct error *err) MUST_CHECK;

bool docker_store_put(struct store *store,
		      const struct docker_credential *credential,
		      struct error *err) MUST_CHECK;

/* Needs no key. That there is nothing to erase is no error. */
bool docker_store_erase(struct store *store, const char *server,
			struct error *err) MUST_CHECK;

/*
 * Appends ,"SERVER":"USER" for each of them. No store holds nothing; a locked
 * one is ERR_LOCKED.
 */
bool docker_store_list(struct store *store, struct secret *json,
		       struct error *err) MUST_CHECK;

#endif
