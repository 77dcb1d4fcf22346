/* SPDX-License-Identifier: MIT */
/* Where a program is that PATH has. */
#ifndef FC_PROGRAM_PATH_H
#define FC_PROGRAM_PATH_H

#include "util/error.h"

/*
 * The path of the program, which the caller frees, or NULL. A name with a slash
 * is a path already. Relative and empty entries of PATH are passed over: what a
 * directory holds must not decide which program is run in it.
 */
char *program_path(const char *name);

/* The same, but never that file, by whatever path PATH leads to it. */
char *program_path_but(const char *name, const char *file);

/*
 * Where this very program is: another directory or PATH must not bring in
 * another later. The caller frees it; NULL: ERR_FAILED.
 */
char *own_program_path(struct error *err);

#endif
