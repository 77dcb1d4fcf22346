/* SPDX-License-Identifier: MIT */
/* fly-cred env: prints commands that give a shell its token. */
#include "config.h"

#include "cli/command.h"
#include "cli/narrow-commands.h"
#include "cli/request-options.h"
#include "cli/token-variables.h"
#include "cli/variable-form.h"

struct values {
	struct token_request request;
	struct option_texts commands;
	const char *shell;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	COMMAND_OPTION(values),
	{0, "shell", OPTION_TEXT, "NAME",
	 "bash, zsh, sh, fish, json, dotenv or github",
	 offsetof(struct values, shell)},
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	struct token_request request = values->request;
	struct token_variable variables[TOKEN_VARIABLES];
	struct token_texts texts;
	enum variable_form form;
	size_t count;

	(void)arguments;
	request.is_for_tool = request.lowers_for_agents = true;
	if (!variable_form_parse(values->shell, &form, err) ||
	    !open_and_resolve_for(&values->commands, &request, &resolved,
				  err))
		return false;
	count = token_variables(&resolved, &texts, variables);
	return variables_print(form, variables, count, err);
}

/* For eval "$(fly-cred env)", which does not see our exit status. */
static const char *on_failure(const void *data)
{
	const struct values *values = data;

	return variable_form_is_code(values->shell) ? "false;" : NULL;
}

const struct command command_env = {
	.name = "env",
	.arguments = "",
	.summary = "print shell commands that set the token",
	.example = "eval \"$(fly-cred env)\"",
	.options = options,
	.values_size = sizeof(struct values),
	.on_failure = on_failure,
	.run = run,
};
