/* SPDX-License-Identifier: MIT */
/* fly-cred allow: lets the shell's hook export a token in a directory. */
#include "config.h"

#include "cli/command.h"
#include "cli/open-session.h"
#include "resolve/allowed.h"
#include "resolve/paths.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct values {
	const char *account;
};

static const struct option_row options[] = {
	{0, "account", OPTION_TEXT, "NAME", "which login to use",
	 offsetof(struct values, account)},
	{.name = NULL},
};

/* We go there, since what is allowed is what the hook would find there. */
static bool enter(const char *directory, struct error *err)
{
	AUTO_FREE char *shown = NULL;

	if (directory == NULL || chdir(directory) == 0)
		return true;
	shown = path_shown(directory);
	return fail_errno(err, "can't go to %s", shown);
}

/* The one of the project's file, here or above, if there is; else this one. */
static char *directory_of(const struct target *target)
{
	AUTO_FREE char *file = target->file ? alloc_string(target->file) : NULL;
	char *slash = file ? strrchr(file, '/') : NULL;

	if (slash == NULL)
		return getcwd(NULL, 0);
	slash[slash == file] = '\0';
	return take_ptr(&file);
}

static void tell(const struct pin *pin, const struct resolved *resolved)
{
	const struct scope *scope = &resolved->plan.target.scope;
	AUTO_FREE char *shown = path_shown(pin->directory);

	printf("allowed %s: %s %s (%" PRIu64 "), account %s\n", shown,
	       pin->app_number ? "app" : "organization", scope->name,
	       pin->app_number ? pin->app_number : pin->organization_number,
	       resolved->plan.key.account->name);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	struct token_request request = {.account = values->account,
					.needs_login = true};
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_PIN struct pin pin = PIN_EMPTY;

	if (!enter(arguments[0], err) ||
	    !open_and_resolve(&request, &resolved, err))
		return false;
	pin.directory = directory_of(&resolved.plan.target);
	if (pin.directory == NULL)
		return fail_errno(err, "can't tell which directory this is");
	pin.account = alloc_string(resolved.plan.key.account->id);
	pin.scope = scope_format(&resolved.plan.target.scope);
	pin.organization_number = resolved.organization_number;
	pin.app_number = resolved.app_number;
	if (!allowed_keep(&pin, err))
		return false;
	tell(&pin, &resolved);
	return true;
}

const struct command command_allow = {
	.name = "allow",
	.arguments = "[DIRECTORY]",
	.summary = "let the shell's hook export a token in a directory",
	.pair_summary = "trust a directory for the shell's hook, or no more",
	.example = "fly-cred allow",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = 1,
	.run = run,
};
