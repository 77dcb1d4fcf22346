/* SPDX-License-Identifier: MIT */
/*
 * Caveats in Fly's JSON form, as 'flyctl tokens debug' prints and 'flyctl
 * tokens attenuate' reads it: an array of {"type": name, "body": ...}
 * (superfly/macaroon, caveat_set.go).
 */
#ifndef FC_CAVEAT_JSON_H
#define FC_CAVEAT_JSON_H

#include "token/caveat.h"
#include "util/error.h"
#include "util/secret.h"

struct json_object;

/* Bytes of JSON; more than any token could take up. */
#define CAVEAT_JSON_LIMIT ((size_t)128 * 1024)

/*
 * A new array of all of them, which the caller puts. A caveat that can't be
 * shown in Fly's form has the number as its type, the raw body in base64, and
 * a member "undecoded" that says why: "unknown type" or "unexpected body".
 */
struct json_object *caveats_to_json(struct caveat_list list);

/*
 * Appends the array as a caveat set in the canonical encoding, ready for
 * macaroon_append. Types go by name, alias or number. ERR_USAGE names the
 * place; nothing is appended then. Stricter than Fly's library: members that
 * a body does not have, letters that are no action and a wildcard beside other
 * keys are refused, because a slip would leave more than was meant.
 */
bool caveats_from_json(struct json_object *array, struct secret *ret_set,
		       struct error *err) MUST_CHECK;

/* The same from text. */
bool caveats_from_json_text(struct slice text, struct secret *ret_set,
			    struct error *err) MUST_CHECK;

#endif
