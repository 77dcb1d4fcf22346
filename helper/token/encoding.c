/* SPDX-License-Identifier: MIT */
/* Bytes in MessagePack taken apart where they lie. */
#include "config.h"

#include "token/encoding.h"

#include "util/secret.h"

/*
 * What follows the first bytes 0xc0 to 0xdf: a number of so many bytes, so
 * many bytes and elements for each one of that number, and some bytes anyway.
 */
struct form {
	uint8_t width;
	uint8_t bytes;
	uint8_t items;
	uint8_t extra;
};

static const struct form forms[32] = {
	[0x00] = {0, 0, 0, 0}, /* nil, never used, false, true */
	[0x04] = {1, 1, 0, 0}, /* binary */
	[0x05] = {2, 1, 0, 0},
	[0x06] = {4, 1, 0, 0},
	[0x07] = {1, 1, 0, 1}, /* extension */
	[0x08] = {2, 1, 0, 1},
	[0x09] = {4, 1, 0, 1},
	[0x0a] = {0, 0, 0, 4}, /* floating point */
	[0x0b] = {0, 0, 0, 8},
	[0x0c] = {0, 0, 0, 1}, /* unsigned */
	[0x0d] = {0, 0, 0, 2},
	[0x0e] = {0, 0, 0, 4},
	[0x0f] = {0, 0, 0, 8},
	[0x10] = {0, 0, 0, 1}, /* signed */
	[0x11] = {0, 0, 0, 2},
	[0x12] = {0, 0, 0, 4},
	[0x13] = {0, 0, 0, 8},
	[0x14] = {0, 0, 0, 2}, /* extension of a fixed size */
	[0x15] = {0, 0, 0, 3},
	[0x16] = {0, 0, 0, 5},
	[0x17] = {0, 0, 0, 9},
	[0x18] = {0, 0, 0, 17},
	[0x19] = {1, 1, 0, 0}, /* text */
	[0x1a] = {2, 1, 0, 0},
	[0x1b] = {4, 1, 0, 0},
	[0x1c] = {2, 0, 1, 0}, /* array */
	[0x1d] = {4, 0, 1, 0},
	[0x1e] = {2, 0, 2, 0}, /* map */
	[0x1f] = {4, 0, 2, 0},
};

/* The first byte of a value, the number after it, and what they announce. */
struct head {
	uint8_t first;
	size_t length;
	uint64_t body;	/* bytes */
	uint64_t items; /* values */
};

static struct slice skip(struct slice bytes, size_t count)
{
	return slice_of(bytes.bytes + count, bytes.length - count);
}

static uint64_t big_endian(const uint8_t *bytes, size_t width)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; i < width; i++)
		number = number << 8 | bytes[i];
	return number;
}

static inline bool read_long_head(struct slice bytes, struct head *ret_head)
{
	const struct form *form = &forms[ret_head->first - 0xc0];
	uint64_t number;

	if (ret_head->first == 0xc1 || bytes.length - 1 < form->width)
		return false;
	number = big_endian(bytes.bytes + 1, form->width);
	ret_head->length = 1U + form->width;
	ret_head->body = number * form->bytes + form->extra;
	ret_head->items = number * form->items;
	return true;
}

/* Afterwards head, body and at least a byte for each item are there. */
static inline bool read_head(struct slice bytes, struct head *ret_head)
{
	uint8_t first;

	if (bytes.length == 0)
		return false;
	first = bytes.bytes[0];
	*ret_head = (struct head){.first = first, .length = 1};
	if (first >= 0xc0 && first < 0xe0 && !read_long_head(bytes, ret_head))
		return false;
	if (first >= 0x80 && first < 0x90)
		ret_head->items = 2U * (first & 0x0fU);
	else if (first >= 0x90 && first < 0xa0)
		ret_head->items = first & 0x0fU;
	else if (first >= 0xa0 && first < 0xc0)
		ret_head->body = first & 0x1fU;
	return ret_head->body + ret_head->items <=
	       bytes.length - ret_head->length;
}

