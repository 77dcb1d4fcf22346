/* SPDX-License-Identifier: MIT */
/* fly-cred hook: prints what makes a shell export tokens by directory. */
#include "config.h"

#include "cli/command.h"
#include "cli/hook-code.h"
#include "cli/hook-text.h"
#include "cli/program-path.h"

#include <string.h>

struct values {
	bool export;
	bool needed;
};

static const struct option_row options[] = {
	{0, "export", OPTION_FLAG, NULL,
	 "what the hook runs: commands for this directory",
	 offsetof(struct values, export)},
	{0, "needed", OPTION_FLAG, NULL,
	 "the same before a command that uses the token",
	 offsetof(struct values, needed)},
	{.name = NULL},
};

static bool write_program(enum shell shell, struct secret *text,
			  struct error *err)
{
	AUTO_FREE char *path = own_program_path(err);

	if (path == NULL)
		return false;
	if (!is_plain_value(path))
		return fail(err, ERR_FAILED,
			    "the path of fly-cred has a control character");
	secret_append_string(text, shell == SHELL_FISH
					   ? "set -g _fly_cred_program "
					   : "_fly_cred_program=");
	shell_quote(shell, path, text);
	secret_append(text, "\n", 1);
	return true;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	const char *hook = arguments[0] ? hook_text(arguments[0]) : NULL;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	enum shell shell;

	if (hook == NULL)
		return fail(err, ERR_USAGE,
			    "name the shell: bash, zsh or fish; for example: "
			    "fly-cred hook bash");
	shell = strcmp(arguments[0], "fish") == 0 ? SHELL_FISH : SHELL_POSIX;
	if (values->export) {
		hook_code(shell, values->needed, &text);
	} else {
		if (!write_program(shell, &text, err))
			return false;
		secret_append_string(&text, hook);
	}
	return secret_write(&text, STDOUT_FILENO, "the hook", err);
}

const struct command command_hook = {
	.name = "hook",
	.arguments = "bash|zsh|fish",
	.summary = "print a shell's hook, which exports tokens by directory",
	.pair_summary = "a shell's hook, and a word for its prompt",
	.example = "eval \"$(fly-cred hook bash)\"",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = 1,
	.choices = "bash zsh fish",
	.run = run,
};
