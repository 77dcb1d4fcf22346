/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' tells of what each tool gets. */
#include "config.h"

#include "cli/status-tools.h"

#include "cli/token-json.h"
#include "resolve/paths.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>

/* The directory that the setting is for, or file; the caller frees it. */
static char *place_of(const struct tool_setting *setting, const char *file)
{
	if (setting->rule == NULL)
		return alloc_string(file);
	return path_shown(*setting->rule->place ? setting->rule->place : "/");
}

/* "docker.narrow, docker.life: ~/src/shop; docker.scope: config.yml" */
static void print_settings(const struct tool *tool)
{
	size_t i;

	for (i = 0; i < tool->setting_count; i++) {
		const struct tool_setting *at = &tool->settings[i];
		AUTO_FREE char *place = place_of(at, "config.yml");

		fputs(at->name, stdout);
		if (i + 1 < tool->setting_count && at->rule == at[1].rule)
			printf(", ");
		else
			printf(": %s%s", place,
			       i + 1 < tool->setting_count ? "; " : "");
	}
}

static void print_why(const struct tool *tool)
{
	if (tool->setting_count == 0 && tool->marker == NULL)
		return;
	printf(" (");
	if (tool->marker)
		printf("%s is set%s", tool->marker,
		       tool->setting_count ? "; " : "");
	print_settings(tool);
	printf(")");
}

static void print_life(const struct life_policy *policy)
{
	char duration[DURATION_SIZE];

	duration_format(policy->give ? policy->give : policy->need, duration);
	printf(policy->give ? ", %s" : ", all that is left, at least %s",
	       duration);
}

void status_print_tools(const struct tool tools[TOOL_COUNT])
{
	size_t i;

	for (i = 0; i < TOOL_COUNT; i++) {
		printf("%-8s %-10s", i ? "" : "gets", tools[i].name);
		if (tools[i].refusal.code) {
			printf("none: %s", tools[i].refusal.message);
		} else {
			fputs(recipe_name(tools[i].recipe), stdout);
			print_life(&tools[i].policy);
		}
		print_why(&tools[i]);
		puts("");
	}
}

static void add_seconds(json_object *object, const char *key, int64_t seconds)
{
	json_object_object_add(
		object, key, seconds ? json_object_new_int64(seconds) : NULL);
}

static json_object *tool_json(const struct settings *settings,
			      const struct tool *tool)
{
	json_object *object = json_object_new_object();
	json_object *places = json_object_new_object();
	bool is_given = tool->refusal.code == 0;
	size_t i;

	for (i = 0; i < tool->setting_count; i++) {
		AUTO_FREE char *place =
			place_of(&tool->settings[i], settings->file);

		json_add_text(places, tool->settings[i].name, place);
	}
	json_add_text(object, "tool", tool->name);
	json_add_text(object, "recipe",
		      is_given ? recipe_name(tool->recipe) : NULL);
	json_add_text(object, "profile",
		      is_given ? issued_profile_name(tool->profile) : NULL);
	add_seconds(object, "life", tool->policy.give);
	add_seconds(object, "least", tool->policy.need);
	json_add_text(object, "agent", tool->marker);
	json_add_text(object, "problem",
		      is_given ? NULL : tool->refusal.message);
	json_object_object_add(object, "settings", places);
	return object;
}

json_object *status_tools_json(const struct settings *settings,
			       const struct tool tools[TOOL_COUNT])
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < TOOL_COUNT; i++)
		json_object_array_add(list, tool_json(settings, &tools[i]));
	return list;
}
