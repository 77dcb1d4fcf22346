/* SPDX-License-Identifier: MIT */
/* In config.yml: what a directory or a host is for, and gets. */
#include "config.h"

#include "resolve/settings-rules.h"

#include "resolve/name.h"
#include "resolve/paths.h"
#include "resolve/settings-file.h"
#include "util/alloc.h"
#include "util/origin.h"

#include <stdio.h>
#include <string.h>

/* What stands before the scopes. */
struct place_kind {
	const char *name;
	const char *form;
	char *(*normalise)(const char *key); /* NULL when it has another form */
};

/* A path, a scheme or a user would be promises that nobody keeps. */
static char *normal_host(const char *key)
{
	struct error ignored;
	char *host = NULL;

	return host_only_normalise(key, &host, &ignored) ? host : NULL;
}

static const struct place_kind directory_kind = {
	"directory", "begins with / or ~/", path_expanded};
static const struct place_kind host_kind = {
	"host", "is a name such as git.example.com, maybe with a port",
	normal_host};

struct reading {
	struct yaml_reader *yaml;
	const struct setting *setting;
	const struct place_kind *kind;
};

/* In {app: NAME} or {org: NAME}, behind the key. */
static bool read_name(struct reading *reading, struct scope_rule *rule,
		      bool is_app, struct error *err)
{
	enum scope_kind kind = is_app ? SCOPE_APP : SCOPE_ORGANIZATION;
	const char *name;

	if (rule->app || rule->org)
		return yaml_reader_fail(reading->yaml, err,
					"a %s has one app or organization, not "
					"several",
					reading->kind->name);
	if (!yaml_reader_value(reading->yaml, &name, err))
		return false;
	if (name == NULL)
		return yaml_reader_fail(reading->yaml, err, "%s expects a name",
					is_app ? "app" : "org");
	if (!name_check(name, kind, reading->setting->name, err))
		return yaml_reader_fail(reading->yaml, err, "%s", err->message);
	*(is_app ? &rule->app : &rule->org) = alloc_string(name);
	return true;
}

static bool is_scope(const char *key)
{
	return strcmp(key, "app") == 0 || strcmp(key, "org") == 0;
}

static bool fail_empty(struct reading *reading, struct error *err)
{
	bool host = reading->kind == &host_kind;

	return yaml_reader_fail(reading->yaml, err,
				"a %s expects {app: NAME} or {org: NAME}%s",
				reading->kind->name,
				host ? "" : ", or settings of tools");
}

/* A directory has settings as well, nested as in the file itself. */
static bool read_entry(struct reading *reading, const char *key,
		       struct settings_reading *nested, struct error *err)
{
	if (is_scope(key))
		return read_name(reading, nested->rule, *key == 'a', err);
	if (reading->kind == &host_kind)
		return yaml_reader_fail(
			reading->yaml, err,
			"a host has 'app' or 'org' and nothing else");
	return settings_read_entry(nested, key, err);
}

static bool read_rule(struct reading *reading, struct scope_rule *rule,
		      struct error *err)
{
	struct settings tried = {.file = NULL}; /* no tool's holds memory */
	struct settings_reading nested = {
		.yaml = reading->yaml, .settings = &tried, .rule = rule};
	char title[20];
	const char *key;
	bool is_empty;

	snprintf(title, sizeof(title), "a %s", reading->kind->name);
	if (!yaml_reader_mapping(reading->yaml, title, &is_empty, err))
		return false;
	while (!is_empty) {
		if (!yaml_reader_key(reading->yaml, &key, err))
			return false;
		if (key == NULL)
			break;
		if (!read_entry(reading, key, &nested, err))
			return false;
	}
	return rule->app || rule->org || rule->value_count ||
	       fail_empty(reading, err);
}

/* The rule of that place, new and empty; the settings own it at once. */
static struct scope_rule *add_rule(struct scope_rules *rules, char *place)
{
	struct scope_rule *rule;

	rules->items = alloc_resized(rules->items, rules->count + 1,
				     sizeof(*rules->items));
	rule = &rules->items[rules->count++];
	*rule = (struct scope_rule){.place = place};
	return rule;
}

static bool read_place(struct reading *reading, const char *key,
		       struct scope_rules *rules, struct error *err)
{
	const struct place_kind *kind = reading->kind;
	AUTO_FREE char *place = kind->normalise(key);
	size_t i;

	if (place == NULL)
		return yaml_reader_fail(reading->yaml, err, "a %s %s",
					kind->name, kind->form);
	for (i = 0; i < rules->count; i++)
		if (strcmp(rules->items[i].place, place) == 0)
			return yaml_reader_fail(reading->yaml, err,
						"this %s is given twice",
						kind->name);
	return read_rule(reading, add_rule(rules, take_ptr(&place)), err);
}

bool rules_read(struct yaml_reader *yaml, struct settings *settings,
		const struct setting *setting, struct error *err)
{
	struct reading reading = {
		.yaml = yaml,
		.setting = setting,
		.kind = setting->type == SETTING_HOSTS ? &host_kind
						       : &directory_kind,
	};
	void *rules = (char *)settings + setting->offset;
	const char *key;
	bool is_empty;

	if (!yaml_reader_mapping(yaml, setting->name, &is_empty, err))
		return false;
	while (!is_empty) {
		if (!yaml_reader_key(yaml, &key, err))
			return false;
		if (key == NULL)
			break;
		if (!read_place(&reading, key, rules, err))
			return false;
	}
	return true;
}
