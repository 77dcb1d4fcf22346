/* SPDX-License-Identifier: MIT */
/* What each tool would be given here, before any token is touched. */
#ifndef FC_TOOLS_H
#define FC_TOOLS_H

#include "resolve/plan.h"

/* One that does not have its default. */
struct tool_setting {
	const char *name;	       /* "docker.life" */
	const struct scope_rule *rule; /* directory's; NULL: for everywhere */
};

#define TOOL_COUNT	  6
#define TOOL_SETTINGS_MAX 4

struct tool {
	const char *name;
	enum recipe recipe;
	enum issued_profile profile; /* of the token it is made from */
	struct life_policy policy;
	const char *marker; /* of the agent for whom it only reads, or NULL */
	struct error refusal; /* why it is given none; code 0: it is */
	struct tool_setting settings[TOOL_SETTINGS_MAX]; /* that made it so */
	size_t setting_count;
};

/*
 * For a target that is chosen: what docker, git, env, exec, kubectl and
 * terraform get in the current directory, if no option says otherwise. What it
 * points to belongs to the settings.
 */
void tools_find(const struct settings *settings, const struct target *target,
		struct tool ret_tools[TOOL_COUNT]);

#endif
