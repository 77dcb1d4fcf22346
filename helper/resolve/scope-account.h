/* SPDX-License-Identifier: MIT */
/* Whose app or organization it is, where several people are logged in. */
#ifndef FC_SCOPE_ACCOUNT_H
#define FC_SCOPE_ACCOUNT_H

#include "resolve/account.h"
#include "resolve/issued.h"
#include "resolve/session.h"
#include "resolve/token-request.h"
#include "token/scope.h"

/*
 * The only account bound to what the settings name whose person can have tokens
 * for the scope: for an organization who is in it, for an app who is in the
 * organization it was last seen in, else who sees it at Fly. What the store
 * does not know Fly is asked with each of the logins, by one process for all
 * that wait, unless the request is offline; the answer is kept.
 *
 * ERR_USAGE when several fit or it is not known which: the choices, and
 * --account. ERR_NOT_FOUND when none does: who was asked. ERR_NETWORK,
 * ERR_FAILED: Fly could not be asked.
 */
bool scope_account_choose(struct session *session,
			  const struct accounts *accounts,
			  const struct scope *scope,
			  const struct token_request *request,
			  const struct account **ret_account, struct error *err)
	MUST_CHECK;

/*
 * Forgets that the key's account has what the key is for, as Fly has just
 * denied it; what it does have Fly is asked anew, if it can be.
 */
void scope_account_doubt(struct session *session, const struct issued_key *key);

#endif
