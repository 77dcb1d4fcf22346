/* SPDX-License-Identifier: MIT */
/* Single values of caveats from MessagePack to JSON. */
#ifndef FC_CAVEAT_JSON_SCALAR_H
#define FC_CAVEAT_JSON_SCALAR_H

#include "token/caveat-form.h"
#include "util/slice.h"

struct json_object;

/*
 * A new JSON value, which the caller puts; NULL is null. False when the value,
 * taken by encoding_next, is not of that shape, or the shape has parts.
 */
bool scalar_to_json(enum caveat_shape shape, struct slice value,
		    struct json_object **ret_json) MUST_CHECK;

/* Text that JSON can hold as it is; json-c's keys can hold no NUL. */
bool text_from_caveat(struct slice value, struct slice *ret_text) MUST_CHECK;

/* A new text with the bytes in base64, with its padding. */
struct json_object *bytes_to_json(struct slice bytes);

#endif
