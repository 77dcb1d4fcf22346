/* SPDX-License-Identifier: MIT */
/* New tokens from Fly's API, one process at a time. */
#ifndef FC_RENEW_H
#define FC_RENEW_H

#include "resolve/back-off.h"
#include "resolve/issued.h"
#include "resolve/session.h"

/* Which token, and why. */
struct renewal {
	const struct issued_key *key;
	const struct issued *seen; /* found wanting; empty: there was none */
	int64_t life;		   /* seconds it shall live */
	bool is_asked_for;	   /* by a person: there is no waiting */
	const struct person *person; /* who may be waited for; NULL: nobody */
	bool may_refresh;	   /* the same one with new discharges will do */
	enum back_off_reach reach; /* set: what Fly's no was about, if it was
				      asked in this call */
};

/*
 * Gets a new token into ret_issued and the store. Only one process at a time
 * does this for one token; the others wait and use what it got, whatever that
 * has left, or fail with the reason it failed with. ret_issued may be what was
 * seen. After failures Fly is not asked for a while, with a login it refused
 * not at all (resolve/back-off.h), unless a person asks.
 * ERR_NOT_FOUND: no such app or organization, or no login; ERR_DENIED,
 * ERR_NETWORK: as the API says.
 */
bool token_renew(struct session *session, struct renewal *renewal,
		 struct issued *ret_issued, struct error *err) MUST_CHECK;

#endif
