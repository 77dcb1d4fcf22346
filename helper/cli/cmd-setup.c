/* SPDX-License-Identifier: MIT */
/* fly-cred setup: makes another tool ask fly-cred. */
#include "config.h"

#include "cli/command.h"
#include "cli/setup-docker.h"

#include <string.h>

static const struct option_row options[] = {
	{0, "undo", OPTION_FLAG, NULL, "put things back as they were",
	 offsetof(struct setup_request, undo)},
	{0, "dry-run", OPTION_FLAG, NULL, "show the change, make none",
	 offsetof(struct setup_request, dry_run)},
	{.name = NULL},
};

static bool run(const void *values, char **arguments, struct error *err)
{
	if (arguments[0] == NULL || strcmp(arguments[0], "docker") != 0)
		return fail(err, ERR_USAGE,
			    "name the tool: fly-cred setup docker");
	return setup_docker(values, err);
}

const struct command command_setup = {
	.name = "setup",
	.arguments = "docker",
	.choices = "docker",
	.summary = "make docker ask fly-cred",
	.example = "fly-cred setup docker",
	.options = options,
	.values_size = sizeof(struct setup_request),
	.arguments_max = 1,
	.run = run,
};
