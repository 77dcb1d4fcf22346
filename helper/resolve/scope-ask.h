/* SPDX-License-Identifier: MIT */
/* Asks Fly, with several logins, whose an app or an organization is. */
#ifndef FC_SCOPE_ASK_H
#define FC_SCOPE_ASK_H

#include "resolve/account.h"
#include "resolve/session.h"
#include "token/scope.h"

/*
 * Asks with each of the accounts, and keeps what Fly says: in which
 * organizations they are, or for those who see the app where it is. Who is
 * left alone after failures is not asked, unless a person insists. ret_refused
 * is an account whose login Fly refuses, or NULL; that one is told, and no
 * error. ERR_NETWORK, ERR_FAILED: Fly could not be asked.
 */
bool scope_ask(struct session *session, const struct account_list *accounts,
	       const struct scope *scope, bool insist,
	       const struct account **ret_refused, struct error *err)
	MUST_CHECK;

#endif
