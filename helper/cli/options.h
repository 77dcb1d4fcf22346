/* SPDX-License-Identifier: MIT */
/* Options as rows of a table: parser, help and documentation tests read it. */
#ifndef FC_OPTIONS_H
#define FC_OPTIONS_H

#include "util/cleanup.h"
#include "util/error.h"

#include <stddef.h>

enum option_kind {
	OPTION_FLAG,	 /* bool */
	OPTION_TEXT,	 /* const char *, points into argv */
	OPTION_DURATION, /* int64_t, seconds */
	OPTION_TEXTS,	 /* struct option_texts: may be given several times */
	OPTION_MAYBE,	 /* as OPTION_TEXT; "" when given without =VALUE */
};

#define OPTION_TEXTS_MAX 32

struct option_texts {
	const char *items[OPTION_TEXTS_MAX]; /* point into argv */
	size_t count;
};

/* The last row of a table has no name. */
struct option_row {
	char letter; /* 0: long form only */
	const char *name;
	enum option_kind kind;
	const char *argument; /* as help calls it, NULL for flags */
	const char *help;
	size_t offset; /* into the struct that takes the values */
};

/*
 * Puts the values of the options in argv (argv[0] is the command) where the
 * rows say and returns how many elements of argv were used up; the rest are
 * arguments, moved to the end. With stop, the first argument ends the options.
 * -1 and ERR_USAGE on anything else; --help sets *ret_help and returns 0.
 */
int options_parse(const struct option_row *rows, int argc, char **argv,
		  bool stop, void *values, bool *ret_help, struct error *err)
	MUST_CHECK;

/* Prints one line for each row to standard output. */
void options_help(const struct option_row *rows);

#endif
