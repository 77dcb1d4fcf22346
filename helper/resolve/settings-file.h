/* SPDX-License-Identifier: MIT */
/* The text of config.yml. */
#ifndef FC_SETTINGS_FILE_H
#define FC_SETTINGS_FILE_H

#include "resolve/settings.h"
#include "resolve/yaml.h"
#include "util/slice.h"

/*
 * Puts what the text says over what the settings have. What is wrong is
 * ERR_USAGE "LINE:COLUMN: ...": no YAML, a key that does not exist (with the
 * nearest that does) or comes twice, a value of the wrong kind.
 */
bool settings_parse(struct settings *settings, struct slice text,
		    struct error *err) MUST_CHECK;

/* A mapping of settings: all of the file, or what it has for a directory. */
struct settings_reading {
	struct yaml_reader *yaml;
	struct settings *settings; /* which get the values */
	struct scope_rule *rule;   /* the directory's keeps them; or NULL */
	uint64_t settings_seen;	   /* bit n: the nth of the table */
	uint64_t groups_seen; /* bit n: the group that the nth belongs to */
};

/* Behind that key of the mapping, reads what it is. Errors as above. */
bool settings_read_entry(struct settings_reading *reading, const char *key,
			 struct error *err) MUST_CHECK;

#endif
