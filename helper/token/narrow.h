/* SPDX-License-Identifier: MIT */
/* A credential cut down to what one consumer may do, and for how long. */
#ifndef FC_NARROW_H
#define FC_NARROW_H

#include "token/bundle.h"
#include "token/recipe.h"

struct narrowing {
	enum recipe recipe;
	struct audience audience; /* app_id also goes into the recipe */
	struct window window;
};

/*
 * Appends a list without scheme: the permission tokens that serve the audience,
 * each with the recipe and the window added, then the discharges that answer
 * one of their tickets, with their text unchanged. All else is left out: OAuth
 * tokens, what is for others, what is final and so can't be narrowed.
 * ERR_DENIED when no permission token stays; nothing is appended on failure.
 */
bool bundle_narrow(const struct bundle *bundle,
		   const struct narrowing *narrowing, struct secret *ret_text,
		   struct error *err) MUST_CHECK;

/*
 * Appends what bundle_narrow would leave in, each part a list of its own with
 * the text unchanged. Narrowing the permissions alone, with the discharges put
 * behind a comma, comes to the same, and spares decoding what never changes.
 */
bool bundle_split(const struct bundle *bundle, struct audience audience,
		  struct secret *ret_permissions, struct secret *ret_discharges,
		  struct error *err) MUST_CHECK;

/* bundle_narrow with any caveat set, which macaroon_append describes. */
bool bundle_append(const struct bundle *bundle, struct audience audience,
		   struct slice caveat_set, struct secret *ret_text,
		   struct error *err) MUST_CHECK;

/*
 * The same with several sets: of each permission token one copy for each of
 * them, in their order. At least one.
 */
bool bundle_append_each(const struct bundle *bundle, struct audience audience,
			const struct slice *caveat_sets, size_t count,
			struct secret *ret_text, struct error *err) MUST_CHECK;

#endif
