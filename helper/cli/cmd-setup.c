/* SPDX-License-Identifier: MIT */
/* fly-cred setup: makes another tool ask fly-cred. */
#include "config.h"

#include "cli/command.h"
#include "cli/setup-docker.h"
#include "cli/setup-flyctl.h"
#include "cli/setup-git.h"
#include "cli/setup-shell.h"
#include "cli/setup-terraform.h"

#include <string.h>

static const struct option_row options[] = {
	{0, "undo", OPTION_FLAG, NULL, "put things back as they were",
	 offsetof(struct setup_request, undo)},
	{0, "dry-run", OPTION_FLAG, NULL, "show the change, make none",
	 offsetof(struct setup_request, dry_run)},
	{0, "move", OPTION_FLAG, NULL,
	 "flyctl: take its login out of its config.yml",
	 offsetof(struct setup_request, move)},
	{0, "shim", OPTION_FLAG, NULL,
	 "terraform: make shims that run it with a token",
	 offsetof(struct setup_request, shim)},
	{.name = NULL},
};

static bool run(const void *values, char **arguments, struct error *err)
{
	static const struct {
		const char *name;
		bool (*run)(const struct setup_request *request,
			    struct error *err);
	} tools[] = {
		{"docker", setup_docker},
		{"flyctl", setup_flyctl},
		{"git", setup_git},
		{"podman", setup_podman},
		{"shell", setup_shell},
		{"terraform", setup_terraform},
	};
	const struct setup_request *request = values;
	size_t i;

	if (request->move && arguments[0] && strcmp(arguments[0], "flyctl") != 0)
		return fail(err, ERR_USAGE, "--move is for flyctl");
	if (request->shim &&
	    (!arguments[0] || strcmp(arguments[0], "terraform") != 0))
		return fail(err, ERR_USAGE, "--shim is for terraform");
	for (i = 0; arguments[0] && i < sizeof(tools) / sizeof(tools[0]); i++)
		if (strcmp(arguments[0], tools[i].name) == 0)
			return tools[i].run(values, err);
	return fail(err, ERR_USAGE,
		    "name the tool, docker, podman, git, terraform, flyctl or "
		    "shell, as in 'fly-cred setup docker'");
}

const struct command command_setup = {
	.name = "setup",
	.arguments = "docker|podman|git|terraform|flyctl|shell",
	.choices = "docker podman git terraform flyctl shell",
	.summary = "make docker, git or terraform ask fly-cred",
	.example = "fly-cred setup docker",
	.options = options,
	.values_size = sizeof(struct setup_request),
	.arguments_max = 1,
	.run = run,
};
