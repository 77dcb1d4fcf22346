/* SPDX-License-Identifier: MIT */
/* The rules for directories in config.yml. */
#ifndef FC_SETTINGS_RULES_H
#define FC_SETTINGS_RULES_H

#include "resolve/settings.h"
#include "resolve/yaml.h"

/* Reads the value of "directories". ERR_USAGE "LINE:COLUMN: ...". */
bool rules_read(struct yaml_reader *reader, struct settings *settings,
		struct error *err) MUST_CHECK;

#endif
