/* SPDX-License-Identifier: MIT */
/* Characters in UTF-8 (RFC 3629) and as escape sequences name them. */
#ifndef FC_UTF8_H
#define FC_UTF8_H

#include "util/slice.h"

#define UTF8_SIZE 4 /* of the longest character, without a NUL */

/* Length of the well-formed character that the text begins with, or 0. */
size_t utf8_length(struct slice text);

/* Writes the character, which must be one, and returns its length. */
size_t utf8_encode(uint32_t code, char ret_bytes[static UTF8_SIZE]);

/* Surrogates are halves of characters elsewhere and none of their own. */
static inline bool utf8_is_surrogate(uint32_t code)
{
	return code >= 0xd800 && code < 0xe000;
}

/* The value of a hexadecimal digit, or -1. */
int hex_digit(int byte);

/* Whether all of it is well-formed, without a NUL. */
bool utf8_is_text(struct slice bytes);

#endif
