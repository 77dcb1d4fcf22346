/* SPDX-License-Identifier: MIT */
/*
 * fly-cred shim: what the shims of 'fly-cred setup terraform --shim' run. It
 * becomes the real program, with a token of the organization where one applies.
 */
#include "config.h"

#include "cli/command.h"
#include "cli/open-session.h"
#include "cli/program-path.h"
#include "cli/run-program.h"
#include "util/alloc.h"

#include <stdio.h>
#include <string.h>

static const struct option_row options[] = {{.name = NULL}};

/*
 * Where no app or organization is in sight the program is run as it would be,
 * and no store has to be open for that.
 */
static bool find_target(bool *ret_found, struct error *err)
{
	AUTO_SETTINGS struct settings settings = SETTINGS_EMPTY;
	AUTO_TARGET struct target target = TARGET_EMPTY;
	const struct target_request anything = {.app = NULL};

	*ret_found = false;
	if (!settings_load(&settings, err))
		return false;
	*ret_found = target_choose(&anything, &settings, &target, err);
	return *ret_found || err->code == ERR_NOT_FOUND;
}

/* Nobody is logged in, or Fly knows no such app: that is told, and no more. */
static bool resolve(struct resolved *resolved, bool *ret_done,
		    struct error *err)
{
	static const struct token_request request = {
		.consumer = CONSUMER_TERRAFORM,
		.whole_organization = true,
		.needs_login = true,
		.is_for_tool = true,
		.lowers_for_agents = true,
	};
	bool found;

	*ret_done = false;
	if (!find_target(&found, err))
		return false;
	if (!found)
		return true;
	*ret_done = open_and_resolve(&request, resolved, err);
	if (!*ret_done && err->code == ERR_NOT_FOUND)
		fprintf(stderr, "fly-cred: it gets no token: %s\n",
			err->message);
	return *ret_done || err->code == ERR_NOT_FOUND;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_FREE char *program = NULL;
	const char *shim = arguments[0], *name;
	bool done;

	(void)data;
	name = shim ? strrchr(shim, '/') : NULL;
	if (name == NULL)
		return fail(err, ERR_USAGE,
			    "this is run by shims; see 'fly-cred setup "
			    "--help'");
	program = program_path_but(name + 1, shim);
	if (program == NULL)
		return fail(err, ERR_NOT_FOUND,
			    "there is no program '%s' on PATH besides "
			    "fly-cred's shim",
			    name + 1);
	if (!resolve(&resolved, &done, err))
		return false;
	arguments[0] = program;
	return run_program(program, arguments, done ? &resolved : NULL, err);
}

const struct command command_shim = {
	.name = "shim",
	.arguments = "-- SHIM [ARGUMENT...]",
	.summary = "become the program that a shim stands for",
	.example = "fly-cred shim -- ~/.local/state/fly-cred/shims/terraform",
	.options = options,
	.arguments_max = -1,
	.stops_at_argument = true,
	.is_hidden = true,
	.run = run,
};
