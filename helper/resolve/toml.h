/* SPDX-License-Identifier: MIT */
/* As much of TOML 1.0 as it takes to find one key without being fooled. */
#ifndef FC_TOML_H
#define FC_TOML_H

#include "resolve/markup.h"

/*
 * The string that the top-level key has, "" when the key is absent. The whole
 * text is read, in linear time: what is not well-formed anywhere, the key given
 * twice or not as a string is ERR_USAGE "LINE:COLUMN: ...". Not checked are
 * repeated other keys and what numbers and dates look like inside; inline
 * tables may span lines, as in TOML 1.1. Nothing of the text is in a message.
 */
bool toml_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err) MUST_CHECK;

#endif
