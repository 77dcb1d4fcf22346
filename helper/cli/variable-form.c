/* SPDX-License-Identifier: MIT */
/* The languages in which env writes variables: shells, and files for others. */
#include "config.h"

#include "cli/variable-form.h"

#include "cli/github-file.h"
#include "cli/shell-quote.h"
#include "util/json-text.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	enum variable_form form;
} names[] = {
	{"bash", FORM_POSIX},	  {"zsh", FORM_POSIX}, {"sh", FORM_POSIX},
	{"dash", FORM_POSIX},	  {"ksh", FORM_POSIX}, {"fish", FORM_FISH},
	{"json", FORM_JSON},	  {"dotenv", FORM_DOTENV},
	{"github", FORM_GITHUB},
};

bool variable_form_parse(const char *name, enum variable_form *ret_form,
			 struct error *err)
{
	const char *login = getenv("SHELL"), *slash;
	size_t i;

	*ret_form = FORM_POSIX;
	if (name == NULL) {
		slash = login ? strrchr(login, '/') : NULL;
		if (slash && strcmp(slash, "/fish") == 0)
			*ret_form = FORM_FISH;
		return true;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i].name) == 0) {
			*ret_form = names[i].form;
			return true;
		}
	}
	return fail(err, ERR_USAGE,
		    "--shell takes bash, zsh, sh, fish, json, dotenv or "
		    "github");
}

bool variable_form_is_code(const char *name)
{
	enum variable_form form;
	struct error err;

	return !variable_form_parse(name, &form, &err) || form <= FORM_FISH;
}

static bool write_code(enum shell shell, const struct token_variable *variable,
		       struct secret *text, struct error *err)
{
	if (variable->value)
		return shell_export(shell, variable->name, variable->value,
				    text, err);
	shell_unset(shell, variable->name, text);
	return true;
}

static bool write_member(const struct token_variable *variable,
			 struct secret *text, struct error *err)
{
	secret_append_string(text, text->length ? ",\n  " : "{\n  ");
	json_append_string(text, variable->name);
	secret_append_string(text, ": ");
	if (variable->value == NULL) {
		secret_append_string(text, "null");
		return true;
	}
	if (!utf8_is_text(slice_of_string(variable->value)))
		return fail(err, ERR_FAILED, "%s would hold no UTF-8",
			    variable->name);
	json_append_string(text, variable->value);
	return true;
}

/*
 * Such files have no common language: some readers take quotes as they are,
 * some expand '$', some end at '#'. These characters mean themselves to all.
 */
static bool write_line(const struct token_variable *variable,
		       struct secret *text, struct error *err)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_-+/=.,:@%";

	if (variable->value == NULL)
		return true;
	if (variable->value[strspn(variable->value, safe)] != '\0')
		return fail(err, ERR_FAILED,
			    "%s would hold a character that not all readers "
			    "of such files take as it is",
			    variable->name);
	secret_append_string(text, variable->name);
	secret_append(text, "=", 1);
	secret_append_string(text, variable->value);
	secret_append(text, "\n", 1);
	return true;
}

static bool write_variable(enum variable_form form,
			   const struct token_variable *variable,
			   struct secret *text, struct error *err)
{
	switch (form) {
	case FORM_FISH:
		return write_code(SHELL_FISH, variable, text, err);
	case FORM_JSON:
		return write_member(variable, text, err);
	case FORM_DOTENV:
		return write_line(variable, text, err);
	default:
		return write_code(SHELL_POSIX, variable, text, err);
	}
}

bool variables_write(enum variable_form form,
		     const struct token_variable *variables, size_t count,
		     struct secret *text, struct error *err)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!write_variable(form, &variables[i], text, err))
			return false;
	if (form == FORM_JSON)
		secret_append_string(text, "\n}\n");
	return true;
}

bool variables_print(enum variable_form form,
		     const struct token_variable *variables, size_t count,
		     struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	if (form == FORM_GITHUB)
		return github_file_append(variables, count, err);
	return variables_write(form, variables, count, &text, err) &&
	       secret_write(&text, STDOUT_FILENO, "the variables", err);
}
