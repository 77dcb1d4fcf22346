/* SPDX-License-Identifier: MIT */
/* The caveats that the options of 'fly-cred narrow' stand for. */
#ifndef FC_NARROW_CAVEATS_H
#define FC_NARROW_CAVEATS_H

#include "cli/options.h"
#include "token/recipe.h"

struct narrow_wish {
	enum recipe recipe;
	uint64_t app_id; /* for the recipe */
	const struct window *window;
	uint64_t organization_id; /* 0: not needed */
	bool readonly;
	const struct option_texts *mutations;
	const struct option_texts *commands; /* each one command line */
	struct slice caveats;		     /* Fly's JSON; may be empty */
};

/*
 * Appends all of it as one canonical caveat set. ERR_USAGE when a command or
 * the JSON can't be read.
 */
bool narrow_caveats(const struct narrow_wish *wish, struct secret *ret_set,
		    struct error *err) MUST_CHECK;

#endif
