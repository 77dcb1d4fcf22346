/* SPDX-License-Identifier: MIT */
/* Whose login it is, and the organizations it reaches. */
#include "config.h"

#include "api/login.h"

#include "api/json-fields.h"
#include "api/lookup.h"
#include "util/terminal.h"

#include <string.h>

/* More would be a server that never says that it is done. */
#define PAGES_MAX 50

/* One question for both; asked again only for further pages. */
static const char query_text[] =
	"query($after: String) {"
	" viewer { __typename email ... on User { internalNumericId } }"
	" organizations(after: $after) {"
	" nodes { id internalNumericId slug rawSlug name type }"
	" pageInfo { hasNextPage endCursor } } }";

static struct json_object *ask_page(const struct server *server,
				    const char *after, struct error *err)
{
	AUTO_JSON struct json_object *variables = json_object_new_object();
	const struct graphql_query query = {
		.text = query_text,
		.variables = variables,
		.subject = "this account",
	};

	json_object_object_add(variables, "after",
			       after ? json_object_new_string(after) : NULL);
	return graphql_ask(server, &query, err);
}

/* A caller that is no person has no number of its own. */
static bool viewer_add(const struct server *server,
		       struct json_object *viewer, struct secret *fields,
		       struct error *err)
{
	const char *type = json_plain_text(viewer, "__typename");
	const char *email = json_plain_text(viewer, "email");
	int64_t number;

	if (type == NULL || email == NULL)
		return server_fail_senseless(server, err);
	if (strcmp(type, "User") == 0) {
		if (!json_number(viewer, "internalNumericId", &number))
			return server_fail_senseless(server, err);
		attributes_add_number(fields, FIELD_USER_ID, number);
	}
	return attributes_add(fields, FIELD_EMAIL, email, err);
}

/*
 * Only one's own organization is called "personal"; those of other persons have
 * the same type. Names are for people: what can't be shown becomes '?'.
 */
static bool node_add(const struct server *server, struct json_object *node,
		     struct secret *fields, struct error *err)
{
	const char *slug = json_plain_text(node, "slug");
	struct json_object *name = json_member(node, "name");
	char shown[200];

	if (slug == NULL || !json_object_is_type(name, json_type_string))
		return server_fail_senseless(server, err);
	text_printable(json_object_get_string(name), shown, sizeof(shown));
	if (!organization_add(server, node, fields, err) ||
	    !attributes_add(fields, FIELD_ORGANIZATION_NAME, shown, err))
		return false;
	attributes_add_number(fields, FIELD_ORGANIZATION_PERSONAL,
			      strcmp(slug, "personal") == 0);
	return true;
}

static bool nodes_add(const struct server *server,
		      struct json_object *organizations, struct secret *fields,
		      struct error *err)
{
	struct json_object *nodes = json_member(organizations, "nodes");
	size_t i;

	if (!json_object_is_type(nodes, json_type_array))
		return server_fail_senseless(server, err);
	for (i = 0; i < json_object_array_length(nodes); i++)
		if (!node_add(server, json_object_array_get_idx(nodes, i),
			      fields, err))
			return false;
	return true;
}

/* Where the next page begins, or NULL when this was the last. */
static const char *next_page(struct json_object *organizations)
{
	struct json_object *info = json_member(organizations, "pageInfo");

	if (!json_object_get_boolean(json_member(info, "hasNextPage")))
		return NULL;
	return json_plain_text(info, "endCursor");
}

bool login_run(const struct server *server, const struct attributes *request,
	       struct secret *fields, struct error *err)
{
	AUTO_JSON struct json_object *data = ask_page(server, NULL, err);
	int page;

	(void)request;
	if (data == NULL ||
	    !viewer_add(server, json_member(data, "viewer"), fields, err))
		return false;
	for (page = 0; page < PAGES_MAX; page++) {
		struct json_object *list = json_member(data, "organizations");
		struct json_object *next;
		const char *after = next_page(list);

		if (!nodes_add(server, list, fields, err))
			return false;
		if (after == NULL)
			return true;
		next = ask_page(server, after, err);
		json_object_put(data);
		data = next;
		if (data == NULL)
			return false;
	}
	return server_fail_senseless(server, err);
}
