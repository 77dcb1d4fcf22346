/* SPDX-License-Identifier: MIT */
/* Files without secrets that we still do not believe from just anybody. */
#ifndef FC_PLAINFILE_H
#define FC_PLAINFILE_H

#include "util/error.h"
#include "util/secret.h"

#include <sys/types.h>

struct plain_file {
	const char *path;    /* to open */
	const char *display; /* absolute, for messages */
	size_t limit;	     /* bytes */
	mode_t refused_mode; /* permissions it must not have */
};

/*
 * Reads a regular file without ever waiting for it. Its owner is the effective
 * user, root, or inside a user namespace the overflow uid, which stands for
 * root and everybody else outside; the same holds for a symbolic link to it.
 * ERR_NOT_FOUND when nothing has that name (a link to nothing is something).
 * Otherwise ERR_FAILED, or ERR_USAGE when it is too long, and the message
 * names it.
 */
bool plain_file_read(const struct plain_file *file, struct secret *ret_content,
		     struct error *err) MUST_CHECK;

#endif
