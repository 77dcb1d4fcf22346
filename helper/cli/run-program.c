/* SPDX-License-Identifier: MIT */
/* Becoming another program, with a token or without. */
#include "config.h"

#include "cli/run-program.h"

#include "cli/token-variables.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

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
	drop_hook(variables, count);
	return true;
}

bool run_program(const char *program, char **arguments,
		 const struct resolved *resolved, struct error *err)
{
	char shown[100];

	if (resolved && !set_variables(resolved, err))
		return false;
	drop_own_variables();
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	execv(program, arguments);
	text_printable(arguments[0], shown, sizeof(shown));
	return fail_errno(err, "can't run '%s'", shown);
}
