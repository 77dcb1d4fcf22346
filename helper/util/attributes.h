/* SPDX-License-Identifier: MIT */
/*
 * key=value lines, the one text form of fly-cred: records and header of the
 * store, the pipe to fly-cred-api, git's credential protocol
 * (git-credential(1), INPUT/OUTPUT FORMAT).
 */
#ifndef FC_ATTRIBUTES_H
#define FC_ATTRIBUTES_H

#include "util/error.h"
#include "util/secret.h"

struct attribute {
	const char *key;
	const char *value;
};

/* In order of appearance; keys may repeat. Start with ATTRIBUTES_EMPTY. */
struct attributes {
	struct attribute *items;
	size_t count;
};

#define ATTRIBUTES_EMPTY \
	{                \
		NULL, 0  \
	}
#define AUTO_ATTRIBUTES CLEANUP(attributes_clear)

void attributes_clear(struct attributes *attributes);

/*
 * Splits text, which it writes NULs into and must outlive the result, at line
 * feeds and each line at its first '='. An empty line or the end stops. A line
 * without '=', an empty key, or a NUL or CR anywhere is ERR_FAILED, and says
 * nothing of the text. What the attributes held before is dropped.
 */
bool attributes_parse(struct secret *text, struct attributes *ret_attributes,
		      struct error *err) MUST_CHECK;

/* The value of the first attribute with that key, or NULL. */
const char *attributes_get(const struct attributes *attributes,
			   const char *key);

/* The same as a decimal number; false when absent or no number. */
bool attributes_get_number(const struct attributes *attributes, const char *key,
			   int64_t *ret_number) MUST_CHECK;

/*
 * The same as size bytes written in hexadecimal; false when absent, not
 * hexadecimal, or of another size.
 */
bool attributes_get_hex(const struct attributes *attributes, const char *key,
			void *ret_bytes, size_t size) MUST_CHECK;

/*
 * Appends "key=value\n". A LF, CR or NUL in the value is ERR_FAILED and names
 * the key only. A NULL value adds nothing.
 */
bool attributes_add(struct secret *text, const char *key, const char *value,
		    struct error *err) MUST_CHECK;
void attributes_add_number(struct secret *text, const char *key,
			   int64_t number);
void attributes_add_hex(struct secret *text, const char *key, const void *bytes,
			size_t size);

#endif
