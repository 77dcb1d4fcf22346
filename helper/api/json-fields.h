/* SPDX-License-Identifier: MIT */
/* Values out of an answer of the API, believed only as far as checked. */
#ifndef FC_API_JSON_FIELDS_H
#define FC_API_JSON_FIELDS_H

#include "util/error.h"
#include "util/secret.h"

#include <json-c/json.h>
#include <stdint.h>

/* The whole text as one value, released with json_object_put, or NULL. */
struct json_object *json_parse(struct slice text) MUST_CHECK;
void cleanup_json(struct json_object **object);

#define AUTO_JSON CLEANUP(cleanup_json)

/* The member, or NULL when there is none, it is null, or object no object. */
struct json_object *json_member(struct json_object *object, const char *key);

/*
 * A text member, of printable characters only, so that it can go on a line of
 * its own unchanged; NULL otherwise. It lives as long as object.
 */
const char *json_plain_text(struct json_object *object, const char *key);

/* A whole number above 0, written as a number or as a text of digits. */
bool json_number(struct json_object *object, const char *key,
		 int64_t *ret_number) MUST_CHECK;

/* A time in RFC 3339. */
bool json_time(struct json_object *object, const char *key, int64_t *ret_time)
	MUST_CHECK;

#endif
