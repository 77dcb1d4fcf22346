/* SPDX-License-Identifier: MIT */
/* A bundle of tokens explained, to people and to programs. */
#ifndef FC_INSPECT_REPORT_H
#define FC_INSPECT_REPORT_H

#include "token/bundle.h"

struct json_object;

/* Later ones have no RFC 3339; for Fly's library they mean "never" too. */
#define INSPECT_LAST_SECOND INT64_C(253402300799)

/*
 * Appends paragraphs about every token and, last, about all of them. Never a
 * signature, a ticket, or what could be used as a token. now is the clock.
 */
void inspect_words(const struct bundle *bundle, int64_t now,
		   struct secret *ret_text);

/* A new array, which the caller puts, with an object for each macaroon. */
struct json_object *inspect_json(const struct bundle *bundle);

#endif
