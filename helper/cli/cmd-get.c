/* SPDX-License-Identifier: MIT */
/* fly-cred get: prints one token. */
#include "config.h"

#include "cli/command.h"
#include "cli/narrow-commands.h"
#include "cli/request-options.h"

#include <unistd.h>

struct values {
	struct token_request request;
	struct option_texts commands;
	bool header;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	COMMAND_OPTION(values),
	{0, "header", OPTION_FLAG, NULL, "put the scheme word FlyV1 before it",
	 offsetof(struct values, header)},
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	struct token_request request = values->request;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_SECRET struct secret line = SECRET_EMPTY;

	(void)arguments;
	request.is_for_tool = true;
	if (!open_and_resolve_for(&values->commands, &request, &resolved,
				  err))
		return false;
	if (values->header)
		secret_append_string(&line, "FlyV1 ");
	secret_append(&line, resolved.token.data, resolved.token.length);
	secret_append(&line, "\n", 1);
	return secret_write(&line, STDOUT_FILENO, "the token", err);
}

const struct command command_get = {
	.name = "get",
	.arguments = "",
	.summary = "print a token for this directory's app",
	.pair_summary = "print a token, plainly or as kubectl wants it",
	.example = "fly-cred get --app shop --life 10m",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
