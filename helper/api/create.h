/* SPDX-License-Identifier: MIT */
/* A new token for one app or one organization. */
#ifndef FC_API_CREATE_H
#define FC_API_CREATE_H

#include "api/graphql.h"

/*
 * The operation "create" of protocol.h. The look-up may be repeated, the
 * creation never is.
 */
bool create_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err) MUST_CHECK;

#endif
