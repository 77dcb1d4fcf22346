/* SPDX-License-Identifier: MIT */
/* One key of a JSON object, as toml.h has it for TOML. */
#ifndef FC_JSON_H
#define FC_JSON_H

#include "resolve/markup.h"

/*
 * The string that the key of the outermost object has, "" when it is absent.
 * What is not strict JSON or no object, the key given twice or not as a string
 * is ERR_USAGE "LINE:COLUMN: ...".
 */
bool json_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err) MUST_CHECK;

#endif
