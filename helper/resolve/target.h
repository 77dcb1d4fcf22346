/* SPDX-License-Identifier: MIT */
/* Which app or organization is meant, and why. */
#ifndef FC_RESOLVE_TARGET_H
#define FC_RESOLVE_TARGET_H

#include "resolve/settings.h"
#include "token/scope.h"

struct target_request {
	const char *app;    /* of --app, or NULL */
	const char *org;    /* of --org, or NULL */
	const char *remedy; /* command that settles it, NULL: fly-cred get */
};

struct target {
	struct scope scope; /* empty when nothing was found */
	char *source;	    /* "--app", "FLY_APP", "~/src/shop/fly.toml", ... */
	char *file;	    /* the project's, if there is; see project.h */
	const struct scope_rule *rule; /* that settled it, or NULL */
	char **steps;	    /* what was looked at and what came of it, in */
	size_t step_count;  /* order, each fit to print */
};

#define TARGET_EMPTY           \
	{                      \
		.source = NULL \
	}
#define AUTO_TARGET CLEANUP(target_clear)

void target_clear(struct target *target);

/*
 * Flags, FLY_APP, FLY_ORG (empty counts as unset), the project's file, the
 * rules for directories, the default: the first of these that says something.
 * Both flags, a bad name, or a broken file reached on the way is an error.
 * When nothing does, ERR_NOT_FOUND says what was tried and how to settle it.
 * Unlike other results the steps are there after a failure as well: start with
 * TARGET_EMPTY and clear it in any case.
 */
bool target_choose(const struct target_request *request,
		   const struct settings *settings, struct target *ret_target,
		   struct error *err) MUST_CHECK;

#endif
