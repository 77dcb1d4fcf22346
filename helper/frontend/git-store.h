/* SPDX-License-Identifier: MIT */
/*
 * What git stored for hosts that are not Fly's. For each protocol and host
 * there is one record; a credential in it is known by path and user name, each
 * of which may be absent. A request finds those that have what it has.
 */
#ifndef FC_GIT_STORE_H
#define FC_GIT_STORE_H

#include "frontend/git-message.h"
#include "store/store.h"

/*
 * Writes the answer to get into ret_answer: the newest that git can use.
 * ERR_NOT_FOUND when there is none, also by a locked store that holds nothing
 * for the host; its message is for the programmer.
 */
bool git_store_get(struct store *store, const struct git_request *request,
		   struct secret *ret_answer, struct error *err) MUST_CHECK;

/*
 * Keeps the request's credential in place of the one it is known by, until the
 * second forget_at, or for ever if that is 0.
 */
bool git_store_put(struct store *store, const struct git_request *request,
		   int64_t forget_at, struct error *err) MUST_CHECK;

/*
 * Removes all that have what the request has, the password included. That there
 * is nothing to erase is no error. A request with nothing but a host needs no
 * key.
 */
bool git_store_erase(struct store *store, const struct git_request *request,
		     struct error *err) MUST_CHECK;

#endif
