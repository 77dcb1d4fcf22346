/* SPDX-License-Identifier: MIT */
/* The one form in which JSON tells of stored tokens. */
#include "config.h"

#include "cli/token-json.h"

#include "util/timestamp.h"

#include <json-c/json.h>

void json_add_text(json_object *object, const char *key, const char *value)
{
	json_object_object_add(object, key,
			       value ? json_object_new_string(value) : NULL);
}

void json_add_time(json_object *object, const char *key, int64_t time)
{
	char text[TIMESTAMP_SIZE];

	timestamp_format(time, text);
	json_add_text(object, key, time ? text : NULL);
}

json_object *token_json(const struct stored_token *token)
{
	json_object *object = json_object_new_object();

	json_add_text(object, "account", token->account);
	json_add_text(object, "scope", token->names);
	json_add_text(object, "profile", token->profile);
	json_add_text(object, "name", token->name);
	json_add_text(object, "id", token->id);
	json_add_time(object, "issued_at", token->issued_at);
	json_add_time(object, "expires_at", token->expires_at);
	return object;
}
