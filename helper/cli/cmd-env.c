/* SPDX-License-Identifier: MIT */
/* fly-cred env: prints commands that give a shell its token. */
#include "config.h"

#include "cli/command.h"
#include "cli/open-session.h"
#include "cli/request-options.h"
#include "cli/shell-quote.h"
#include "cli/token-variables.h"

#include <unistd.h>

struct values {
	struct token_request request;
	const char *shell;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	{0, "shell", OPTION_TEXT, "NAME",
	 "bash, zsh, sh or fish (default: as in SHELL)",
	 offsetof(struct values, shell)},
	{.name = NULL},
};

static bool write_variables(const struct resolved *resolved, enum shell shell,
			    struct secret *text, struct error *err)
{
	struct token_variable variables[TOKEN_VARIABLES];
	struct token_texts texts;
	size_t i;

	token_variables(resolved, &texts, variables);
	for (i = 0; i < TOKEN_VARIABLES; i++) {
		if (variables[i].value == NULL)
			shell_unset(shell, variables[i].name, text);
		else if (!shell_export(shell, variables[i].name,
				       variables[i].value, text, err))
			return false;
	}
	return true;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	enum shell shell;

	(void)arguments;
	return shell_parse(values->shell, &shell, err) &&
	       open_and_resolve(&values->request, &resolved, err) &&
	       write_variables(&resolved, shell, &text, err) &&
	       secret_write(&text, STDOUT_FILENO, "the variables", err);
}

const struct command command_env = {
	.name = "env",
	.arguments = "",
	.summary = "print shell commands that set the token",
	.example = "eval \"$(fly-cred env)\"",
	.options = options,
	.values_size = sizeof(struct values),
	/* For eval "$(fly-cred env)", which does not see our exit status. */
	.on_failure = "false;",
	.run = run,
};
