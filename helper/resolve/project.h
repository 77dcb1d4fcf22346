/* SPDX-License-Identifier: MIT */
/* The app of the directory we are in, as flyctl's own file names it. */
#ifndef FC_PROJECT_H
#define FC_PROJECT_H

#include "util/cleanup.h"
#include "util/error.h"

struct project {
	char *app;
	char *path; /* of the file, as a person writes it and safe to print */
	char *file; /* the real one, without symbolic links to its directory */
};

#define PROJECT_EMPTY            \
	{                        \
		NULL, NULL, NULL \
	}

void project_clear(struct project *project);

/*
 * Looks for fly.toml, fly.json or fly.yaml, in this order, in the current
 * directory and then, below home, in each parent up to home; the first that is
 * there counts, whatever it holds. ERR_NOT_FOUND when there is none, or it
 * names no app; the message says what was looked at. ERR_USAGE
 * "PATH:LINE:COLUMN: ..." when it is broken; ERR_FAILED when it can't be
 * opened, is not a regular file, or somebody else's. Which file that is, is
 * there after such a failure as well.
 */
bool project_find(struct project *ret_project, struct error *err) MUST_CHECK;

#endif
