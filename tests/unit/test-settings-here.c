/* SPDX-License-Identifier: MIT */
/* config.yml: settings of tools that hold in a directory and below it. */
#include "config.h"

#include "resolve/settings-here.h"
#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/timestamp.h"

#define CONFIG "home/.config/fly-cred/config.yml"

/* The settings in a directory of the sandbox. */
static struct settings load_in(const char *directory)
{
	struct settings settings = {.file = NULL};
	struct error err = {.message = ""};

	make_directory(directory);
	go_to(directory);
	if (!settings_load(&settings, &err))
		ok(false, "%s: %s", directory, err.message);
	return settings;
}

static void check(const char *directory, enum docker_narrow narrow,
		  int64_t docker_life, int64_t env_life,
		  enum tool_profile profile)
{
	AUTO_SETTINGS struct settings settings = load_in(directory);

	ok(settings.docker_narrow == narrow &&
		   settings.docker_life == docker_life &&
		   settings.env_life == env_life &&
		   settings.env_profile == profile &&
		   settings.docker_renew == 15 * MINUTE,
	   "%s: docker lives %d, env %d", directory,
	   (int)settings.docker_life, (int)settings.env_life);
}

/* For each setting the nearest rule that has it, in whatever order they are. */
static void test_nearest(void)
{
	make_file(CONFIG,
		  "env: {profile: org}\n"
		  "directories:\n"
		  "  ~/src/shop:\n"
		  "    app: shop\n"
		  "    docker: {narrow: images, life: 30m}\n"
		  "    env: {profile: readonly}\n"
		  "  ~/src: {docker: {narrow: app, life: 1h}, env: {life: 3h}}\n"
		  "  ~/src/shop/admin: {docker: {narrow: window}}\n"
		  "  ~/src/shop/plain: {app: plain}\n"
		  "  ~/src/shop/raised: {env: {profile: auto}}\n"
		  "  ~/src/shop/nowhere: {docker: {life: 1s}}\n"
		  "docker: {life: 4h}\n");
	check("home", NARROW_DOCKER, 4 * HOUR, 8 * HOUR, TOOL_PROFILE_ORG);
	check("home/src", NARROW_APP, HOUR, 3 * HOUR, TOOL_PROFILE_ORG);
	check("home/src/other", NARROW_APP, HOUR, 3 * HOUR, TOOL_PROFILE_ORG);
	check("home/src/shop", NARROW_IMAGES, 30 * MINUTE, 3 * HOUR,
	      TOOL_PROFILE_READONLY);
	check("home/src/shop/deep/er", NARROW_IMAGES, 30 * MINUTE, 3 * HOUR,
	      TOOL_PROFILE_READONLY);
	check("home/src/shop/admin", NARROW_WINDOW, 30 * MINUTE, 3 * HOUR,
	      TOOL_PROFILE_READONLY);
	check("home/src/shop/plain", NARROW_IMAGES, 30 * MINUTE, 3 * HOUR,
	      TOOL_PROFILE_READONLY);
	check("home/src/shop/raised", NARROW_IMAGES, 30 * MINUTE, 3 * HOUR,
	      TOOL_PROFILE_AUTO);
	check("home/src/shopping", NARROW_APP, HOUR, 3 * HOUR,
	      TOOL_PROFILE_ORG);
	check("elsewhere", NARROW_DOCKER, 4 * HOUR, 8 * HOUR,
	      TOOL_PROFILE_ORG);
}

static void check_rule(const char *directory, const char *app)
{
	AUTO_SETTINGS struct settings settings = load_in(directory);
	const struct scope_rule *rule =
		settings_find_rule(&settings, in_sandbox("%s", directory));

	ok(app ? rule && rule->app && strcmp(rule->app, app) == 0 : !rule,
	   "%s is %s", directory, app ? app : "nobody's");
}

static void test_scopes(void)
{
	check_rule("home/src", NULL);
	check_rule("home/src/shop", "shop");
	check_rule("home/src/shop/admin", "shop");
	check_rule("home/src/shop/plain", "plain");
}

static const char *rule_of(const struct settings_here *here, const char *name)
{
	const struct value_here *value =
		&here->values[setting_find(name) - setting_table];

	return value->rule ? value->rule->place : "";
}

static bool is_named(const struct settings *settings, const char *name)
{
	return settings->named >> (setting_find(name) - setting_table) & 1;
}

static void test_sources(void)
{
	AUTO_SETTINGS struct settings settings = load_in("home/src/shop");
	AUTO_SETTINGS struct settings away = load_in("elsewhere");
	struct settings_here here;

	ok(!settings_here_find(&away, &here), "none of them holds elsewhere");
	go_to("home/src/shop");
	ok(settings_here_find(&settings, &here) &&
		   strcmp(rule_of(&here, "env.profile"),
			  in_sandbox("home/src/shop")) == 0 &&
		   strcmp(rule_of(&here, "env.life"), in_sandbox("home/src")) ==
			   0 &&
		   strcmp(rule_of(&here, "git.life"), "") == 0,
	   "which rule it is");
	ok(is_named(&settings, "env.profile") &&
		   is_named(&settings, "docker.life") &&
		   !is_named(&settings, "docker.narrow") &&
		   !is_named(&settings, "env.life"),
	   "what is for everywhere");
}

static void test_links(void)
{
	char config[1024];

	make_directory("real/shop");
	sandbox_need(symlink("real", in_sandbox("link")), "symlink");
	snprintf(config, sizeof(config),
		 "directories: {%s: {docker: {life: 5m}}, /: {env: {life: "
		 "1m}}}\n",
		 in_sandbox("link/shop"));
	make_file(CONFIG, config);
	check("real/shop", NARROW_DOCKER, 5 * MINUTE, MINUTE,
	      TOOL_PROFILE_AUTO);
	check("real", NARROW_DOCKER, 2 * HOUR, MINUTE, TOOL_PROFILE_AUTO);
}

/* All that says what a tool gets, and nothing that says where it goes. */
static void test_table(void)
{
	static const char expected[] =
		"agent.readonly docker.quiet docker.narrow docker.scope "
		"docker.profile docker.life docker.renew git.profile git.life "
		"git.renew env.profile env.life exec.profile exec.for "
		"issue.life kube.profile kube.life kube.renew "
		"terraform.profile terraform.for ";
	char found[2000] = "";
	size_t i, length = 0;

	for (i = 0; i < setting_count; i++)
		if (setting_is_of_tool(&setting_table[i]))
			length += (size_t)snprintf(found + length,
						   sizeof(found) - length,
						   "%s ",
						   setting_table[i].name);
	ok(strcmp(found, expected) == 0, "of tools: %s", found);
}

int main(void)
{
	sandbox_make();
	make_directory("home/.config/fly-cred");
	test_nearest();
	test_scopes();
	test_sources();
	test_links();
	test_table();
	return tap_done();
}
