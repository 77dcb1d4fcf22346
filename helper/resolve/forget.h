/* SPDX-License-Identifier: MIT */
/* Forgetting an issued token because somebody was refused with it. */
#ifndef FC_FORGET_H
#define FC_FORGET_H

#include "resolve/session.h"
#include "resolve/token-request.h"

/*
 * Forgets the issued token that the request would be served from; that there
 * is none is no error. Never a login. refused is the token that was handed out,
 * or NULL when that is not known: one that did not come of the issued token,
 * because it is older or never was ours, changes nothing. Only who has one was
 * refused; docker says erase when a person logs out, which may be done at will.
 */
bool resolve_forget(struct session *session,
		    const struct token_request *request, const char *refused,
		    struct error *err) MUST_CHECK;

#endif
