/* SPDX-License-Identifier: MIT */
/* Options as rows of a table: parser, help and documentation tests read it. */
#include "config.h"

#include "cli/options.h"

#include "util/terminal.h"
#include "util/timestamp.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define ROWS_MAX 24
#define HELP	 1000 /* what getopt_long returns for --help */

/* 0 is what an option has that was not given. */
static bool set_duration(const struct option_row *row, const char *text,
			 int64_t *ret_seconds, struct error *err)
{
	return duration_parse(text, ret_seconds, err) &&
	       (*ret_seconds > 0 ||
		fail(err, ERR_USAGE, "--%s takes at least a second",
		     row->name));
}

static bool add_text(const struct option_row *row, const char *text,
		     struct option_texts *texts, struct error *err)
{
	if (texts->count == OPTION_TEXTS_MAX)
		return fail(err, ERR_USAGE, "option --%s goes at most %d times",
			    row->name, OPTION_TEXTS_MAX);
	texts->items[texts->count++] = text;
	return true;
}

static bool set_value(const struct option_row *row, const char *text,
		      void *values, struct error *err)
{
	void *place = (char *)values + row->offset;

	if (row->kind == OPTION_FLAG)
		*(bool *)place = true;
	else if (row->kind == OPTION_TEXT)
		*(const char **)place = text;
	else if (row->kind == OPTION_MAYBE)
		*(const char **)place = text ? text : "";
	else if (row->kind == OPTION_TEXTS)
		return add_text(row, text, place, err);
	else
		return set_duration(row, text, place, err);
	return true;
}

static int takes_argument(enum option_kind kind)
{
	if (kind == OPTION_MAYBE)
		return optional_argument;
	return kind == OPTION_FLAG ? no_argument : required_argument;
}

/* The table in the form of getopt_long(3): val is the row's index + 1. */
static void for_getopt(const struct option_row *rows, struct option *longs,
		       char *letters)
{
	size_t i;

	for (i = 0; rows[i].name && i < ROWS_MAX; i++) {
		int takes = takes_argument(rows[i].kind);

		longs[i] = (struct option){rows[i].name, takes, NULL,
					   (int)i + 1};
		if (rows[i].letter) {
			*letters++ = rows[i].letter;
			if (takes)
				*letters++ = ':';
		}
	}
	longs[i] = (struct option){"help", 0, NULL, HELP};
	longs[i + 1] = (struct option){NULL, 0, NULL, 0};
	*letters++ = 'h';
	*letters = '\0';
}

static const struct option_row *row_of(const struct option_row *rows, int found)
{
	size_t i;

	for (i = 0; rows[i].name; i++)
		if (found == (int)i + 1 || found == rows[i].letter)
			return &rows[i];
	return NULL;
}

static bool fail_option(int found, char **argv, struct error *err)
{
	bool letter = optopt > ' ' && optopt < 0x7f; /* else a row's, or 0 */
	char shown[60];

	text_printable(argv[optind - 1], shown, sizeof(shown));
	if (letter) /* maybe one of several */
		snprintf(shown, sizeof(shown), "-%c", optopt);
	else if (strncmp(shown, "--", 2) == 0)
		shown[strcspn(shown, "=")] = '\0'; /* the value may be secret */
	if (found == '?' && optopt && !letter)
		return fail(err, ERR_USAGE,
			    "option %s takes no value; see 'fly-cred %s "
			    "--help'",
			    shown, argv[0]);
	if (found == ':')
		return fail(err, ERR_USAGE,
			    "option %s needs a value; see 'fly-cred %s --help'",
			    shown, argv[0]);
	return fail(err, ERR_USAGE,
		    "unknown option %s; 'fly-cred %s --help' lists them, and "
		    "'--' goes before what is no option",
		    shown, argv[0]);
}

int options_parse(const struct option_row *rows, int argc, char **argv,
		  bool stop, void *values, bool *ret_help, struct error *err)
{
	struct option longs[ROWS_MAX + 2];
	char letters[3 * ROWS_MAX] = {0};
	int found;

	letters[0] = stop ? '+' : ':';
	letters[1] = ':';
	for_getopt(rows, longs, letters + (stop ? 2 : 1));
	*ret_help = false;
	optind = 0;
	opterr = 0;
	while ((found = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct option_row *row = row_of(rows, found);

		if (found == HELP || found == 'h') {
			*ret_help = true;
			return 0;
		}
		if (row == NULL || found == '?' || found == ':') {
			fail_option(found, argv, err);
			return -1;
		}
		if (!set_value(row, optarg, values, err))
			return -1;
	}
	return optind;
}

void options_help(const struct option_row *rows)
{
	char left[40];

	for (; rows->name; rows++) {
		snprintf(left, sizeof(left), "%s%c%s--%s%s%s",
			 rows->letter ? "-" : " ",
			 rows->letter ? rows->letter : ' ',
			 rows->letter ? ", " : "  ", rows->name,
			 rows->argument && rows->kind != OPTION_MAYBE ? " "
								      : "",
			 rows->argument ? rows->argument : "");
		printf("  %-24s %s\n", left, rows->help);
	}
}
