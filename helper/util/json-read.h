/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259) taken apart where it lies. Programs that hand out secrets
 * read it with this: a library would copy passwords to where nobody wipes, and
 * cost each start more than all of the reading here.
 */
#ifndef FC_JSON_READ_H
#define FC_JSON_READ_H

#include "util/secret.h"

/* Both as they stand in the text; the name has its quotes. */
struct json_member {
	struct slice name;
	struct slice value;
};

/*
 * Whether the text is one value, strictly, in UTF-8, nested no deeper than 64
 * times. If not, ret_end is how much of it is in order: all of it when it only
 * ends too early.
 */
bool json_check(struct slice text, size_t *ret_end) MUST_CHECK;

/*
 * For texts that json_check finds in order. The first gets at the members of
 * the outermost object, false when there is none; the second takes the next
 * member off, false after the last.
 */
bool json_members(struct slice text, struct slice *ret_rest) MUST_CHECK;
bool json_next_member(struct slice *rest, struct json_member *ret_member)
	MUST_CHECK;

/*
 * Appends what the string means, which can hold NULs; false when the value is
 * none. Half a surrogate pair becomes U+FFFD, as other readers have it.
 */
bool json_decode_string(struct slice value, struct secret *ret_text) MUST_CHECK;

#endif
