/* SPDX-License-Identifier: MIT */
/* The languages in which env writes variables: shells, and files for others. */
#ifndef FC_VARIABLE_FORM_H
#define FC_VARIABLE_FORM_H

#include "cli/token-variables.h"

enum variable_form {
	FORM_POSIX,
	FORM_FISH,
	FORM_JSON,   /* one object; null is what must not be set */
	FORM_DOTENV, /* NAME=VALUE, where all readers agree on the value */
	FORM_GITHUB, /* for the file GITHUB_ENV, and masks for the log */
};

/*
 * NULL is the shell of the variable SHELL, POSIX when that is of no kind we
 * know. ERR_USAGE for names that are none.
 */
bool variable_form_parse(const char *name, enum variable_form *ret_form,
			 struct error *err) MUST_CHECK;

/* Whether a shell evaluates it, which then has to be told of failures. */
bool variable_form_is_code(const char *name);

/*
 * Writes all of them, or nothing: to standard output, and for FORM_GITHUB to
 * the file GITHUB_ENV as well. ERR_FAILED for a value that would be read back
 * as another one.
 */
bool variables_print(enum variable_form form,
		     const struct token_variable *variables, size_t count,
		     struct error *err) MUST_CHECK;

/* The same text appended, for other forms than FORM_GITHUB. */
bool variables_write(enum variable_form form,
		     const struct token_variable *variables, size_t count,
		     struct secret *text, struct error *err) MUST_CHECK;

#endif
