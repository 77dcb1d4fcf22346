/* SPDX-License-Identifier: MIT */
/* fly-cred exec: becomes a command that has a token in its environment. */
#include "config.h"

#include "cli/command.h"
#include "cli/narrow-commands.h"
#include "cli/program-path.h"
#include "cli/request-options.h"
#include "cli/run-program.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

struct values {
	struct token_request request;
	struct option_texts commands;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	COMMAND_OPTION(values),
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	struct token_request request = values->request;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_FREE char *program = NULL;
	char shown[100];

	if (arguments[0] == NULL)
		return fail(err, ERR_USAGE,
			    "name the command; for example: "
			    "fly-cred exec -- terraform apply");
	program = program_path(arguments[0]);
	text_printable(arguments[0], shown, sizeof(shown));
	if (program == NULL)
		return fail(err, ERR_NOT_FOUND, "there is no program '%s'%s",
			    shown,
			    strchr(shown, '/') ? "; check its path"
					       : " on PATH, whose relative "
						 "entries do not count");
	request.consumer = CONSUMER_COMMAND;
	request.is_for_tool = request.lowers_for_agents = true;
	if (!open_and_resolve_for(&values->commands, &request, &resolved,
				  err))
		return false;
	return run_program(program, arguments, &resolved, err);
}

const struct command command_exec = {
	.name = "exec",
	.arguments = "-- COMMAND [ARGUMENT...]",
	.summary = "run a command with a token",
	.example = "fly-cred exec --for 45m -- terraform apply",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = -1,
	.stops_at_argument = true,
	.run = run,
};
