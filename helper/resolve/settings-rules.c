/* SPDX-License-Identifier: MIT */
/* The rules for directories in config.yml. */
#include "config.h"

#include "resolve/settings-rules.h"

#include "resolve/name.h"
#include "resolve/paths.h"
#include "util/alloc.h"

#include <string.h>

/* In {app: NAME} or {org: NAME}, behind the key. */
static bool read_rule_name(struct yaml_reader *reader,
			   struct directory_rule *rule, bool is_app,
			   struct error *err)
{
	enum scope_kind kind = is_app ? SCOPE_APP : SCOPE_ORGANIZATION;
	const char *name;

	if (rule->app || rule->org)
		return yaml_reader_fail(reader, err,
					"a directory has one app or "
					"organization, not several");
	if (!yaml_reader_value(reader, &name, err))
		return false;
	if (name == NULL)
		return yaml_reader_fail(reader, err, "%s expects a name",
					is_app ? "app" : "org");
	if (!name_check(name, kind, "directories", err))
		return yaml_reader_fail(reader, err, "%s", err->message);
	*(is_app ? &rule->app : &rule->org) = alloc_string(name);
	return true;
}

static bool read_rule(struct yaml_reader *reader, struct directory_rule *rule,
		      struct error *err)
{
	const char *key;
	bool is_empty;

	if (!yaml_reader_mapping(reader, "a directory", &is_empty, err))
		return false;
	while (!is_empty) {
		if (!yaml_reader_key(reader, &key, err))
			return false;
		if (key == NULL)
			break;
		if (strcmp(key, "app") != 0 && strcmp(key, "org") != 0)
			return yaml_reader_fail(reader, err,
						"a directory has 'app' or "
						"'org' and nothing else");
		if (!read_rule_name(reader, rule, *key == 'a', err))
			return false;
	}
	return rule->app || rule->org ||
	       yaml_reader_fail(reader, err,
				"a directory expects {app: NAME} "
				"or {org: NAME}");
}

/* The rule of that path, new and empty; the settings own it at once. */
static struct directory_rule *add_rule(struct settings *settings, char *path)
{
	struct directory_rule *rule;

	settings->rules = alloc_resized(settings->rules,
					settings->rule_count + 1,
					sizeof(*settings->rules));
	rule = &settings->rules[settings->rule_count++];
	*rule = (struct directory_rule){.path = path};
	return rule;
}

static bool read_directory(struct yaml_reader *reader,
			   struct settings *settings, const char *key,
			   struct error *err)
{
	AUTO_FREE char *path = path_expanded(key);
	size_t i;

	if (path == NULL)
		return yaml_reader_fail(reader, err,
					"a directory begins with / or ~/");
	for (i = 0; i < settings->rule_count; i++)
		if (strcmp(settings->rules[i].path, path) == 0)
			return yaml_reader_fail(
				reader, err, "this directory is given twice");
	return read_rule(reader, add_rule(settings, take_ptr(&path)), err);
}

bool rules_read(struct yaml_reader *reader, struct settings *settings,
		struct error *err)
{
	const char *key;
	bool is_empty;

	if (!yaml_reader_mapping(reader, "directories", &is_empty, err))
		return false;
	while (!is_empty) {
		if (!yaml_reader_key(reader, &key, err))
			return false;
		if (key == NULL)
			break;
		if (!read_directory(reader, settings, key, err))
			return false;
	}
	return true;
}
