/* SPDX-License-Identifier: MIT */
/* What the rules for directories say in the current one. */
#include "config.h"

#include "resolve/settings-here.h"

#include "resolve/paths.h"
#include "util/alloc.h"

#include <string.h>
#include <unistd.h>

/* Below any that is a rule's. */
#define ELSEWHERE SIZE_MAX

/* How long the path of the rule's place is, if directory is there or below. */
static size_t length_of(const struct scope_rule *rule, const char *directory)
{
	/* The current directory's path has no symbolic links in it. */
	AUTO_FREE char *real = *rule->place ? realpath(rule->place, NULL)
					    : alloc_string("");
	const char *path = real ? real : rule->place;

	return path_below(directory, path) ? strlen(path) : ELSEWHERE;
}

const struct scope_rule *settings_find_rule(const struct settings *settings,
					    const char *directory)
{
	const struct scope_rules *rules = &settings->directories;
	const struct scope_rule *nearest = NULL;
	size_t longest = 0, i;

	for (i = 0; i < rules->count; i++) {
		const struct scope_rule *rule = &rules->items[i];
		size_t length;

		if (rule->app == NULL && rule->org == NULL)
			continue;
		length = length_of(rule, directory);
		if (length != ELSEWHERE &&
		    (nearest == NULL || length > longest)) {
			nearest = rule;
			longest = length;
		}
	}
	return nearest;
}

/* Where a nearer rule has it already, it stays. */
static void take_values(const struct scope_rule *rule, size_t length,
			size_t lengths[SETTINGS_MAX],
			struct settings_here *here)
{
	size_t i;

	for (i = 0; i < rule->value_count; i++) {
		size_t at = (size_t)(rule->values[i].setting - setting_table);

		if (here->values[at].rule && lengths[at] >= length)
			continue;
		lengths[at] = length;
		here->values[at] = (struct value_here){
			.rule = rule, .text = rule->values[i].text};
	}
}

static bool has_values(const struct scope_rules *rules)
{
	size_t i;

	for (i = 0; i < rules->count; i++)
		if (rules->items[i].value_count)
			return true;
	return false;
}

bool settings_here_find(const struct settings *settings,
			struct settings_here *ret_here)
{
	const struct scope_rules *rules = &settings->directories;
	AUTO_FREE char *here = has_values(rules) ? getcwd(NULL, 0) : NULL;
	size_t lengths[SETTINGS_MAX], i;
	bool found = false;

	if (here == NULL || *here != '/')
		return false;
	*ret_here = (struct settings_here){.values = {{.rule = NULL}}};
	for (i = 0; i < rules->count; i++) {
		const struct scope_rule *rule = &rules->items[i];
		size_t length = rule->value_count ? length_of(rule, here)
						  : ELSEWHERE;

		if (length == ELSEWHERE)
			continue;
		take_values(rule, length, lengths, ret_here);
		found = true;
	}
	return found;
}

bool settings_here_apply(struct settings *settings, struct error *err)
{
	struct settings_here here;
	size_t i;

	if (!settings_here_find(settings, &here))
		return true;
	for (i = 0; i < setting_count; i++)
		if (here.values[i].rule &&
		    !setting_set(settings, &setting_table[i],
				 here.values[i].text, err))
			return false;
	return true;
}
