/* SPDX-License-Identifier: MIT */
/* The commands that a token of profile machine-exec is for. */
#include "config.h"

#include "cli/narrow-commands.h"

#include "cli/narrow-caveats.h"
#include "cli/open-session.h"
#include "token/kind.h"
#include "token/narrow.h"

#include <string.h>

static bool check_profile(const char *profile, struct error *err)
{
	const char *only = kind_name(KIND_MACHINE_EXEC);

	return (profile && strcmp(profile, only) == 0) ||
	       fail(err, ERR_USAGE, "--command goes with --profile %s only",
		    only);
}

static bool narrow(const struct option_texts *commands,
		   struct resolved *resolved, struct error *err)
{
	static const struct option_texts none;
	static const struct audience anyone;
	const struct narrow_wish wish = {.recipe = RECIPE_WINDOW,
					 .mutations = &none,
					 .commands = commands};
	AUTO_SECRET struct secret caveats = SECRET_EMPTY;
	AUTO_SECRET struct secret narrowed = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	if (!narrow_caveats(&wish, &caveats, err) ||
	    !bundle_parse(secret_slice(&resolved->token), &bundle, err) ||
	    !bundle_append(&bundle, anyone, secret_slice(&caveats), &narrowed,
			   err))
		return false;
	secret_clear(&resolved->token);
	resolved->token = narrowed;
	narrowed = (struct secret)SECRET_EMPTY;
	return true;
}

bool open_and_resolve_for(const struct option_texts *commands,
			  const struct token_request *request,
			  struct resolved *ret_resolved, struct error *err)
{
	if (commands->count == 0)
		return open_and_resolve(request, ret_resolved, err);
	return check_profile(request->profile, err) &&
	       open_and_resolve(request, ret_resolved, err) &&
	       narrow(commands, ret_resolved, err);
}
