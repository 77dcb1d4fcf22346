/* SPDX-License-Identifier: MIT */
/* A query and its variables in, the data of the answer or the reason out. */
#ifndef FC_API_GRAPHQL_H
#define FC_API_GRAPHQL_H

#include "api/http.h"
#include "api/protocol.h"

#include <json-c/json.h>

struct graphql {
	struct http *http;
	const char *token;	      /* never shown, even if the API does */
	struct protocol_facts *facts; /* kept up to date */
};

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
struct json_object *graphql_ask(const struct graphql *graphql,
				const struct graphql_query *query,
				struct error *err) MUST_CHECK;

/* Fails with "the answer makes no sense", for data of an unexpected shape. */
bool graphql_fail_senseless(const struct graphql *graphql, struct error *err);

#endif
