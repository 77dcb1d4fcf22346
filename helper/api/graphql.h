/* SPDX-License-Identifier: MIT */
/* A query and its variables in, the data of the answer or the reason out. */
#ifndef FC_API_GRAPHQL_H
#define FC_API_GRAPHQL_H

#include "api/server.h"

#include <json-c/json.h>

struct graphql_query {
	const char *text;
	struct json_object *variables; /* stays the caller's */
	const char *subject;	       /* "app 'shop'": what may be missing */
	bool is_change; /* asked once; else once more when that may help */
};

/*
 * The data, an object that the caller puts, or NULL: ERR_DENIED,
 * ERR_NOT_FOUND (of the subject), ERR_NETWORK, or ERR_FAILED when the API does
 * not like the question.
 */
struct json_object *graphql_ask(const struct server *server,
				const struct graphql_query *query,
				struct error *err) MUST_CHECK;

#endif
