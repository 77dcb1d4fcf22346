/* SPDX-License-Identifier: MIT */
/*
 * Writes many variables V0, V1, ... with values of the worst kind as env would
 * for a shell, and what they should be read back as to a file. For cli-env.bats.
 */
#include "config.h"

#include "cli/shell-quote.h"
#include "cli/variable-form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 1500

/* Pieces: whatever a shell has a use for, alone and side by side. */
static const char *const pieces[] = {
	"'",  "\"",   "\\",  "$",	"$(echo x)", "`echo y`", "${HOME}", "!",
	"!!", "#",    "~",   "*",	"?",	     "[a-z]",	 "{a,b}",   ";",
	"&",  "|",    "<",   ">",	"(",	     ")",	 " ",	    "  ",
	"%",  "%s",   "\\n", "\\'",	"\\\\",	     "=",	 "^",	    "-",
	"a",  "fm2_", ",",   "\xc3\xa9", "\xf0\x9f\x92\xa9", "\xe2\x80\xa8",
	"\xff", "$'x'", "'\\''", "\"$x\"",
};

/* A small generator of our own (xorshift): the same values each time. */
static unsigned int next(void)
{
	static unsigned int state = 2463534242;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void make_value(bool as_text, char ret_value[static 200])
{
	unsigned int count = next() % 12;

	*ret_value = '\0';
	while (count--) {
		const char *piece =
			pieces[next() % (sizeof(pieces) / sizeof(pieces[0]))];

		/* JSON has no bytes that are no characters. */
		if (!as_text || strcmp(piece, "\xff") != 0)
			strncat(ret_value, piece, 20);
	}
}

/* Values that a shell could not be told safely, or some would misread. */
static bool refuses(enum variable_form form)
{
	static const char *const values[] = {
		"a\nb", "a\rb", "\x1b[31m", "a\tb", "\x7f", "\x01", "a\n",
	};
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		AUTO_SECRET struct secret text = SECRET_EMPTY;
		struct token_variable variable = {"V", values[i]};

		if (variables_write(form, &variable, 1, &text, &err) ||
		    strstr(err.message, values[i]))
			return false;
	}
	return true;
}

static bool write_values(enum variable_form form, FILE *expected)
{
	static struct token_variable variables[COUNT];
	static char names[COUNT][8], values[COUNT][200];
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct error err;
	size_t i;

	for (i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "V%zu", i);
		make_value(form == FORM_JSON, values[i]);
		variables[i] = (struct token_variable){names[i], values[i]};
		fprintf(expected, "%s=%s%c", names[i], values[i], '\0');
	}
	return variables_write(form, variables, COUNT, &text, &err) &&
	       secret_write(&text, STDOUT_FILENO, "the values", &err);
}

int main(int argc, char **argv)
{
	enum variable_form form;
	struct error err;
	FILE *expected;

	if (argc != 3 || !variable_form_parse(argv[1], &form, &err))
		return 2;
	expected = fopen(argv[2], "w");
	if (expected == NULL || !write_values(form, expected) ||
	    fclose(expected) != 0)
		return 1;
	return form == FORM_JSON || refuses(form) ? 0 : 3;
}
