/* SPDX-License-Identifier: MIT */
/* What the rules for directories say in the current one. */
#ifndef FC_SETTINGS_HERE_H
#define FC_SETTINGS_HERE_H

#include "resolve/setting.h"

/* For each setting of the table the value that the nearest rule has, if any. */
struct settings_here {
	struct value_here {
		const struct scope_rule *rule; /* NULL for none */
		const char *text;
	} values[SETTINGS_MAX];
};

/*
 * False when no rule has a value here, and without looking where that is if no
 * rule has any. What it finds belongs to the settings.
 */
bool settings_here_find(const struct settings *settings,
			struct settings_here *ret_here);

/* Puts these values over what the settings have for everywhere. */
bool settings_here_apply(struct settings *settings, struct error *err)
	MUST_CHECK;

/* Of the rules for directory and its parents that name an app or organization
 * the nearest, or NULL. */
const struct scope_rule *settings_find_rule(const struct settings *settings,
					    const char *directory);

#endif
