/* SPDX-License-Identifier: MIT */
/* Which tokens of a bundle 'fly-cred narrow' keeps, and for whom. */
#ifndef FC_NARROW_AUDIENCE_H
#define FC_NARROW_AUDIENCE_H

#include "token/bundle.h"

/*
 * From --app and --org, which may be NULL. Tokens know numbers only, so a name
 * is ERR_USAGE and told how to find its number. needs_app takes the one app
 * that the bundle is for where none is given. An app whose organization is not
 * clear, since tokens of several could serve it, is ERR_USAGE too.
 */
bool narrow_audience(const struct bundle *bundle, const char *app,
		     const char *organization, bool needs_app,
		     struct audience *ret_audience, struct error *err)
	MUST_CHECK;

/* Whether some token that serves the audience is for other organizations too.
 */
bool narrow_needs_organization(const struct bundle *bundle,
			       struct audience audience);

#endif
