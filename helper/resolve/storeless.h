/* SPDX-License-Identifier: MIT */
/*
 * Tokens for those who need no login: narrowed, offline, from one that the
 * caller brings along.
 */
#ifndef FC_STORELESS_H
#define FC_STORELESS_H

#include "resolve/resolve.h"

/*
 * resolve_token with a session that is not open yet; open does that. Where
 * there is no store, or nobody is logged in, the token of FLY_ACCESS_TOKEN or
 * FLY_API_TOKEN serves instead, unless --account or the request asks for a
 * login. A token of --token-env or --token-fd serves in any case, and neither
 * store nor key is needed; what they know of the app's number is used if they
 * are open. There is no account then.
 *
 * Such a token is not asked about at Fly, so all it tells are numbers: where
 * the name was not looked up, the target's scope has the number for a name, or
 * none when that is not clear either, and the source is the variable. What
 * could not be narrowed is in the remark. Errors besides those of resolve_token
 * as presented_read; ERR_EXPIRED when it has not enough life left, ERR_DENIED
 * when it is for another app or organization.
 */
bool resolve_request(struct session *session,
		     bool (*open)(struct session *session, struct error *err),
		     const struct token_request *request,
		     struct resolved *ret_resolved, struct error *err)
	MUST_CHECK;

#endif
