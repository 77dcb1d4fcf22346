/* SPDX-License-Identifier: MIT */
/* What the API's refusals mean, in words for people. */
#ifndef FC_API_GRAPHQL_REFUSAL_H
#define FC_API_GRAPHQL_REFUSAL_H

#include "util/error.h"

#include <json-c/json.h>

struct refusal {
	const char *host;
	const char *subject;	    /* what was asked for: "app 'shop'" */
	const char *secrets; /* that the API might repeat: a list with commas,
				or NULL */
	long status;		    /* of HTTP */
	struct json_object *answer; /* NULL when it was no JSON */
};

/* Whether a decoded answer holds an error. */
bool refusal_is_there(struct json_object *answer);

/*
 * Whether it is about the login as such, so that it will get no answer to any
 * other question either. A discharge that is missing concerns one
 * organization only, unless the login is nothing but macaroons.
 */
bool refusal_is_of_login(const struct refusal *refusal);

/* " (it says: \"...\")", or "" when that would tell nothing, or too much. */
#define REFUSAL_QUOTE_SIZE 180
void refusal_quote(const struct refusal *refusal,
		   char ret_text[REFUSAL_QUOTE_SIZE]);

/* Returns false with code, reason, the API's words and next step in err. */
bool refusal_tell(const struct refusal *refusal, struct error *err);

#endif
