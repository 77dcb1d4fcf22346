/* SPDX-License-Identifier: MIT */
/* Files that hold secrets: opened with suspicion, replaced in one step. */
#ifndef FC_FILE_H
#define FC_FILE_H

#include "util/cleanup.h"
#include "util/error.h"
#include "util/secret.h"

#include <dirent.h>
#include <stdint.h>

/*
 * Appends dir's file name, opened without following a last symbolic link,
 * waiting, or becoming anybody's terminal. It must be a regular file of the
 * effective user that nobody else can read or write, of at most limit bytes
 * (else ERR_USAGE). ERR_NOT_FOUND when there is no such file, ERR_FAILED
 * otherwise; the message names the file.
 */
bool file_read_private(int dir, const char *name, size_t limit,
		       struct secret *ret_content, struct error *err)
	MUST_CHECK;

/*
 * Puts content in place of dir's file name, mode 0600: after a crash at any
 * point the old or the new content is there, whole, and the new one is on the
 * disk when this returns true. Nothing of a failed attempt stays behind.
 */
bool file_replace(int dir, const char *name, struct slice content,
		  struct error *err) MUST_CHECK;

/*
 * The same for a file that is not there; one that appeared meanwhile stays as
 * it is, and that is no error.
 */
bool file_make(int dir, const char *name, struct slice content,
	       struct error *err) MUST_CHECK;

/* Removes dir's file name durably; that it is not there is no error. */
bool file_remove(int dir, const char *name, struct error *err) MUST_CHECK;

/* Makes the missing directories above the path, with that mode. */
bool directory_make_parents(const char *path, unsigned mode, struct error *err)
	MUST_CHECK;

/*
 * Opens a directory that must belong to the effective user and be closed to
 * everybody else. With create, it and its missing parents are made (0700).
 * Returns a descriptor the caller closes, or -1: ERR_NOT_FOUND
 * when there is no such directory, ERR_FAILED otherwise.
 */
int directory_open_private(const char *path, bool create, struct error *err)
	MUST_CHECK;

/*
 * The next entry of a listing, NULL after the last one; it is the listing's.
 * False when the disk fails, which must not look like the end.
 */
bool directory_next(DIR *listing, struct dirent **ret_entry, struct error *err)
	MUST_CHECK;

/*
 * Takes the lock that dir's file name stands for, waiting at most the given
 * milliseconds. The kernel releases it when the descriptor returned is closed
 * or the process dies, however it dies. -1 on failure; a lock that did not
 * come free in time is ERR_FAILED with errno set to EWOULDBLOCK.
 */
int file_lock(int dir, const char *name, bool exclusive, int64_t milliseconds,
	      struct error *err) MUST_CHECK;

#endif
