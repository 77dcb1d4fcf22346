/* SPDX-License-Identifier: MIT */
/* The end of a login at Fly. */
#ifndef FC_LOGOUT_H
#define FC_LOGOUT_H

#include "resolve/account.h"
#include "resolve/session.h"

struct logout_result {
	size_t revoked; /* tokens */
	bool was_ended; /* the session */
};

/*
 * Revokes the account's stored tokens and what rotations have left, then, with ends_session, ends the
 * session itself. After a failure err says what is still valid; what was
 * revoked is forgotten, the login never. A login that is not in the store has
 * nothing to end.
 */
bool logout_at_fly(struct session *session, const struct account *account,
		   bool ends_session, struct logout_result *ret_result,
		   struct error *err) MUST_CHECK;

#endif
