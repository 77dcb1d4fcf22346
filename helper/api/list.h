/* SPDX-License-Identifier: MIT */
/* Fly's records of the tokens of one app or organization, page by page. */
#ifndef FC_API_LIST_H
#define FC_API_LIST_H

#include "api/graphql.h"

/*
 * The operation "list" of protocol.h, to the last page, a block for each. It
 * never asks for a token itself, and holds one page at a time.
 */
bool list_stream(const struct server *server,
		 const struct attributes *request, int channel,
		 struct error *err) MUST_CHECK;

#endif
