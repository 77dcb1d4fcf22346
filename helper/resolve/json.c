/* SPDX-License-Identifier: MIT */
/* One key of a JSON object, as toml.h has it for TOML. */
#include "config.h"

#include "resolve/json.h"

#include "util/json-read.h"

static bool is_name(struct slice name, const char *wanted)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	return json_decode_string(name, &text) &&
	       slice_equal(secret_slice(&text), slice_of_string(wanted));
}

static size_t offset_in(struct slice text, struct slice part)
{
	return (size_t)(part.bytes - text.bytes);
}

static bool take_value(struct slice text, const struct json_member *member,
		       const char *key, char *ret_value, struct error *err)
{
	AUTO_SECRET struct secret value = SECRET_EMPTY;
	size_t place = offset_in(text, member->name);

	if (!json_decode_string(member->value, &value))
		return markup_fail(text, place, err, "'%s' is not a string",
				   key);
	return markup_take(text, place, secret_slice(&value), ret_value, err);
}

bool json_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err)
{
	struct json_member member;
	bool is_found = false;
	struct slice rest;
	size_t place;

	if (!json_check(text, &place))
		return markup_fail(text, place, err,
				   place < text.length
					   ? "this is not JSON"
					   : "this ends in the middle");
	if (!json_members(text, &rest))
		return markup_fail(text, 0, err, "this is not an object");
	ret_value[0] = '\0';
	while (json_next_member(&rest, &member)) {
		if (!is_name(member.name, key))
			continue;
		if (is_found)
			return markup_fail(text, offset_in(text, member.name),
					   err, "'%s' is given twice", key);
		if (!take_value(text, &member, key, ret_value, err))
			return false;
		is_found = true;
	}
	return true;
}
