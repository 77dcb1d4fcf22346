/* SPDX-License-Identifier: MIT */
/* Variables written so that a shell reads them back byte by byte. */
#ifndef FC_SHELL_QUOTE_H
#define FC_SHELL_QUOTE_H

#include "util/secret.h"

enum shell { SHELL_POSIX, SHELL_FISH };

/*
 * bash, zsh, sh, dash and ksh are SHELL_POSIX. NULL is the one of the variable
 * SHELL, POSIX when that is of no kind we know. ERR_USAGE for other names.
 */
bool shell_parse(const char *name, enum shell *ret_shell, struct error *err)
	MUST_CHECK;

/*
 * Append a command that exports or unsets a variable. Values are put in single
 * quotes; one with a control character is ERR_FAILED.
 */
bool shell_export(enum shell shell, const char *name, const char *value,
		  struct secret *text, struct error *err) MUST_CHECK;
void shell_unset(enum shell shell, const char *name, struct secret *text);

#endif
