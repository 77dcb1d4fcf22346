/* SPDX-License-Identifier: MIT */
/* The ids behind the name of an app or the slug of an organization. */
#ifndef FC_API_LOOKUP_H
#define FC_API_LOOKUP_H

#include "api/graphql.h"

/* What was found, as the reply's fields and for use in the next question. */
struct place {
	struct json_object *data; /* owns the texts */
	const char *app_id;	  /* NULL for an organization */
	const char *organization_id;
	const char *organization_slug;
};

#define PLACE_EMPTY          \
	{                    \
		.data = NULL \
	}
#define AUTO_PLACE CLEANUP(place_clear)

void place_clear(struct place *place);

/* "app 'shop'", for messages. */
void place_subject(const struct attributes *request, char *ret_text,
		   size_t size);

/* Looks up what the request names and appends its fields. */
bool place_find(const struct server *server, const struct attributes *request,
		struct place *ret_place, struct secret *fields,
		struct error *err) MUST_CHECK;

/* The operation "lookup" of protocol.h. */
bool lookup_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err) MUST_CHECK;

/* Appends id, number and slug of an organization as the API describes it. */
bool organization_add(const struct server *server,
		      struct json_object *organization, struct secret *fields,
		      struct error *err) MUST_CHECK;

#endif
