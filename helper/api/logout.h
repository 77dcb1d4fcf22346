/* SPDX-License-Identifier: MIT */
/* The end of a session at Fly. */
#ifndef FC_API_LOGOUT_H
#define FC_API_LOGOUT_H

#include "api/graphql.h"

/* The operation "logout" of protocol.h. */
bool logout_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err) MUST_CHECK;

#endif
