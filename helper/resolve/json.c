/* SPDX-License-Identifier: MIT */
/* One key of a JSON object, as toml.h has it for TOML. */
#include "config.h"

#include "resolve/json.h"

#include <json-c/json.h>

#define DEPTH_MAX 64

static void tokener_clear(struct json_tokener **tokener)
{
	if (*tokener)
		json_tokener_free(*tokener);
}

static void object_clear(struct json_object **object)
{
	json_object_put(*object);
}

/* ret_offset is how much of the text is in order. */
static bool parse(struct slice text, struct json_object **ret_object,
		  size_t *ret_offset)
{
	CLEANUP(tokener_clear)
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	enum json_tokener_error problem;

	*ret_offset = 0;
	if (tokener == NULL)
		return false;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						JSON_TOKENER_VALIDATE_UTF8);
	*ret_object = json_tokener_parse_ex(tokener, (const char *)text.bytes,
					    (int)text.length);
	problem = json_tokener_get_error(tokener);
	*ret_offset = problem == json_tokener_continue
			      ? text.length
			      : json_tokener_get_parse_end(tokener);
	return problem == json_tokener_success;
}

/* The offset behind the string that begins at the quote. */
static size_t string_end(struct slice text, size_t quote)
{
	size_t at = quote + 1;

	while (at < text.length && text.bytes[at] != '"')
		at += text.bytes[at] == '\\' ? 2 : 1;
	return at + 1;
}

/* Whether the JSON string, which may have escape sequences, is the name. */
static bool is_name(struct slice string, const char *name)
{
	CLEANUP(object_clear) struct json_object *parsed = NULL;
	size_t length = strlen(name), offset;

	if (!memchr(string.bytes, '\\', string.length))
		return string.length == length + 2 &&
		       memcmp(string.bytes + 1, name, length) == 0;
	return parse(string, &parsed, &offset) &&
	       strcmp(json_object_get_string(parsed), name) == 0;
}

/*
 * json-c keeps the last of equal keys and no places. In a text it found in
 * order this counts the outermost object's keys of that name and tells where
 * the last one is.
 */
static size_t count_keys(struct slice text, const char *name, size_t *ret_place)
{
	size_t depth = 0, count = 0, at = 0, end;

	while (at < text.length) {
		uint8_t byte = text.bytes[at];

		depth += byte == '{' || byte == '[';
		depth -= byte == '}' || byte == ']';
		end = byte == '"' ? string_end(text, at) : at + 1;
		if (byte == '"' && depth == 1) {
			size_t next = end;

			while (next < text.length &&
			       strchr(" \t\r\n", text.bytes[next]))
				next++;
			if (next < text.length && text.bytes[next] == ':' &&
			    is_name(slice_of(text.bytes + at, end - at),
				    name)) {
				*ret_place = at;
				count++;
			}
		}
		at = end;
	}
	return count;
}

bool json_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err)
{
	CLEANUP(object_clear) struct json_object *object = NULL;
	struct json_object *value;
	size_t place, count;

	if (!parse(text, &object, &place))
		return markup_fail(text, place, err,
				   place < text.length
					   ? "this is not JSON"
					   : "this ends in the middle");
	if (!json_object_is_type(object, json_type_object))
		return markup_fail(text, 0, err, "this is not an object");
	count = count_keys(text, key, &place);
	if (count > 1)
		return markup_fail(text, place, err, "'%s' is given twice",
				   key);
	ret_value[0] = '\0';
	if (count == 0)
		return true;
	if (!json_object_object_get_ex(object, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return markup_fail(text, place, err, "'%s' is not a string",
				   key);
	return markup_take(text, place,
			   slice_of(json_object_get_string(value),
				    (size_t)json_object_get_string_len(value)),
			   ret_value, err);
}
