/* SPDX-License-Identifier: MIT */
/* Paths as people write them: ~ for home, whole components. */
#ifndef FC_PATHS_H
#define FC_PATHS_H

#include "util/cleanup.h"

#include <stdbool.h>

/*
 * HOME, or what the system knows when that is unset, empty or relative; without
 * a slash at the end, so "" when it is the root. NULL when there is none. The
 * caller frees it.
 */
char *home_directory(void);

/*
 * $XDG_STATE_HOME/fly-cred, by default below ~/.local/state; NULL when there is
 * no home either. The caller frees it.
 */
char *state_directory(void);

/*
 * What of path follows directory, which ends in no slash and may be "": "" or
 * "/...". NULL when path is neither the directory nor below it.
 */
const char *path_below(const char *path, const char *directory) MUST_CHECK;

/*
 * Text to print, for the caller to free: ~ for home, nothing a terminal would
 * act upon, and of a very long path the end.
 */
char *path_shown(const char *path);

/*
 * The absolute path that text, "/..." or "~" or "~/...", stands for, without
 * slashes at its end; the caller frees it. NULL for any other text.
 */
char *path_expanded(const char *text) MUST_CHECK;

#endif
