/* SPDX-License-Identifier: MIT */
/* Values of caveats, maps and lists of them from JSON to MessagePack. */
#include "config.h"

#include "token/caveat-json-value.h"

#include "util/alloc.h"
#include "util/slice.h"

#include <errno.h>
#include <json-c/json.h>
#include <sodium.h>

bool fail_value(struct value_reader *reader, const char *what)
{
	return fail(reader->err, ERR_USAGE, "caveat %zu (%s): '%s' %s",
		    reader->number, reader->type, reader->member, what);
}

/*
 * json-c turns numbers that do not fit into the last one that does, so that
 * one is refused too.
 */
static bool take_unsigned(struct value_reader *reader, struct json_object *json,
			  uint64_t limit, uint64_t *ret_number)
{
	if (!json_object_is_type(json, json_type_int))
		return fail_value(reader, "is no whole number");
	if (json_object_get_int64(json) < 0)
		return fail_value(reader, "is negative");
	*ret_number = json_object_get_uint64(json);
	return *ret_number <= limit || fail_value(reader, "is too large");
}

static bool read_unsigned(struct value_reader *reader, struct json_object *json)
{
	uint64_t number;

	return take_unsigned(reader, json, UINT64_MAX - 1, &number) &&
	       msgpack_pack_uint64(&reader->packer, number) == 0;
}

static bool read_unsigned_32(struct value_reader *reader,
			     struct json_object *json)
{
	uint64_t number;

	return take_unsigned(reader, json, UINT32_MAX, &number) &&
	       msgpack_pack_uint64(&reader->packer, number) == 0;
}

static bool read_integer(struct value_reader *reader, struct json_object *json)
{
	int64_t number;

	if (!json_object_is_type(json, json_type_int))
		return fail_value(reader, "is no whole number");
	number = json_object_get_int64(json);
	if (number == INT64_MIN || number == INT64_MAX)
		return fail_value(reader, "is too large");
	return msgpack_pack_int64(&reader->packer, number) == 0;
}

/* Attestations only, which nobody but Fly can add: 64 bits will do. */
static bool read_big_number(struct value_reader *reader,
			    struct json_object *json)
{
	uint8_t bytes[sizeof(uint64_t)];
	size_t start = sizeof(bytes);
	uint64_t number;

	if (!take_unsigned(reader, json, UINT64_MAX - 1, &number))
		return false;
	for (; number; number >>= 8)
		bytes[--start] = (uint8_t)number;
	return msgpack_pack_bin_with_body(&reader->packer, bytes + start,
					  sizeof(bytes) - start) == 0;
}

static bool read_boolean(struct value_reader *reader, struct json_object *json)
{
	if (json && !json_object_is_type(json, json_type_boolean))
		return fail_value(reader, "is neither true nor false");
	if (json_object_get_boolean(json))
		return msgpack_pack_true(&reader->packer) == 0;
	return msgpack_pack_false(&reader->packer) == 0;
}

static bool read_text(struct value_reader *reader, struct json_object *json)
{
	if (!json_object_is_type(json, json_type_string))
		return fail_value(reader, "is no text");
	return msgpack_pack_str_with_body(
		       &reader->packer, json_object_get_string(json),
		       (size_t)json_object_get_string_len(json)) == 0;
}

static bool read_bytes(struct value_reader *reader, struct json_object *json)
{
	size_t room = (size_t)json_object_get_string_len(json), length;
	AUTO_FREE uint8_t *bytes = alloc_bytes(room + 1);

	if (!json_object_is_type(json, json_type_string) ||
	    sodium_base642bin(bytes, room, json_object_get_string(json), room,
			      NULL, &length, NULL,
			      sodium_base64_VARIANT_ORIGINAL))
		return fail_value(reader, "is no base64");
	return msgpack_pack_bin_with_body(&reader->packer, bytes, length) == 0;
}

static bool read_mask(struct value_reader *reader, struct json_object *json)
{
	uint64_t mask;

	if (!json_object_is_type(json, json_type_string) ||
	    !actions_parse(json_object_get_string(json), &mask))
		return fail_value(reader,
				  "must consist of the letters " ACTION_LETTERS
				  " or be *");
	return msgpack_pack_uint64(&reader->packer, mask) == 0;
}

