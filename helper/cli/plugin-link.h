/* SPDX-License-Identifier: MIT */
/*
 * The link by which terraform and OpenTofu find their credentials helper: they
 * look for it in a directory of plugins and not on PATH.
 */
#ifndef FC_PLUGIN_LINK_H
#define FC_PLUGIN_LINK_H

#include "util/cleanup.h"
#include "util/error.h"

struct plugin_link {
	char *path;
	char *target;  /* the helper */
	bool is_there; /* and leads to a program of that name */
};

void plugin_link_clear(struct plugin_link *link);

/*
 * Where it is, or should be, and lead to: the helper that is on PATH, else the
 * one beside this program. ERR_FAILED when there is no such program, or
 * something that is no link is in its place.
 */
bool plugin_link_find(struct plugin_link *ret_link, struct error *err)
	MUST_CHECK;

/* Makes it, in place of one that leads elsewhere, and its directory. */
bool plugin_link_make(const struct plugin_link *link, struct error *err)
	MUST_CHECK;

bool plugin_link_remove(const struct plugin_link *link, struct error *err)
	MUST_CHECK;

#endif
