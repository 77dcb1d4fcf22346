/* SPDX-License-Identifier: MIT */
/* What a person decided: config.yml, and the environment on top of it. */
#include "config.h"

#include "resolve/settings.h"

#include "resolve/paths.h"
#include "resolve/plainfile.h"
#include "resolve/setting.h"
#include "resolve/settings-file.h"
#include "resolve/settings-here.h"
#include "util/alloc.h"
#include "util/origin.h"

#include <string.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)64 * 1024)

static void rule_clear(struct scope_rule *rule)
{
	while (rule->value_count)
		free(rule->values[--rule->value_count].text);
	free(rule->values);
	free(rule->place);
	free(rule->app);
	free(rule->org);
}

static void rules_clear(struct scope_rules *rules)
{
	while (rules->count)
		rule_clear(&rules->items[--rules->count]);
	free(rules->items);
}

static void list_clear(struct text_list *list)
{
	while (list->count)
		free(list->items[--list->count]);
	free(list->items);
}

void settings_clear(struct settings *settings)
{
	list_clear(&settings->discharge_locations);
	rules_clear(&settings->directories);
	rules_clear(&settings->git_hosts);
	free(settings->file);
	free(settings->account);
	free(settings->api_url);
	free(settings->api_ca_file);
	free(settings->api_proxy);
	free(settings->registry_host);
	free(settings->exec_path);
	free(settings->default_app);
	free(settings->default_org);
	*settings = (struct settings){.file = NULL};
}

static char *file_path(void)
{
	const char *directory = getenv("XDG_CONFIG_HOME");
	AUTO_FREE char *home = NULL;

	/* The base directory specification: relative ones are ignored. */
	if (directory && *directory == '/')
		return alloc_joined(directory, "/fly-cred/config.yml", NULL);
	home = home_directory();
	return alloc_joined(home ? home : "", "/.config/fly-cred/config.yml",
			    NULL);
}

static bool read_file(struct settings *settings, struct error *err)
{
	AUTO_FREE char *path = file_path();
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct plain_file file = {
		.path = path,
		.display = path,
		.limit = FILE_MAX,
		.refused_mode = S_IWGRP | S_IWOTH,
	};

	settings->file = path_shown(path);
	if (!plain_file_read(&file, &text, err))
		return err->code == ERR_NOT_FOUND;
	if (!settings_parse(settings, secret_slice(&text), err))
		return fail(err, err->code, "%s:%s", settings->file,
			    err->message);
	if (settings->default_app && settings->default_org)
		return fail(err, ERR_USAGE,
			    "%s: default.app and default.org exclude each "
			    "other; keep one",
			    settings->file);
	return true;
}

/* Variables that come before the file, and the settings they stand for. */
static const struct variable {
	const char *name;
	const char *setting;
	bool needs_loopback; /* for tests and demonstrations alone */
} variables[] = {
	{"FLY_API_BASE_URL", "api.url",
	 false}, /* first: the rest depend on it */
	{"FLY_REGISTRY_HOST", "registry.host", false},
	{"FLY_CRED_ACCOUNT", "account", false},
	{"FLY_CRED_CA_FILE", "api.ca_file", true},
	{"FLY_CRED_EXEC_PATH", "exec_path", true},
};

static bool read_environment(struct settings *settings, struct error *err)
{
	size_t i;

	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i].name);

		if (value == NULL || *value == '\0')
			continue;
		if (variables[i].needs_loopback &&
		    !origin_is_loopback(settings->api_url))
			continue;
		if (!setting_set(settings, setting_find(variables[i].setting),
				 value, err))
			return fail(err, err->code, "%s: %s", variables[i].name,
				    err->message);
	}
	return true;
}

bool settings_load(struct settings *ret_settings, struct error *err)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};

	if (!setting_set_defaults(&settings, err) ||
	    !read_file(&settings, err) ||
	    !settings_here_apply(&settings, err) ||
	    !read_environment(&settings, err))
		return false;
	*ret_settings = settings;
	settings = (struct settings){.file = NULL};
	return true;
}

const struct scope_rule *settings_find_host(const struct settings *settings,
					    const char *host)
{
	const struct scope_rules *rules = &settings->git_hosts;
	size_t i;

	for (i = 0; i < rules->count; i++)
		if (strcmp(rules->items[i].place, host) == 0)
			return &rules->items[i];
	return NULL;
}
