/* SPDX-License-Identifier: MIT */
/* The text of config.yml. */
#include "config.h"

#include "resolve/settings-file.h"

#include "resolve/name.h"
#include "resolve/paths.h"
#include "resolve/setting.h"
#include "resolve/yaml.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <string.h>

struct reading {
	struct yaml_reader yaml;
	struct settings *settings;
	uint64_t settings_seen; /* bit n: the nth of the table */
	uint64_t groups_seen;	/* bit n: the group that the nth belongs to */
};

static void reading_clear(struct reading *reading)
{
	yaml_reader_close(&reading->yaml);
}

/* Reads the next key of a mapping; ret_key is NULL at its end. */
static bool next_key(struct reading *reading, const char **ret_key,
		     struct error *err)
{
	*ret_key = NULL;
	if (!yaml_reader_next(&reading->yaml, err))
		return false;
	if (reading->yaml.event.type == YAML_MAPPING_END_EVENT)
		return true;
	*ret_key = yaml_reader_text(&reading->yaml);
	return *ret_key ||
	       yaml_reader_fail(&reading->yaml, err, "a key should be text");
}

/* Reads the beginning of a mapping; nothing at all is an empty one. */
static bool next_mapping(struct reading *reading, const char *name,
			 bool *ret_is_empty, struct error *err)
{
	if (!yaml_reader_next(&reading->yaml, err))
		return false;
	*ret_is_empty = yaml_reader_is_null(&reading->yaml);
	return *ret_is_empty ||
	       reading->yaml.event.type == YAML_MAPPING_START_EVENT ||
	       yaml_reader_fail(&reading->yaml, err,
				"%s expects keys with values below it", name);
}

/* Reads a value; ret_text is NULL when it is no text. */
static bool next_text(struct reading *reading, const char **ret_text,
		      struct error *err)
{
	if (!yaml_reader_next(&reading->yaml, err))
		return false;
	*ret_text = yaml_reader_is_null(&reading->yaml)
			    ? NULL
			    : yaml_reader_text(&reading->yaml);
	return true;
}

static bool fail_unknown(struct reading *reading, const char *name,
			 struct error *err)
{
	char shown[80], known[SETTING_NAME_SIZE];

	text_printable(name, shown, sizeof(shown));
	setting_nearest(name, known);
	return yaml_reader_fail(
		&reading->yaml, err, "there is no setting '%s'%s%s%s", shown,
		*known ? "; did you mean '" : "", known, *known ? "'?" : "");
}

static bool fail_unknown_key(struct reading *reading, const char *group,
			     const char *key, struct error *err)
{
	AUTO_FREE char *name = alloc_formatted("%s.%s", group, key);

	return fail_unknown(reading, name, err);
}

/* Notes that the bit's key is here; a second time is an error. */
static bool note(struct reading *reading, uint64_t *seen, uint64_t bit,
		 const char *name, struct error *err)
{
	if (*seen & bit)
		return yaml_reader_fail(&reading->yaml, err,
					"'%s' is given twice", name);
	*seen |= bit;
	return true;
}

/* In {app: NAME} or {org: NAME}, behind the key. */
static bool read_rule_name(struct reading *reading, struct directory_rule *rule,
			   bool is_app, struct error *err)
{
	enum scope_kind kind = is_app ? SCOPE_APP : SCOPE_ORGANIZATION;
	const char *name;

	if (rule->app || rule->org)
		return yaml_reader_fail(&reading->yaml, err,
					"a directory has one app or "
					"organization, not several");
	if (!next_text(reading, &name, err))
		return false;
	if (name == NULL)
		return yaml_reader_fail(&reading->yaml, err,
					"%s expects a name",
					is_app ? "app" : "org");
	if (!name_check(name, kind, "directories", err))
		return yaml_reader_fail(&reading->yaml, err, "%s",
					err->message);
	*(is_app ? &rule->app : &rule->org) = alloc_string(name);
	return true;
}

static bool read_rule(struct reading *reading, struct directory_rule *rule,
		      struct error *err)
{
	const char *key;
	bool is_empty;

