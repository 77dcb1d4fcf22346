/* SPDX-License-Identifier: MIT */
/* Whether an access is among the resources or commands of a caveat. */
#include "config.h"

#include "token/grant-match.h"

#include "token/encoding.h"

bool grant_fields(struct slice *body, size_t count)
{
	size_t found;

	return encoding_array(body, &found) && found == count;
}

static bool key_covers(struct slice key, const struct wanted_resource *wanted)
{
	struct slice name;
	uint64_t id;

	if (wanted->name.bytes == NULL)
		return encoding_unsigned(key, &id) &&
		       (id == 0 || id == wanted->id);
	if (!encoding_bytes(key, &name))
		return false;
	if (name.length == 0 || slice_equal(name, wanted->name))
		return true;
	return wanted->by_prefix && name.length < wanted->name.length &&
	       memcmp(name.bytes, wanted->name.bytes, name.length) == 0;
}

bool resources_mask(struct slice body, const struct wanted_resource *wanted,
		    unsigned int *ret_mask)
{
	bool is_listed = false;
	struct slice key, value;
	uint64_t mask;
	size_t count;

	if (!grant_fields(&body, 1) || !encoding_map(&body, &count))
		return false;
	for (; count; count--) {
		if (!encoding_next(&body, &key) ||
		    !encoding_next(&body, &value) ||
		    !encoding_unsigned(value, &mask))
			return false;
		if (!key_covers(key, wanted))
			continue;
		is_listed = true;
		*ret_mask &= (unsigned int)mask;
	}
	return is_listed;
}

bool command_fits(struct slice allowed, struct slice command)
{
	struct slice words, exact, word, given;
	size_t count = 0, length;
	bool is_exact;

	if (!grant_fields(&allowed, 2) || !encoding_next(&allowed, &words) ||
	    !encoding_next(&allowed, &exact) ||
	    !encoding_boolean(exact, &is_exact) ||
	    !encoding_array(&command, &length))
		return false;
	if (!encoding_array(&words, &count))
		count = 0; /* nil: no words at all */
	if (count > length || length == 0 || (is_exact && count != length))
		return false;
	for (; count; count--)
		if (!encoding_next(&words, &word) ||
		    !encoding_next(&command, &given) ||
		    !slice_equal(word, given))
			return false;
	return true;
}
