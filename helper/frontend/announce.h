/* SPDX-License-Identifier: MIT */
/* What a helper tells the person beside its answer. */
#ifndef FC_ANNOUNCE_H
#define FC_ANNOUNCE_H

#include "resolve/resolve.h"

/*
 * Writes a line to standard error when the login that the token was made with
 * is near its end. To look for that takes time, so it is done only when Fly was
 * asked just now.
 */
void announce_login_end(struct session *session,
			const struct resolved *resolved);

#endif
