/* SPDX-License-Identifier: MIT */
/* Single values of caveats from MessagePack to JSON. */
#include "config.h"

#include "token/caveat-json-scalar.h"

#include "token/encoding.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <json-c/json.h>
#include <sodium.h>

static bool write_unsigned(struct slice value, struct json_object **ret_json)
{
	uint64_t number;

	if (!encoding_unsigned(value, &number))
		return false;
	*ret_json = json_object_new_uint64(number);
	return true;
}

static bool write_integer(struct slice value, struct json_object **ret_json)
{
	int64_t number;

	if (!encoding_integer(value, &number))
		return false;
	*ret_json = json_object_new_int64(number);
	return true;
}

/* Puts one more base-256 digit behind the decimal digits, lowest first. */
static size_t shift_in(char *digits, size_t count, uint8_t byte)
{
	unsigned int carry = byte;
	size_t i;

	for (i = 0; i < count; i++) {
		carry += 256U * (unsigned int)(digits[i] - '0');
		digits[i] = (char)('0' + carry % 10);
		carry /= 10;
	}
	for (; carry; carry /= 10)
		digits[count++] = (char)('0' + carry % 10);
	return count;
}

static bool write_big_number(struct slice value, struct json_object **ret_json)
{
	enum { BYTES_MAX = 64 };
	char digits[3 * BYTES_MAX], text[3 * BYTES_MAX + 1];
	struct slice bytes;
	size_t count = 0, i;

	if (!encoding_bytes(value, &bytes) || bytes.length > BYTES_MAX)
		return false;
	for (i = 0; i < bytes.length; i++)
		count = shift_in(digits, count, bytes.bytes[i]);
	if (count == 0)
		digits[count++] = '0';
	for (i = 0; i < count; i++)
		text[i] = digits[count - 1 - i];
	text[count] = '\0';
	/* The only way to print a number longer than 64 bits. */
	*ret_json = json_object_new_double_s(0, text);
	return true;
}

static bool write_boolean(struct slice value, struct json_object **ret_json)
{
	bool truth;

	if (!encoding_boolean(value, &truth))
		return false;
	*ret_json = truth ? json_object_new_boolean(true) : NULL;
	return true;
}

bool text_from_caveat(struct slice value, struct slice *ret_text)
{
	return encoding_bytes(value, ret_text) && utf8_is_text(*ret_text);
}

static bool write_text(struct slice value, struct json_object **ret_json)
{
	struct slice text;

	if (!text_from_caveat(value, &text))
		return false;
	*ret_json = json_object_new_string_len((const char *)text.bytes,
					       (int)text.length);
	return true;
}

struct json_object *bytes_to_json(struct slice bytes)
{
	const int variant = sodium_base64_VARIANT_ORIGINAL;
	size_t size = sodium_base64_encoded_len(bytes.length, variant);
	AUTO_FREE char *text = alloc_bytes(size);

	sodium_bin2base64(text, size, bytes.bytes, bytes.length, variant);
	return json_object_new_string(text);
}

static bool write_bytes(struct slice value, struct json_object **ret_json)
{
	struct slice bytes;

	if (!encoding_bytes(value, &bytes))
		return false;
	*ret_json = bytes_to_json(bytes);
	return true;
}

static bool write_mask(struct slice value, struct json_object **ret_json)
{
	char letters[ACTIONS_SIZE];
	uint64_t mask;

	if (!encoding_unsigned(value, &mask))
		return false;
	actions_format(mask, letters);
	*ret_json = json_object_new_string(letters);
	return true;
}

bool scalar_to_json(enum caveat_shape shape, struct slice value,
		    struct json_object **ret_json)
{
	static bool (*const writers[SHAPE_COUNT])(struct slice,
						  struct json_object **) = {
		[SHAPE_UNSIGNED] = write_unsigned,
		[SHAPE_UNSIGNED_32] = write_unsigned,
		[SHAPE_INTEGER] = write_integer,
		[SHAPE_BIG_NUMBER] = write_big_number,
		[SHAPE_BOOLEAN] = write_boolean,
		[SHAPE_TEXT] = write_text,
		[SHAPE_BYTES] = write_bytes,
		[SHAPE_MASK] = write_mask,
	};

	return writers[shape] && writers[shape](value, ret_json);
}