	if (!next_mapping(reading, "a directory", &is_empty, err))
		return false;
	while (!is_empty) {
		if (!next_key(reading, &key, err))
			return false;
		if (key == NULL)
			break;
		if (strcmp(key, "app") != 0 && strcmp(key, "org") != 0)
			return yaml_reader_fail(&reading->yaml, err,
						"a directory has 'app' or "
						"'org' and nothing else");
		if (!read_rule_name(reading, rule, *key == 'a', err))
			return false;
	}
	return rule->app || rule->org ||
	       yaml_reader_fail(&reading->yaml, err,
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

static bool read_directory(struct reading *reading, const char *key,
			   struct error *err)
{
	struct settings *settings = reading->settings;
	AUTO_FREE char *path = path_expanded(key);
	size_t i;

	if (path == NULL)
		return yaml_reader_fail(&reading->yaml, err,
					"a directory begins with / or ~/");
	for (i = 0; i < settings->rule_count; i++)
		if (strcmp(settings->rules[i].path, path) == 0)
			return yaml_reader_fail(
				&reading->yaml, err,
				"this directory is given twice");
	return read_rule(reading, add_rule(settings, take_ptr(&path)), err);
}

static bool read_directories(struct reading *reading, struct error *err)
{
	const char *key;
	bool is_empty;

	if (!next_mapping(reading, "directories", &is_empty, err))
		return false;
	while (!is_empty) {
		if (!next_key(reading, &key, err))
			return false;
		if (key == NULL)
			break;
		if (!read_directory(reading, key, err))
			return false;
	}
	return true;
}

static bool fail_no_text(struct reading *reading, const struct setting *setting,
			 struct error *err)
{
	char expected[120];

	setting_expectation(setting, expected, sizeof(expected));
	return yaml_reader_fail(&reading->yaml, err, "%s expects %s",
				setting->name, expected);
}

static bool read_setting(struct reading *reading, const struct setting *setting,
			 struct error *err)
{
	const char *text;

	if (!note(reading, &reading->settings_seen,
		  UINT64_C(1) << (setting - setting_table), setting->name, err))
		return false;
	if (setting->type == SETTING_DIRECTORIES)
		return read_directories(reading, err);
	if (!next_text(reading, &text, err))
		return false;
	if (text == NULL)
		return fail_no_text(reading, setting, err);
	return setting_set(reading->settings, setting, text, err) ||
	       yaml_reader_fail(&reading->yaml, err, "%s", err->message);
}

static bool read_group(struct reading *reading, const char *group,
		       const struct setting *first, struct error *err)
{
	const char *key;
	bool is_empty;

	if (!note(reading, &reading->groups_seen,
		  UINT64_C(1) << (first - setting_table), group, err) ||
	    !next_mapping(reading, group, &is_empty, err))
		return false;
	while (!is_empty) {
		const struct setting *setting;

		if (!next_key(reading, &key, err))
			return false;
		if (key == NULL)
			break;
		setting = setting_find_key(first, key);
		if (setting == NULL)
			return fail_unknown_key(reading, group, key, err);
		if (!read_setting(reading, setting, err))
			return false;
	}
	return true;
}

static bool read_entry(struct reading *reading, const char *key,
		       struct error *err)
{
	AUTO_FREE char *name = alloc_string(key); /* the event goes away */
	const struct setting *first = setting_find_group(name);
	const struct setting *setting = setting_find(name);

	if (first)
		return read_group(reading, name, first, err);
	if (setting && strchr(name, '.'))
		return yaml_reader_fail(&reading->yaml, err,
					"write the dot of '%s' as a line break "
					"and two spaces: keys are nested",
					name);
	if (setting)
		return read_setting(reading, setting, err);
	return fail_unknown(reading, name, err);
}

bool settings_parse(struct settings *settings, struct slice text,
		    struct error *err)
{
	CLEANUP(reading_clear) struct reading reading = {.settings = settings};
	const char *key;
	bool is_empty;

	if (!yaml_reader_open(&reading.yaml, text, err) ||
	    !yaml_reader_begin(&reading.yaml, &is_empty, err))
		return false;
	while (!is_empty) {
		if (!next_key(&reading, &key, err))
			return false;
		if (key == NULL)
			return yaml_reader_end(&reading.yaml, err);
		if (!read_entry(&reading, key, err))
			return false;
	}
	return true;
}
