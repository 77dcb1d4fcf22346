/* SPDX-License-Identifier: MIT */
/* Variables written so that a shell reads them back byte by byte. */
#include "config.h"

#include "cli/shell-quote.h"

#include <stdlib.h>
#include <string.h>

bool shell_parse(const char *name, enum shell *ret_shell, struct error *err)
{
	static const char *const posix[] = {"bash", "zsh", "sh", "dash", "ksh"};
	const char *login = getenv("SHELL"), *slash;
	size_t i;

	*ret_shell = SHELL_POSIX;
	if (name == NULL) {
		slash = login ? strrchr(login, '/') : NULL;
		if (slash && strcmp(slash, "/fish") == 0)
			*ret_shell = SHELL_FISH;
		return true;
	}
	if (strcmp(name, "fish") == 0) {
		*ret_shell = SHELL_FISH;
		return true;
	}
	for (i = 0; i < sizeof(posix) / sizeof(posix[0]); i++)
		if (strcmp(name, posix[i]) == 0)
			return true;
	return fail(err, ERR_USAGE, "--shell takes bash, zsh, sh or fish");
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

static bool is_plain(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return false;
	return true;
}

bool shell_export(enum shell shell, const char *name, const char *value,
		  struct secret *text, struct error *err)
{
	if (!is_plain(value))
		return fail(err, ERR_FAILED,
			    "%s would hold a control character", name);
	secret_append_string(text,
			     shell == SHELL_FISH ? "set -gx " : "export ");
	secret_append_string(text, name);
	secret_append_string(text, shell == SHELL_FISH ? " '" : "='");
	for (; *value; value++) {
		const char *escaped = escape(shell, *value);

		if (escaped)
			secret_append_string(text, escaped);
		else
			secret_append(text, value, 1);
	}
	secret_append_string(text, "';\n");
	return true;
}

void shell_unset(enum shell shell, const char *name, struct secret *text)
{
	secret_append_string(text, shell == SHELL_FISH ? "set -e " : "unset ");
	secret_append_string(text, name);
	secret_append_string(text, ";\n");
}
