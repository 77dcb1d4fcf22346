/* SPDX-License-Identifier: MIT */
/* The smallest words of TOML: characters, white space, strings. */
#ifndef FC_TOML_SCAN_H
#define FC_TOML_SCAN_H

#include "resolve/markup.h"

struct toml_scanner {
	struct slice text;
	size_t at;
};

/* What a string says; its end is lost when it does not fit. */
struct toml_string {
	char bytes[MARKUP_VALUE_SIZE];
	size_t length; /* of the whole */
};

/* Whether all of it is UTF-8 without the control characters TOML forbids. */
bool toml_check_characters(struct slice text, struct error *err) MUST_CHECK;

/* The byte that comes next, or -1 at the end. */
int toml_peek(const struct toml_scanner *scanner);

/* Steps over the text when it comes next. */
bool toml_accept(struct toml_scanner *scanner, const char *text);

/* Steps over spaces, and in the second case over line ends and comments. */
void toml_skip_spaces(struct toml_scanner *scanner);
void toml_skip_lines(struct toml_scanner *scanner);

/* Steps over a comment, if there is one, and to the next line. */
bool toml_end_line(struct toml_scanner *scanner, struct error *err) MUST_CHECK;

/* At a quote: any of the four kinds of string. ret_string may be NULL. */
bool toml_scan_string(struct toml_scanner *scanner,
		      struct toml_string *ret_string, struct error *err)
	MUST_CHECK;

#endif
