/* SPDX-License-Identifier: MIT */
/* Values out of an answer of the API, believed only as far as checked. */
#include "config.h"

#include "api/json-fields.h"

#include "util/alloc.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <limits.h>
#include <string.h>

#define DEPTH_MAX 32

void cleanup_json(struct json_object **object)
{
	json_object_put(*object);
}

struct json_object *json_parse(struct slice text)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	struct json_object *object = NULL;

	if (tokener == NULL)
		return NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						JSON_TOKENER_VALIDATE_UTF8);
	if (text.length && text.length < INT_MAX)
		object = json_tokener_parse_ex(
			tokener, (const char *)text.bytes, (int)text.length);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(object);
		object = NULL;
	}
	json_tokener_free(tokener);
	return object;
}

struct json_object *json_member(struct json_object *object, const char *key)
{
	struct json_object *member = NULL;

	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, key, &member);
	return member;
}

const char *json_plain_text(struct json_object *object, const char *key)
{
	struct json_object *member = json_member(object, key);
	AUTO_FREE char *printable = NULL;
	const char *text;
	size_t length;
	bool is_plain;

	if (!json_object_is_type(member, json_type_string))
		return NULL;
	text = json_object_get_string(member);
	length = (size_t)json_object_get_string_len(member);
	if (length != strlen(text))
		return NULL;
	printable = alloc_bytes(length + 8);
	text_printable(text, printable, length + 8);
	is_plain = strcmp(text, printable) == 0;
	explicit_bzero(printable, strlen(printable));
	return is_plain ? text : NULL;
}

bool json_number(struct json_object *object, const char *key,
		 int64_t *ret_number)
{
	struct json_object *member = json_member(object, key);
	int64_t number = 0;

	if (json_object_is_type(member, json_type_int))
		number = json_object_get_int64(member);
	else if (!json_object_is_type(member, json_type_string) ||
		 !number_parse(json_object_get_string(member), &number))
		return false;
	if (number <= 0)
		return false;
	*ret_number = number;
	return true;
}

bool json_time(struct json_object *object, const char *key, int64_t *ret_time)
{
	const char *text = json_plain_text(object, key);

	return text && timestamp_parse(text, ret_time);
}
