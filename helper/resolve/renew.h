/* SPDX-License-Identifier: MIT */
/* New tokens from Fly's API, one process at a time. */
#ifndef FC_RENEW_H
#define FC_RENEW_H

#include "resolve/issued.h"
#include "resolve/session.h"

/*
 * Gets a token that lives for the given seconds into ret_issued and the store.
 * Only one process at a time does this for one token; the others wait and use
 * what it got, whatever that has left, or fail with the reason it failed with.
 * seen is the token that was found wanting, empty when there was none;
 * ret_issued may be the same. ERR_NOT_FOUND: no such app or organization, or no
 * login; ERR_DENIED, ERR_NETWORK: as the API says.
 */
bool token_renew(struct session *session, const struct issued_key *key,
		 const struct issued *seen, int64_t life,
		 struct issued *ret_issued, struct error *err) MUST_CHECK;

#endif
