/* SPDX-License-Identifier: MIT */
/* A macaroon as text: a label and padded base64. */
#include "config.h"

#include "token/armor.h"

#include <sodium.h>
#include <string.h>

/* Bytes become characters in groups of three and four. */
#define GROUP	   3
#define GROUP_TEXT 4

#define VARIANT sodium_base64_VARIANT_ORIGINAL

static const char *const labels[] = {"fm2_", "fm1r_", "fm1a_"};

size_t armor_label(struct slice text)
{
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t length = strlen(labels[i]);

		if (text.length >= length &&
		    memcmp(text.bytes, labels[i], length) == 0)
			return length;
	}
	return 0;
}

bool armor_decode(struct slice base64, struct secret *ret_bytes)
{
	uint8_t *end = (uint8_t *)ret_bytes->data + ret_bytes->length;
	size_t room = armor_decoded_size(base64.length), length;

	if (base64.length == 0 ||
	    ret_bytes->capacity - ret_bytes->length <= room)
		return false;
	if (sodium_base642bin(end, room, (const char *)base64.bytes,
			      base64.length, NULL, &length, NULL, VARIANT)) {
		explicit_bzero(end, room);
		return false;
	}
	ret_bytes->length += length;
	ret_bytes->data[ret_bytes->length] = '\0';
	return true;
}

static void append_encoded(struct secret *text, const uint8_t *bytes,
			   size_t length)
{
	size_t size = sodium_base64_ENCODED_LEN(length, VARIANT);

	secret_reserve(text, text->length + size);
	sodium_bin2base64(text->data + text->length, size, bytes, length,
			  VARIANT);
	text->length += size - 1;
}

/* The first group from at on where "equal" is no longer the answer. */
static size_t run_end(const uint8_t *a, const uint8_t *b, size_t at,
		      size_t groups, bool equal)
{
	while (at < groups &&
	       (memcmp(a + GROUP * at, b + GROUP * at, GROUP) == 0) == equal)
		at++;
	return at;
}

void armor_encode(struct slice bytes, struct slice old, struct slice old_base64,
		  struct secret *ret_text)
{
	size_t shorter = bytes.length < old.length ? bytes.length : old.length;
	size_t groups = shorter / GROUP, start = 0, at = 0;

	secret_append_string(ret_text, labels[0]);
	while (at < groups) {
		start = run_end(bytes.bytes, old.bytes, at, groups, true);
		secret_append(ret_text, old_base64.bytes + GROUP_TEXT * at,
			      GROUP_TEXT * (start - at));
		at = run_end(bytes.bytes, old.bytes, start, groups, false);
		if (at < groups)
			append_encoded(ret_text, bytes.bytes + GROUP * start,
				       GROUP * (at - start));
		else
			break;
	}
	append_encoded(ret_text, bytes.bytes + GROUP * start,
		       bytes.length - GROUP * start);
}
