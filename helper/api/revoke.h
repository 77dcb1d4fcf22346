/* SPDX-License-Identifier: MIT */
/* Tokens made worthless at Fly, one after the other. */
#ifndef FC_API_REVOKE_H
#define FC_API_REVOKE_H

#include "api/graphql.h"

/*
 * The operation "revoke" of protocol.h: a failure is part of the answer, and
 * the next token is tried. Asking twice does no harm, so each may be repeated.
 */
bool revoke_stream(const struct server *server,
		   const struct attributes *request, int channel,
		   struct error *err) MUST_CHECK;

#endif
