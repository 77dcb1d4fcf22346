/* SPDX-License-Identifier: MIT */
/* What the readers of TOML, JSON and YAML have in common. */
#ifndef FC_MARKUP_H
#define FC_MARKUP_H

#include "util/cleanup.h"
#include "util/error.h"
#include "util/slice.h"

/* Room for a name that a file holds, with its NUL; far more than any needs. */
#define MARKUP_VALUE_SIZE 256

/*
 * ERR_USAGE "LINE:COLUMN: <message>" for the place offset bytes into the text;
 * both count from one, columns in characters. Returns false.
 */
bool markup_fail(struct slice text, size_t offset, struct error *err,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Hands out a value found at offset. One that does not fit or holds a NUL is
 * an error as above.
 */
bool markup_take(struct slice text, size_t offset, struct slice value,
		 char ret_value[static MARKUP_VALUE_SIZE], struct error *err)
	MUST_CHECK;

#endif
