/* SPDX-License-Identifier: MIT */
/* When a login ends, where it tells, and that it ends soon. */
#ifndef FC_LOGIN_END_H
#define FC_LOGIN_END_H

#include "resolve/account.h"

#include <stdint.h>

/*
 * From how many seconds before its end a login's end is announced; never for
 * more than the last half of its time with us.
 */
#define LOGIN_END_NEAR (INT64_C(7) * 24 * 60 * 60)

struct login_end {
	int64_t at; /* Unix second by Fly's clock; 0: the login does not tell */
	int64_t left; /* seconds, where it does; 0 when it has ended */
	bool is_near; /* to be announced */
};

/*
 * Looks into the account's login. OAuth tokens do not tell; macaroons do,
 * though not without their discharges. Errors are those of account_login.
 */
bool login_end_find(struct store *store, const struct account *account,
		    int64_t now, struct login_end *ret_end, struct error *err)
	MUST_CHECK;

#define LOGIN_END_LINE 300

/*
 * Whether people should be told that the account's login is near its end, and
 * how: one line with the command to type, cut off where it gets too long.
 */
bool login_end_announce(struct store *store, const struct account *account,
			int64_t now, char ret_line[LOGIN_END_LINE])
	MUST_CHECK;

#endif
