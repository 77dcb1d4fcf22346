/* SPDX-License-Identifier: MIT */
/* The end of a session at Fly. */
#include "config.h"

#include "api/logout.h"

#include "api/json-fields.h"

/* flyctl, gql/genqclient.graphql. */
static const char query_text[] = "mutation { logOut(input: {}) { ok } }";

bool logout_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err)
{
	AUTO_JSON struct json_object *data = NULL;
	const struct graphql_query query = {
		.text = query_text,
		.subject = "this session",
	};
	struct json_object *ok;

	(void)request;
	(void)fields;
	data = graphql_ask(server, &query, err);
	if (data == NULL)
		return false;
	ok = json_member(json_member(data, "logOut"), "ok");
	return json_object_get_boolean(ok) ||
	       fail(err, ERR_DENIED, "%s did not end the session",
		    http_host(server->http));
}
