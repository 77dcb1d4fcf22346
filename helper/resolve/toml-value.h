/* SPDX-License-Identifier: MIT */
/* The larger words of TOML: keys and values. */
#ifndef FC_TOML_VALUE_H
#define FC_TOML_VALUE_H

#include "resolve/toml-scan.h"

/* A key, dotted or not: its first part (may be NULL), and how many there are.
 */
bool toml_scan_key(struct toml_scanner *scanner, struct toml_string *ret_first,
		   size_t *ret_parts, struct error *err) MUST_CHECK;

/* Any value, with everything in it. */
bool toml_scan_value(struct toml_scanner *scanner, struct error *err)
	MUST_CHECK;

#endif
