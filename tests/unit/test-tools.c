/* SPDX-License-Identifier: MIT */
/* What each tool gets in a directory, and which settings made it so. */
#include "config.h"

#include "resolve/tools.h"
#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/timestamp.h"

#define CONFIG "home/.config/fly-cred/config.yml"

/* What is found with the settings there are. */
struct found {
	struct settings settings;
	struct tool tools[TOOL_COUNT];
};

static void found_clear(struct found *found)
{
	settings_clear(&found->settings);
}

static struct found find(enum scope_kind kind)
{
	static char name[] = "shop", source[] = "FLY_ORG";
	struct target target = {.scope = {.kind = kind, .name = name},
				.source = source};
	struct found found = {.settings = SETTINGS_EMPTY};
	struct error err = {.message = ""};

	if (!settings_load(&found.settings, &err))
		ok(false, "%s", err.message);
	tools_find(&found.settings, &target, found.tools);
	return found;
}

static const struct tool *tool_of(const struct found *found, const char *name)
{
	size_t i = 0;

	while (strcmp(found->tools[i].name, name) != 0)
		i++;
	return &found->tools[i];
}

static void check(const struct found *found, const char *name,
		  enum recipe recipe, enum issued_profile profile,
		  int64_t give, const char *settings)
{
	const struct tool *tool = tool_of(found, name);
	char text[400] = "";
	size_t length = 0, i;

	for (i = 0; i < tool->setting_count; i++)
		length += (size_t)snprintf(
			text + length, sizeof(text) - length, "%s %s; ",
			tool->settings[i].name,
			tool->settings[i].rule
				? strrchr(tool->settings[i].rule->place, '/')
				: "-");
	ok(tool->refusal.code == 0 && tool->recipe == recipe &&
		   tool->profile == profile && tool->policy.give == give &&
		   strcmp(text, settings) == 0,
	   "%s: %s, %s", name, recipe_name(tool->recipe), text);
}

static void test_defaults(void)
{
	CLEANUP(found_clear) struct found app = find(SCOPE_APP);
	CLEANUP(found_clear) struct found org = find(SCOPE_ORGANIZATION);

	check(&app, "docker", RECIPE_DOCKER, ISSUED_APP, 2 * HOUR, "");
	check(&app, "git", RECIPE_APP, ISSUED_APP, 2 * HOUR, "");
	check(&app, "env", RECIPE_APP, ISSUED_APP, 8 * HOUR, "");
	check(&app, "exec", RECIPE_APP, ISSUED_APP, 0, "");
	check(&app, "kubectl", RECIPE_APP, ISSUED_APP, HOUR, "");
	check(&app, "terraform", RECIPE_WINDOW, ISSUED_ORGANIZATION, 0, "");
	check(&org, "env", RECIPE_WINDOW, ISSUED_ORGANIZATION, 8 * HOUR, "");
	ok(tool_of(&org, "docker")->refusal.code == ERR_USAGE &&
		   strstr(tool_of(&org, "docker")->refusal.message, "an app"),
	   "docker gets none for an organization");
	ok(tool_of(&app, "exec")->policy.need == 15 * MINUTE &&
		   tool_of(&app, "terraform")->policy.need == HOUR,
	   "what has to be left");
}

static void test_settings(void)
{
	make_file(CONFIG,
		  "env: {profile: org, life: 3h}\n"
		  "kube: {life: 1h}\n"
		  "docker: {quiet: true}\n"
		  "directories:\n"
		  "  ~/src: {docker: {narrow: images}, env: {life: 2h}}\n"
		  "  ~/src/shop: {docker: {life: 30m, profile: org}}\n"
		  "  ~/other: {git: {life: 1m}}\n");
	make_directory("home/src/shop");
	go_to("home/src/shop");
	{
		CLEANUP(found_clear) struct found found = find(SCOPE_APP);

		check(&found, "docker", RECIPE_DOCKER_IMAGES,
		      ISSUED_ORGANIZATION, 30 * MINUTE,
		      "docker.narrow /src; docker.profile /shop; "
		      "docker.life /shop; ");
		check(&found, "env", RECIPE_APP, ISSUED_ORGANIZATION, 2 * HOUR,
		      "env.profile -; env.life /src; ");
		check(&found, "kubectl", RECIPE_APP, ISSUED_APP, HOUR,
		      "kube.life -; ");
		check(&found, "git", RECIPE_APP, ISSUED_APP, 2 * HOUR, "");
	}
}

static void test_agent(void)
{
	setenv("CLAUDECODE", "1", 1);
	{
		CLEANUP(found_clear) struct found found = find(SCOPE_APP);

		check(&found, "exec", RECIPE_READONLY_APP, ISSUED_APP, 0, "");
		check(&found, "terraform", RECIPE_READONLY,
		      ISSUED_ORGANIZATION, 0, "");
		check(&found, "git", RECIPE_APP, ISSUED_APP, 2 * HOUR, "");
		ok(strcmp(tool_of(&found, "exec")->marker, "CLAUDECODE") == 0 &&
			   tool_of(&found, "env")->marker == NULL,
		   "whom it only reads for");
	}
	unsetenv("CLAUDECODE");
}

int main(void)
{
	sandbox_make();
	make_directory("home/.config/fly-cred");
	test_defaults();
	test_settings();
	test_agent();
	return tap_done();
}
