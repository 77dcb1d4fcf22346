/* SPDX-License-Identifier: MIT */
/* Becoming another program, with a token or without. */
#ifndef FC_RUN_PROGRAM_H
#define FC_RUN_PROGRAM_H

#include "resolve/resolve.h"

/*
 * Sets the variables of the token, where there is one, takes fly-cred's own
 * secrets out of the environment, and becomes the program. arguments ends with
 * NULL. Comes back only when that fails.
 */
bool run_program(const char *program, char **arguments,
		 const struct resolved *resolved, struct error *err) MUST_CHECK;

#endif
