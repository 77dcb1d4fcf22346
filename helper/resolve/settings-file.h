/* SPDX-License-Identifier: MIT */
/* The text of config.yml. */
#ifndef FC_SETTINGS_FILE_H
#define FC_SETTINGS_FILE_H

#include "resolve/settings.h"
#include "util/slice.h"

/*
 * Puts what the text says over what the settings have. What is wrong is
 * ERR_USAGE "LINE:COLUMN: ...": no YAML, a key that does not exist (with the
 * nearest that does) or comes twice, a value of the wrong kind.
 */
bool settings_parse(struct settings *settings, struct slice text,
		    struct error *err) MUST_CHECK;

#endif
