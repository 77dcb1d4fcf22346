/* SPDX-License-Identifier: MIT */
/* What a handed-out token is narrowed to. */
#ifndef FC_RECIPE_H
#define FC_RECIPE_H

#include "util/error.h"
#include "util/secret.h"

/*
 * What is left of an organization's token:
 * window         everything, for a time
 * app            one app, builder and WireGuard, the organization read-only;
 *                the shape of Fly's own deploy token
 * docker         reading and writing one app itself, not its machines or
 *                volumes; the organization read-only
 * docker-images  one app's images and nothing besides
 * readonly       reading
 * readonly-app   reading, and of one app only
 */
enum recipe {
	RECIPE_WINDOW,
	RECIPE_APP,
	RECIPE_DOCKER,
	RECIPE_DOCKER_IMAGES,
	RECIPE_READONLY,
	RECIPE_READONLY_APP,
	RECIPE_COUNT,
};

/* Unix seconds; dead as soon as the second not_after begins. */
struct window {
	int64_t not_before;
	int64_t not_after;
};

/*
 * From now on for that many seconds. It begins at a random second of the past
 * day: that costs nothing, survives a fast clock, and tells every copy handed
 * out from every other.
 */
struct window window_from(int64_t now, int64_t life);

/* In place of an app's id: all of them. */
#define EVERY_APP UINT64_MAX

/* A static text as in the table above, and back. */
const char *recipe_name(enum recipe recipe);
bool recipe_parse(const char *name, enum recipe *ret_recipe) MUST_CHECK;

/* Whether the recipe is for one app. */
bool recipe_needs_app(enum recipe recipe);

/*
 * Appends the recipe as a canonical caveat set, ready for macaroon_append: its
 * caveats, then the window unless that is NULL. A recipe for an app without an
 * app (Fly takes id 0 for all of them, which has to be said), or a window that ends before it begins, is
 * ERR_FAILED.
 */
bool recipe_write(enum recipe recipe, uint64_t app_id,
		  const struct window *window, struct secret *ret_caveat_set,
		  struct error *err) MUST_CHECK;

#endif
