/* SPDX-License-Identifier: MIT */
/* The text of config.yml. */
#include "config.h"

#include "resolve/settings-file.h"

#include "resolve/setting.h"
#include "resolve/settings-rules.h"
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

static bool fail_no_text(struct reading *reading, const struct setting *setting,
			 struct error *err)
{
	char expected[120];

	setting_expectation(setting, expected, sizeof(expected));
	return yaml_reader_fail(&reading->yaml, err, "%s expects %s",
				setting->name, expected);
}

static bool take_text(struct reading *reading, const struct setting *setting,
		      const char *text, struct error *err)
{
	if (text == NULL)
		return fail_no_text(reading, setting, err);
	return setting_set(reading->settings, setting, text, err) ||
	       yaml_reader_fail(&reading->yaml, err, "%s", err->message);
}

static bool read_list(struct reading *reading, const struct setting *setting,
		      struct error *err)
{
	const char *text;

	for (;;) {
		if (!yaml_reader_value(&reading->yaml, &text, err))
			return false;
		if (reading->yaml.event.type == YAML_SEQUENCE_END_EVENT)
			return true;
		if (!take_text(reading, setting, text, err))
			return false;
	}
}

static bool read_setting(struct reading *reading, const struct setting *setting,
			 struct error *err)
{
	const char *text;

	if (!note(reading, &reading->settings_seen,
		  UINT64_C(1) << (setting - setting_table), setting->name, err))
		return false;
	if (setting->type == SETTING_DIRECTORIES ||
	    setting->type == SETTING_HOSTS)
		return rules_read(&reading->yaml, reading->settings, setting,
				  err);
	if (!yaml_reader_value(&reading->yaml, &text, err))
		return false;
	if (setting->type == SETTING_LOCATIONS &&
	    reading->yaml.event.type == YAML_SEQUENCE_START_EVENT)
		return read_list(reading, setting, err);
	return take_text(reading, setting, text, err);
}

static bool read_group(struct reading *reading, const char *group,
		       const struct setting *first, struct error *err)
{
	const char *key;
	bool is_empty;

	if (!note(reading, &reading->groups_seen,
		  UINT64_C(1) << (first - setting_table), group, err) ||
	    !yaml_reader_mapping(&reading->yaml, group, &is_empty, err))
		return false;
	while (!is_empty) {
		const struct setting *setting;

		if (!yaml_reader_key(&reading->yaml, &key, err))
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
	const struct setting *setting;

	if (first)
		return read_group(reading, name, first, err);
	setting = setting_find(name);
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
		if (!yaml_reader_key(&reading.yaml, &key, err))
			return false;
		if (key == NULL)
			return yaml_reader_end(&reading.yaml, err);
		if (!read_entry(&reading, key, err))
			return false;
	}
	return true;
}
