/* SPDX-License-Identifier: MIT */
/* Whose app or organization it is, where several people are logged in. */
#ifndef FC_SCOPE_ACCOUNT_H
#define FC_SCOPE_ACCOUNT_H

#include "resolve/account.h"
#include "resolve/session.h"
#include "token/scope.h"

/*
 * The only account bound to what the settings name whose person can have tokens
 * for the scope: for an organization who is in it, for an app who is in the
 * organization it was last seen in, else who sees it at Fly. What the store
 * does not know Fly is asked with each of the logins, unless offline.
 *
 * ERR_USAGE when several fit or it is not known which: the choices, and
 * --account. ERR_NOT_FOUND when none does: who was asked. ERR_NETWORK,
 * ERR_FAILED: Fly could not be asked.
 */
bool scope_account_choose(struct session *session,
			  const struct accounts *accounts,
			  const struct scope *scope, bool offline,
			  const struct account **ret_account, struct error *err)
	MUST_CHECK;

#endif
