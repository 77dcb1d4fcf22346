/* SPDX-License-Identifier: MIT */
/* Bytes that belong to somebody else. */
#ifndef FC_SLICE_H
#define FC_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const uint8_t *bytes; /* may be NULL when length is 0 */
	size_t length;
};

static inline struct slice slice_of(const void *bytes, size_t length)
{
	return (struct slice){.bytes = bytes, .length = length};
}

static inline struct slice slice_of_string(const char *text)
{
	return slice_of(text, strlen(text));
}

/* Not in constant time: for names and tickets, not for secrets. */
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

#endif
