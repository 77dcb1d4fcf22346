/* SPDX-License-Identifier: MIT */
/* Tokens made worthless at Fly, one after the other. */
#include "config.h"

#include "api/revoke.h"

#include "api/json-fields.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

/* The answer could hold the token's root; only a name is asked back for. */
static const char query_text[] =
	"mutation($input: DeleteLimitedAccessTokenInput!) {"
	" deleteLimitedAccessToken(input: $input) { __typename } }";

static bool revoke_one(const struct server *server, const char *id,
		       struct error *err)
{
	AUTO_JSON struct json_object *variables = json_object_new_object();
	AUTO_JSON struct json_object *data = NULL;
	struct json_object *input = json_object_new_object();
	char shown[60], subject[80];
	const struct graphql_query query = {
		.text = query_text,
		.variables = variables,
		.subject = subject,
	};

	text_printable(id, shown, sizeof(shown));
	snprintf(subject, sizeof(subject), "token '%s'", shown);
	json_object_object_add(input, "id", json_object_new_string(id));
	json_object_object_add(variables, "input", input);
	data = graphql_ask(server, &query, err);
	return data != NULL;
}

static bool send_result(int channel, const char *id,
			const struct error *problem, struct error *err)
{
	AUTO_SECRET struct secret fields = SECRET_EMPTY;

	if (!attributes_add(&fields, FIELD_TOKEN_ID, id, err))
		return false;
	if (problem)
		protocol_add_error(&fields, problem);
	return protocol_send_block(channel, &fields, err);
}

bool revoke_stream(const struct server *server,
		   const struct attributes *request, int channel,
		   struct error *err)
{
	struct error problem;
	size_t i;

	for (i = 0; i < request->count; i++) {
		const struct attribute *field = &request->items[i];
		bool done;

		if (strcmp(field->key, FIELD_TOKEN_ID) != 0)
			continue;
		done = revoke_one(server, field->value, &problem);
		if (!send_result(channel, field->value, done ? NULL : &problem,
				 err))
			return false;
	}
	return true;
}
