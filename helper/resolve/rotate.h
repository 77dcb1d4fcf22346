/* SPDX-License-Identifier: MIT */
/* A new token in place of the old one, which is then revoked at Fly. */
#ifndef FC_ROTATE_H
#define FC_ROTATE_H

#include "resolve/issued.h"
#include "resolve/revocation.h"
#include "resolve/session.h"

/*
 * Gets a new token of that key into the store and remembers that the old one is
 * to be revoked in so many seconds. In this order: the store learns of the
 * revocation, then of the new token, and only who calls revocations_finish
 * afterwards has the old one revoked. So at each moment the stored token
 * works, and what was interrupted is known. ret_had_old: whether there was an
 * old one. Errors as token_renew; then nothing has changed.
 */
bool token_rotate(struct session *session, const struct issued_key *key,
		  int64_t grace, struct issued *ret_issued, bool *ret_had_old,
		  struct error *err) MUST_CHECK;

/*
 * Told of each: problem is NULL when the token is revoked (or gone at Fly),
 * else why it is not.
 */
typedef void revocation_told(const struct revocation *revocation,
			     const struct error *problem, void *data);

/*
 * Revokes the tokens of the list that are due, or all with early. One that is
 * still the stored token, because the rotation was interrupted before, is
 * left; with early it is forgotten, and the problem told is ERR_NOT_FOUND.
 */
bool revocations_finish(struct session *session, bool early,
			revocation_told *told, void *data, struct error *err)
	MUST_CHECK;

#endif
