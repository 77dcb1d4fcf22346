/* SPDX-License-Identifier: MIT */
/* Fuzz target: text as JSON, held against json-c. */
#include "config.h"

#include "fuzz/target.h"

#include "util/json-read.h"

#include <json-c/json.h>

/* json-c is laxer, so it has to read whatever we find in order. */
static json_object *read_again(struct slice text)
{
	json_tokener *tokener = json_tokener_new_ex(100);
	json_object *object;

	fuzz_require(tokener != NULL);
	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, (const char *)text.bytes,
				       (int)text.length);
	/* It waits for more of a number that nothing ends. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		object = json_tokener_parse_ex(tokener, " ", 1);
	fuzz_require(json_tokener_get_error(tokener) == json_tokener_success);
	json_tokener_free(tokener);
	return object;
}

/* json-c 0.16 mistakes the second of two surrogate pairs for half a pair. */
static bool may_have_pairs(const struct secret *text)
{
	size_t i;

	for (i = 0; i < text->length; i++)
		if ((uint8_t)text->data[i] >= 0xf0)
			return true;
	return text->length &&
	       memmem(text->data, text->length, "\xef\xbf\xbd", 3);
}

static bool same(const struct secret *ours, json_object *theirs)
{
	return ours->length == (size_t)json_object_get_string_len(theirs) &&
	       memcmp(secret_text(ours), json_object_get_string(theirs),
		      ours->length) == 0;
}

/* Of equal names json-c keeps the last, and names end at a NUL for it. */
static void compare(struct slice rest, json_object *object)
{
	struct json_member member, other;

	while (json_next_member(&rest, &member)) {
		AUTO_SECRET struct secret name = SECRET_EMPTY;
		AUTO_SECRET struct secret value = SECRET_EMPTY;
		struct slice later = rest;
		json_object *theirs;
		bool is_last = true;

		fuzz_require(json_decode_string(member.name, &name));
		while (json_next_member(&later, &other)) {
			AUTO_SECRET struct secret again = SECRET_EMPTY;

			fuzz_require(json_decode_string(other.name, &again));
			is_last &= strcmp(secret_text(&name),
					  secret_text(&again)) != 0;
		}
		if (!is_last || may_have_pairs(&name) ||
		    strlen(secret_text(&name)) != name.length)
			continue;
		fuzz_require(json_object_object_get_ex(
			object, secret_text(&name), &theirs));
		if (json_decode_string(member.value, &value))
			fuzz_require(may_have_pairs(&value) ||
				     same(&value, theirs));
		else
			fuzz_require(
				!json_object_is_type(theirs, json_type_string));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of(data, size), rest;
	json_object *object;
	size_t end;

	if (size > 4096)
		return 0; /* comparing is quadratic */
	if (!json_check(text, &end)) {
		fuzz_require(end <= size);
		return 0;
	}
	object = read_again(text);
	if (json_members(text, &rest))
		compare(rest, object);
	json_object_put(object);
	return 0;
}
