/* SPDX-License-Identifier: MIT */
/* The table of all settings, and how one of them takes a value. */
#ifndef FC_SETTING_H
#define FC_SETTING_H

#include "resolve/settings.h"

enum setting_type {
	SETTING_TEXT,	     /* char *: one line, not empty */
	SETTING_PATH,	     /* char *: absolute or ~/, kept absolute */
	SETTING_ORIGIN,	     /* char *: of the API */
	SETTING_HOST,	     /* char *: of a registry */
	SETTING_APP,	     /* char * */
	SETTING_ORG,	     /* char * */
	SETTING_BOOL,	     /* bool */
	SETTING_DURATION,    /* int64_t: from one second to the limit */
	SETTING_CHOICE,	     /* enum: the words in order */
	SETTING_LOCATIONS,   /* struct text_list: of third parties */
	SETTING_DIRECTORIES, /* struct scope_rules: a mapping of paths */
	SETTING_HOSTS,	     /* the same of hosts */
};

struct setting {
	const char *name; /* "group.key" is nested in the file */
	enum setting_type type;
	size_t offset;	      /* in struct settings */
	const char *standard; /* the default as it would be written, or NULL */
	const char *range;   /* a choice's words, a duration's limit, or NULL */
	const char *purpose; /* one line of documentation */
};

extern const struct setting setting_table[];
extern const size_t setting_count;
#define SETTINGS_MAX 64 /* no more than that */

/* The one of that name, or NULL. */
const struct setting *setting_find(const char *name);

/* Whether it says what a tool gets, which may depend on the directory; where
 * a login is sent may not. */
bool setting_is_of_tool(const struct setting *setting);

/* The setting or group that is spelled nearly like name, for a directory one
 * that it may have; "" for none. */
#define SETTING_NAME_SIZE 40
void setting_nearest(const char *name, bool for_directory,
		     char ret_known[SETTING_NAME_SIZE]);

/* The first whose name begins with "<group>.", or NULL; all such stand there
 * one after the other. */
const struct setting *setting_find_group(const char *group);

/* The one with that key in the group that begins with first, or NULL. */
const struct setting *setting_find_key(const struct setting *first,
				       const char *key);

/* Every setting its default. */
bool setting_set_defaults(struct settings *settings, struct error *err)
	MUST_CHECK;

/*
 * Puts the value, as text, in place of what the setting has, or behind it where
 * that is a list; not for rules. Otherwise ERR_USAGE "<name> expects ...".
 */
bool setting_set(struct settings *settings, const struct setting *setting,
		 const char *text, struct error *err) MUST_CHECK;

/* What a value of the setting should look like: "true or false". */
void setting_expectation(const struct setting *setting, char *ret_text,
			 size_t size);

#endif
