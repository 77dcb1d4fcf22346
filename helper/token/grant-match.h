/* SPDX-License-Identifier: MIT */
/* Whether an access is among the resources or commands of a caveat. */
#ifndef FC_GRANT_MATCH_H
#define FC_GRANT_MATCH_H

#include "util/cleanup.h"
#include "util/slice.h"

/* Takes the head of a body that must be an array of that many fields. */
bool grant_fields(struct slice *body, size_t count) MUST_CHECK;

/* What a set of resources is asked for. */
struct wanted_resource {
	uint64_t id; /* where name has no bytes */
	struct slice name;
	bool by_prefix;
};

/*
 * Clears the bits of ret_mask that some key covering the resource does not
 * allow; 0 and "" cover everything. False when no key does, or the body is no
 * set of resources.
 */
bool resources_mask(struct slice body, const struct wanted_resource *wanted,
		    unsigned int *ret_mask) MUST_CHECK;

/*
 * Whether a command, an array of texts, begins with the words of the allowed
 * one, and ends there if that is exact.
 */
bool command_fits(struct slice allowed, struct slice command) MUST_CHECK;

#endif
