/* SPDX-License-Identifier: MIT */
/* A bundle of tokens explained to programs. */
#include "config.h"

#include "cli/inspect-report.h"

#include "cli/limit-words.h"
#include "token/caveat-json.h"
#include "token/nonce-uuid.h"
#include "util/timestamp.h"
#include "util/utf8.h"

#include <json-c/json.h>

static struct json_object *end_json(int64_t expiry)
{
	char time[TIMESTAMP_SIZE];

	if (expiry > INSPECT_LAST_SECOND)
		return NULL;
	/* Before any clock: it is refused whatever the time. */
	timestamp_format(expiry < 0 ? 0 : expiry, time);
	return json_object_new_string(time);
}

static struct json_object *location_json(struct slice location)
{
	AUTO_SECRET struct secret shown = SECRET_EMPTY;

	if (utf8_is_text(location))
		return json_object_new_string_len((const char *)location.bytes,
						  (int)location.length);
	append_printable(&shown, location);
	return json_object_new_string(secret_text(&shown));
}

static struct json_object *macaroon_json(const struct token *token)
{
	struct json_object *object = json_object_new_object();
	char uuid[NONCE_UUID_SIZE];

	nonce_uuid(&token->macaroon, uuid);
	json_object_object_add(
		object, "kind",
		json_object_new_string(token->kind == TOKEN_PERMISSION
					       ? "permission"
					       : "discharge"));
	json_object_object_add(object, "location",
			       location_json(token->macaroon.location));
	json_object_object_add(object, "nonce_uuid",
			       json_object_new_string(uuid));
	json_object_object_add(object, "expires_at", end_json(token->expiry));
	json_object_object_add(object, "caveats",
			       caveats_to_json(token->macaroon.caveats));
	return object;
}

struct json_object *inspect_json(const struct bundle *bundle)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < bundle->count; i++)
		if (bundle->tokens[i].kind != TOKEN_OAUTH)
			json_object_array_add(
				array, macaroon_json(&bundle->tokens[i]));
	return array;
}
