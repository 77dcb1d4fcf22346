/* SPDX-License-Identifier: MIT */
/* Variables written so that a shell reads them back byte by byte. */
#include "config.h"

#include "cli/shell-quote.h"

bool is_plain_value(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return false;
	return true;
}

/* How a byte is written between single quotes where it is not itself. */
static const char *escape(enum shell shell, char byte)
{
	if (byte == '\'')
		return shell == SHELL_FISH ? "\\'" : "'\\''";
	if (byte == '\\' && shell == SHELL_FISH)
		return "\\\\";
	return NULL;
}

void shell_quote(enum shell shell, const char *value, struct secret *text)
{
	secret_append(text, "'", 1);
	for (; *value; value++) {
		const char *escaped = escape(shell, *value);

		if (escaped)
			secret_append_string(text, escaped);
		else
			secret_append(text, value, 1);
	}
	secret_append(text, "'", 1);
}

bool shell_export(enum shell shell, const char *name, const char *value,
		  struct secret *text, struct error *err)
{
	if (!is_plain_value(value))
		return fail(err, ERR_FAILED,
			    "%s would hold a control character", name);
	secret_append_string(text,
			     shell == SHELL_FISH ? "set -gx " : "export ");
	secret_append_string(text, name);
	secret_append_string(text, shell == SHELL_FISH ? " " : "=");
	shell_quote(shell, value, text);
	secret_append_string(text, ";\n");
	return true;
}

void shell_unset(enum shell shell, const char *name, struct secret *text)
{
	secret_append_string(text, shell == SHELL_FISH ? "set -e " : "unset ");
	secret_append_string(text, name);
	secret_append_string(text, ";\n");
}
