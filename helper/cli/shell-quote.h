/* SPDX-License-Identifier: MIT */
/* Variables written so that a shell reads them back byte by byte. */
#ifndef FC_SHELL_QUOTE_H
#define FC_SHELL_QUOTE_H

#include "util/secret.h"

/* bash, zsh, sh, dash and ksh are SHELL_POSIX. */
enum shell { SHELL_POSIX, SHELL_FISH };

/* Whether nothing in the value is a control character. */
bool is_plain_value(const char *value);

/* Appends the value in single quotes; it has to be a plain one. */
void shell_quote(enum shell shell, const char *value, struct secret *text);

/*
 * Append a command that exports or unsets a variable. A value with a control
 * character is ERR_FAILED.
 */
bool shell_export(enum shell shell, const char *name, const char *value,
		  struct secret *text, struct error *err) MUST_CHECK;
void shell_unset(enum shell shell, const char *name, struct secret *text);

#endif
