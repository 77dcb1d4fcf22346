/* SPDX-License-Identifier: MIT */
/* A stored token that goes on with new discharges, instead of a new token. */
#ifndef FC_REFRESH_H
#define FC_REFRESH_H

#include "resolve/issued.h"
#include "resolve/session.h"

/*
 * Whether the token itself still has, at our clock's now, what its discharges
 * gave it last, so that new ones can give as much again.
 */
bool issued_goes_on(const struct issued *issued, int64_t now);

/*
 * Fetches new discharges for it, in the place of those that end first, and
 * keeps it in the store with them. False when they last less than half as long
 * as the old ones, or need a person: nothing has changed then.
 */
bool token_refresh(struct session *session, const struct issued_key *key,
		   const struct issued *issued, struct error *err) MUST_CHECK;

/* Takes apart the text, a list without scheme, and keeps it as that token. */
bool token_keep(struct store *store, const struct issued_key *key,
		struct slice text, struct issued_new *fresh, struct error *err)
	MUST_CHECK;

#endif
