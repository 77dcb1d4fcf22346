/* SPDX-License-Identifier: MIT */
/* When a login ends, where it tells, and that it ends soon. */
#include "config.h"

#include "resolve/login-end.h"

#include "token/bundle.h"
#include "util/timestamp.h"

#include <stdio.h>

static bool is_near(const struct account *account, int64_t at, int64_t left)
{
	int64_t given = at - account->added_at;

	return left < LOGIN_END_NEAR && left < given / 2;
}

bool login_end_find(struct store *store, const struct account *account,
		    int64_t now, struct login_end *ret_end, struct error *err)
{
	const struct audience anyone = {0, 0};
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	int64_t at;

	if (!account_login(store, account, &login, err) ||
	    !bundle_parse(secret_slice(&login), &bundle, err))
		return false;
	*ret_end = (struct login_end){.at = 0};
	at = bundle_expiry(&bundle, anyone);
	if (bundle_count(&bundle, TOKEN_OAUTH) || at == EXPIRY_NEVER ||
	    at == EXPIRY_UNUSABLE)
		return true;
	ret_end->at = at;
	ret_end->left = at > now ? at - now : 0;
	ret_end->is_near = is_near(account, at, ret_end->left);
	return true;
}

bool login_end_announce(struct store *store, const struct account *account,
			int64_t now, char ret_line[LOGIN_END_LINE])
{
	char left[DURATION_SIZE];
	struct login_end end;
	struct error ignored;

	if (!login_end_find(store, account, now, &end, &ignored) ||
	    !end.is_near)
		return false;
	duration_format(end.left, left);
	/* No date: the C library's part for them costs docker's helper time. */
	snprintf(ret_line, LOGIN_END_LINE,
		 "the login of '%s' %s%s; run 'fly-cred login'", account->name,
		 end.left ? "ends in " : "has ended", end.left ? left : "");
	return true;
}
