/* SPDX-License-Identifier: MIT */
/* fly-cred renew: gets a new token now, whatever the old one has left. */
#include "config.h"

#include "cli/command.h"
#include "cli/open-session.h"
#include "cli/request-options.h"
#include "util/timestamp.h"

#include <stdio.h>

struct values {
	struct token_request request;
};

static const struct option_row options[] = {
	SCOPE_OPTIONS(values), PROFILE_OPTIONS(values),
	{0, "for", OPTION_DURATION, "D", "it must live at least D",
	 REQUEST_OFFSET(values, wish.least)},
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	struct token_request request = ((const struct values *)data)->request;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	char life[DURATION_SIZE];

	(void)arguments;
	request.consumer = CONSUMER_COMMAND; /* all that remains */
	request.renew = request.needs_login = true;
	if (!open_and_resolve(&request, &resolved, err))
		return false;
	duration_format(resolved.life, life);
	fprintf(stderr, "fly-cred: new token for %s, lives %s\n",
		resolved.plan.target.scope.name, life);
	return true;
}

const struct command command_renew = {
	.name = "renew",
	.arguments = "",
	.summary = "get a new token now, for example after a revocation",
	.pair_summary = "get a new token now; rotate also revokes the old one",
	.example = "fly-cred renew --app shop",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
