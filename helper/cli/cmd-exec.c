/* SPDX-License-Identifier: MIT */
/* fly-cred exec: becomes a command that has a token in its environment. */
#include "config.h"

#include "cli/command.h"
#include "cli/narrow-commands.h"
#include "cli/program-path.h"
#include "cli/request-options.h"
#include "cli/token-variables.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct values {
	struct token_request request;
	struct option_texts commands;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	COMMAND_OPTION(values),
	{.name = NULL},
};

/* Ours, with secrets or the way to them; not the child's business. */
static void drop_own_variables(void)
{
	unsetenv("FLY_CRED_KEY_FILE");
	unsetenv("FLY_CRED_PASSPHRASE_FILE");
}

/* What the hook of a shell in the child would take for its own. */
static void drop_hook(const struct token_variable *variables, size_t count)
{
	size_t i;

	unsetenv("FLY_CRED_HOOK");
	for (i = 0; i < count; i++) {
		AUTO_FREE char *before = alloc_joined(
			"FLY_CRED_BEFORE_", variables[i].name, NULL);

		unsetenv(before);
	}
}

static bool set_variables(const struct resolved *resolved, struct error *err)
{
	struct token_variable variables[TOKEN_VARIABLES];
	struct token_texts texts;
	size_t count = token_variables(resolved, &texts, variables), i;

	for (i = 0; i < count; i++)
		if (variables[i].value
			    ? setenv(variables[i].name, variables[i].value, 1)
			    : unsetenv(variables[i].name))
			return fail_errno(err, "can't set %s",
					  variables[i].name);
	drop_own_variables();
	drop_hook(variables, count);
	return true;
}

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
	request.lowers_for_agents = true;
	if (!open_and_resolve_for(&values->commands, &request, &resolved,
				  err) ||
	    !set_variables(&resolved, err))
		return false;
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	execv(program, arguments);
	return fail_errno(err, "can't run '%s'", shown);
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
