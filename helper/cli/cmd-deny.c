/* SPDX-License-Identifier: MIT */
/* fly-cred deny: the shell's hook exports nothing in a directory any more. */
#include "config.h"

#include "cli/command.h"
#include "resolve/allowed.h"
#include "resolve/paths.h"
#include "util/alloc.h"

#include <stdio.h>

static const struct option_row options[] = {
	{.name = NULL},
};

/* A directory that is gone may be denied all the same, by its whole path. */
static char *real_path(const char *directory)
{
	char *real = realpath(directory ? directory : ".", NULL);

	if (real || directory == NULL || *directory != '/')
		return real;
	return path_expanded(directory);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	AUTO_FREE char *directory = real_path(arguments[0]);
	AUTO_FREE char *shown = NULL;
	AUTO_PIN struct pin pin = PIN_EMPTY;

	(void)data;
	if (directory == NULL)
		return fail_errno(err, "can't find the directory");
	if (!allowed_find(directory, &pin, err) && pin.directory == NULL)
		return false;
	if (!allowed_forget(pin.directory, err))
		return false;
	shown = path_shown(pin.directory);
	printf("denied %s\n", shown);
	return true;
}

const struct command command_deny = {
	.name = "deny",
	.arguments = "[DIRECTORY]",
	.summary = "let the shell's hook export nothing there any more",
	.example = "fly-cred deny",
	.options = options,
	.arguments_max = 1,
	.run = run,
};
