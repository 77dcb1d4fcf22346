/* SPDX-License-Identifier: MIT */
/* What a helper tells the person beside its answer. */
#include "config.h"

#include "frontend/announce.h"

#include "resolve/login-end.h"
#include "util/timestamp.h"

#include <stdio.h>

void announce_login_end(struct session *session,
			const struct resolved *resolved)
{
	const struct account *account = resolved->plan.key.account;
	char line[LOGIN_END_LINE];

	if (resolved->was_renewed && account &&
	    login_end_announce(&session->store, account, clock_now(), line))
		fprintf(stderr, "fly-cred: %s\n", line);
}
