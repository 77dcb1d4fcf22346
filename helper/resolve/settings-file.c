/* SPDX-License-Identifier: MIT */
/* The text of config.yml. */
#include "config.h"

#include "resolve/settings-file.h"

#include "resolve/setting.h"
#include "resolve/settings-rules.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <string.h>

static bool fail_unknown(struct settings_reading *reading, const char *name,
			 struct error *err)
{
	char shown[80], known[SETTING_NAME_SIZE];

	text_printable(name, shown, sizeof(shown));
	setting_nearest(name, reading->rule != NULL, known);
	return yaml_reader_fail(
		reading->yaml, err, "there is no setting '%s'%s%s%s", shown,
		*known ? "; did you mean '" : "", known, *known ? "'?" : "");
}

static bool fail_unknown_key(struct settings_reading *reading, const char *group,
			     const char *key, struct error *err)
{
	AUTO_FREE char *name = alloc_formatted("%s.%s", group, key);

	return fail_unknown(reading, name, err);
}

static bool fail_place(struct settings_reading *reading, const char *name,
		       struct error *err)
{
	return yaml_reader_fail(reading->yaml, err,
				"'%s' is not for one directory: only settings "
				"of tools may depend on it, and where a login "
				"is sent must not",
				name);
}

/* Notes that the bit's key is here; a second time is an error. */
static bool note(struct settings_reading *reading, uint64_t *seen, uint64_t bit,
		 const char *name, struct error *err)
{
	if (*seen & bit)
		return yaml_reader_fail(reading->yaml, err,
					"'%s' is given twice", name);
	*seen |= bit;
	return true;
}

static bool fail_no_text(struct settings_reading *reading, const struct setting *setting,
			 struct error *err)
{
	char expected[120];

	setting_expectation(setting, expected, sizeof(expected));
	return yaml_reader_fail(reading->yaml, err, "%s expects %s",
				setting->name, expected);
}

static void keep_text(struct scope_rule *rule, const struct setting *setting,
		      const char *text)
{
	rule->values = alloc_resized(rule->values, rule->value_count + 1,
				     sizeof(*rule->values));
	rule->values[rule->value_count++] = (struct rule_value){
		.setting = setting, .text = alloc_string(text)};
}

static bool take_text(struct settings_reading *reading, const struct setting *setting,
		      const char *text, struct error *err)
{
	if (text == NULL)
		return fail_no_text(reading, setting, err);
	if (!setting_set(reading->settings, setting, text, err))
		return yaml_reader_fail(reading->yaml, err, "%s", err->message);
	if (reading->rule)
		keep_text(reading->rule, setting, text);
	return true;
}

static bool read_list(struct settings_reading *reading, const struct setting *setting,
		      struct error *err)
{
	const char *text;

	for (;;) {
		if (!yaml_reader_value(reading->yaml, &text, err))
			return false;
		if (reading->yaml->event.type == YAML_SEQUENCE_END_EVENT)
			return true;
		if (!take_text(reading, setting, text, err))
			return false;
	}
}

static bool read_setting(struct settings_reading *reading, const struct setting *setting,
			 struct error *err)
{
	const char *text;

	if (reading->rule && !setting_is_of_tool(setting))
		return fail_place(reading, setting->name, err);
	if (!note(reading, &reading->settings_seen,
		  UINT64_C(1) << (setting - setting_table), setting->name, err))
		return false;
	if (setting->type == SETTING_DIRECTORIES ||
	    setting->type == SETTING_HOSTS)
		return rules_read(reading->yaml, reading->settings, setting,
				  err);
	if (!yaml_reader_value(reading->yaml, &text, err))
		return false;
	if (setting->type == SETTING_LOCATIONS &&
	    reading->yaml->event.type == YAML_SEQUENCE_START_EVENT)
		return read_list(reading, setting, err);
	return take_text(reading, setting, text, err);
}

static bool read_group(struct settings_reading *reading, const char *group,
		       const struct setting *first, struct error *err)
{
	const char *key;
	bool is_empty;

	if (!note(reading, &reading->groups_seen,
		  UINT64_C(1) << (first - setting_table), group, err) ||
	    !yaml_reader_mapping(reading->yaml, group, &is_empty, err))
		return false;
	while (!is_empty) {
		const struct setting *setting;

		if (!yaml_reader_key(reading->yaml, &key, err))
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

/* Whether a directory may have any of the group. */
static bool is_of_tools(const struct setting *first)
{
	const struct setting *setting = first;
	size_t length = strcspn(first->name, ".") + 1;

	while (setting < setting_table + setting_count &&
	       strncmp(setting->name, first->name, length) == 0)
		if (setting_is_of_tool(setting++))
			return true;
	return false;
}

bool settings_read_entry(struct settings_reading *reading, const char *key,
			 struct error *err)
{
	AUTO_FREE char *name = alloc_string(key); /* the event goes away */
	const struct setting *first = setting_find_group(name);
	const struct setting *setting;

	if (first && reading->rule && !is_of_tools(first))
		return fail_place(reading, name, err);
	if (first)
		return read_group(reading, name, first, err);
	setting = setting_find(name);
	if (setting && strchr(name, '.'))
		return yaml_reader_fail(reading->yaml, err,
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
	CLEANUP(yaml_reader_close) struct yaml_reader yaml = {.event = {0}};
	struct settings_reading reading = {.yaml = &yaml,
					   .settings = settings};
	const char *key;
	bool is_empty;

	if (!yaml_reader_open(&yaml, text, err) ||
	    !yaml_reader_begin(&yaml, &is_empty, err))
		return false;
	while (!is_empty) {
		if (!yaml_reader_key(&yaml, &key, err))
			return false;
		if (key == NULL)
			break;
		if (!settings_read_entry(&reading, key, err))
			return false;
	}
	settings->named = reading.settings_seen;
	return is_empty || yaml_reader_end(&yaml, err);
}