/* A number that is its own first byte, as most are. */
static bool is_small_number(uint8_t first)
{
	return first < 0x80 || first >= 0xe0;
}

/*
 * Nesting is no more than a debt of values still to come, so there is neither
 * recursion nor a limit to choose. The debt never exceeds the bytes left.
 */
size_t encoding_extent(struct slice bytes)
{
	size_t at = 0, owed = 1;
	struct head head;

	if (bytes.length == 0)
		return 0;
	while (owed) {
		if (is_small_number(bytes.bytes[at])) {
			at++;
			owed--;
			continue;
		}
		if (!read_head(skip(bytes, at), &head))
			return 0;
		at += head.length + (size_t)head.body;
		owed += (size_t)head.items - 1;
		if (owed > bytes.length - at)
			return 0;
	}
	return at;
}

bool encoding_next(struct slice *rest, struct slice *ret_value)
{
	size_t length = encoding_extent(*rest);

	if (length == 0)
		return false;
	*ret_value = slice_of(rest->bytes, length);
	*rest = skip(*rest, length);
	return true;
}

bool encoding_array(struct slice *rest, size_t *ret_count)
{
	struct head head;

	if (!read_head(*rest, &head))
		return false;
	if ((head.first & 0xfe) != 0xdc && (head.first & 0xf0) != 0x90)
		return false;
	*rest = skip(*rest, head.length);
	*ret_count = (size_t)head.items;
	return true;
}

bool encoding_map(struct slice *rest, size_t *ret_count)
{
	struct head head;

	if (!read_head(*rest, &head))
		return false;
	if ((head.first & 0xfe) != 0xde && (head.first & 0xf0) != 0x80)
		return false;
	*rest = skip(*rest, head.length);
	*ret_count = (size_t)head.items / 2;
	return true;
}

bool encoding_unsigned(struct slice value, uint64_t *ret_number)
{
	uint8_t first = value.length ? value.bytes[0] : 0xc0;

	if (first <= 0x7f)
		*ret_number = first;
	else if (first >= 0xcc && first <= 0xcf)
		*ret_number = big_endian(value.bytes + 1, value.length - 1);
	else
		return false;
	return true;
}

bool encoding_integer(struct slice value, int64_t *ret_number)
{
	uint8_t first = value.length ? value.bytes[0] : 0xc0;
	uint64_t number;

	if (encoding_unsigned(value, &number)) {
		if (number > INT64_MAX)
			return false;
		*ret_number = (int64_t)number;
		return true;
	}
	if (first >= 0xe0) {
		*ret_number = (int8_t)first;
		return true;
	}
	if (first < 0xd0 || first > 0xd3)
		return false;
	number = big_endian(value.bytes + 1, value.length - 1);
	if (value.bytes[1] & 0x80 && value.length < 9)
		number |= UINT64_MAX << 8 * (value.length - 1);
	*ret_number = (int64_t)number;
	return true;
}

bool encoding_bytes(struct slice value, struct slice *ret_bytes)
{
	struct head head;

	if (!read_head(value, &head))
		return false;
	if ((head.first & 0xe0) != 0xa0 &&
	    (head.first < 0xc4 || head.first > 0xc6) &&
	    (head.first < 0xd9 || head.first > 0xdb))
		return false;
	*ret_bytes = slice_of(value.bytes + head.length, (size_t)head.body);
	return true;
}

bool encoding_boolean(struct slice value, bool *ret_truth)
{
	if (value.length != 1 || (value.bytes[0] & 0xfe) != 0xc2)
		return false;
	*ret_truth = value.bytes[0] == 0xc3;
	return true;
}

int encoding_write(void *secret, const char *bytes, size_t length)
{
	secret_append(secret, bytes, length);
	return 0;
}
