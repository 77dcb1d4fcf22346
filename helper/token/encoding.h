/* SPDX-License-Identifier: MIT */
/*
 * Bytes in MessagePack (its specification, "Formats") taken apart where they
 * lie. Nothing is copied or allocated, whatever a length in them claims.
 */
#ifndef FC_ENCODING_H
#define FC_ENCODING_H

#include "util/cleanup.h"
#include "util/slice.h"

/*
 * How many bytes the first value takes, with everything nested in it. 0 when
 * there is none, it is cut off, claims more elements than bytes are left, or
 * holds the one byte that is never used. Any depth, one pass.
 */
size_t encoding_extent(struct slice bytes);

/* Takes the first value, whole, off rest. False as encoding_extent's 0. */
bool encoding_next(struct slice *rest, struct slice *ret_value) MUST_CHECK;

/*
 * Takes the head of an array (a map) off rest, which then begins with the
 * first element. The count of elements (pairs) is never more than the bytes
 * left. False when rest begins with anything else.
 */
bool encoding_array(struct slice *rest, size_t *ret_count) MUST_CHECK;
bool encoding_map(struct slice *rest, size_t *ret_count) MUST_CHECK;

/*
 * Read one value that encoding_next took; false when it is of another kind.
 * Integers may be of any width. Text and binary are not told apart, and the
 * slice points into the value.
 */
bool encoding_unsigned(struct slice value, uint64_t *ret_number) MUST_CHECK;
bool encoding_integer(struct slice value, int64_t *ret_number) MUST_CHECK;
bool encoding_bytes(struct slice value, struct slice *ret_bytes) MUST_CHECK;
bool encoding_boolean(struct slice value, bool *ret_truth) MUST_CHECK;

/* A msgpack_packer_write that appends to a struct secret; never fails. */
int encoding_write(void *secret, const char *bytes, size_t length);

#endif