static bool read_texts(struct value_reader *reader, struct json_object *json)
{
	size_t count, i;

	if (json == NULL)
		return msgpack_pack_nil(&reader->packer) == 0;
	if (!json_object_is_type(json, json_type_array))
		return fail_value(reader, "is no list of texts");
	count = json_object_array_length(json);
	msgpack_pack_array(&reader->packer, count);
	for (i = 0; i < count; i++)
		if (!read_text(reader, json_object_array_get_idx(json, i)))
			return false;
	return true;
}

/* A resource and what may be done to it; id counts only in maps by id. */
struct entry {
	uint64_t id;
	const char *name;
	struct json_object *mask;
};

static int compare_ids(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static int compare_names(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

/* Decimal digits as Fly writes them, so that no two are the same number. */
static bool id_parse(const char *text, uint64_t *ret_id)
{
	size_t length = strspn(text, "0123456789");
	char *end;

	if (length == 0 || text[length] || (text[0] == '0' && length > 1))
		return false;
	errno = 0;
	*ret_id = strtoull(text, &end, 10);
	return errno == 0;
}

static bool take_entries(struct value_reader *reader, struct json_object *json,
			 bool by_id, struct entry *entries)
{
	size_t count = 0;
	bool wildcard = false;

	json_object_object_foreach(json, name, mask)
	{
		struct entry *entry = &entries[count++];

		*entry = (struct entry){0, name, mask};
		if (by_id && !id_parse(name, &entry->id))
			return fail_value(reader,
					  "has a key that is no number");
		wildcard |= by_id ? entry->id == 0 : *name == '\0';
	}
	if (wildcard && count > 1)
		return fail_value(reader, "has a wildcard beside other keys");
	return true;
}

/* Keys go in ascending order, by number or by their bytes. */
static bool read_masks(struct value_reader *reader, struct json_object *json,
		       bool by_id)
{
	AUTO_FREE struct entry *entries = NULL;
	size_t count, i;

	if (json == NULL)
		return msgpack_pack_nil(&reader->packer) == 0;
	if (!json_object_is_type(json, json_type_object))
		return fail_value(reader, "is no object");
	count = (size_t)json_object_object_length(json);
	entries = alloc_zeroed(count + 1, sizeof(*entries));
	if (!take_entries(reader, json, by_id, entries))
		return false;
	qsort(entries, count, sizeof(*entries),
	      by_id ? compare_ids : compare_names);
	msgpack_pack_map(&reader->packer, count);
	for (i = 0; i < count; i++) {
		if (by_id)
			msgpack_pack_uint64(&reader->packer, entries[i].id);
		else
			msgpack_pack_str_with_body(&reader->packer,
						   entries[i].name,
						   strlen(entries[i].name));
		if (!read_mask(reader, entries[i].mask))
			return false;
	}
	return true;
}

static bool read_masks_by_id(struct value_reader *reader,
			     struct json_object *json)
{
	return read_masks(reader, json, true);
}

static bool read_masks_by_name(struct value_reader *reader,
			       struct json_object *json)
{
	return read_masks(reader, json, false);
}

bool value_read(struct value_reader *reader, enum caveat_shape shape,
		struct json_object *json)
{
	static bool (*const readers[SHAPE_COUNT])(struct value_reader *,
						  struct json_object *) = {
		[SHAPE_UNSIGNED] = read_unsigned,
		[SHAPE_UNSIGNED_32] = read_unsigned_32,
		[SHAPE_INTEGER] = read_integer,
		[SHAPE_BIG_NUMBER] = read_big_number,
		[SHAPE_BOOLEAN] = read_boolean,
		[SHAPE_TEXT] = read_text,
		[SHAPE_BYTES] = read_bytes,
		[SHAPE_MASK] = read_mask,
		[SHAPE_TEXTS] = read_texts,
		[SHAPE_MASKS_BY_ID] = read_masks_by_id,
		[SHAPE_MASKS_BY_NAME] = read_masks_by_name,
	};

	return readers[shape](reader, json);
}
