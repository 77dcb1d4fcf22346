/* SPDX-License-Identifier: MIT */
/* Another program's settings file: read whole, replaced in one step. */
#ifndef FC_FOREIGN_FILE_H
#define FC_FOREIGN_FILE_H

#include "util/secret.h"

/*
 * Where the file really is, symbolic links followed; the directories above it
 * are made (0700) if that is wanted. The caller frees.
 */
bool foreign_file_locate(const char *path, bool create, char **ret_real,
			 struct error *err) MUST_CHECK;

/* Appends its content; nothing when it is not there. */
bool foreign_file_read(const char *real, struct secret *ret_text,
		       struct error *err) MUST_CHECK;

/* Whether it may be changed, or made; files that are not to be written are not
 * replaced either. */
bool foreign_file_can_write(const char *real, struct error *err) MUST_CHECK;

/* Replaces it and keeps its mode; a new file is 0600. No text: no file. */
bool foreign_file_write(const char *real, const struct secret *text,
			struct error *err) MUST_CHECK;

#endif
