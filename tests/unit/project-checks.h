/* SPDX-License-Identifier: MIT */
/* The checks that the tests of project files share. */
#ifndef FC_PROJECT_CHECKS_H
#define FC_PROJECT_CHECKS_H

#include "resolve/project.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

/* Whether the app is found, in the file shown so. */
static inline void check_found(const char *app, const char *path,
			       const char *what)
{
	CLEANUP(project_clear) struct project project = PROJECT_EMPTY;
	struct error err = {.message = ""};
	bool done = project_find(&project, &err);

	ok(done && strcmp(project.app, app) == 0 &&
		   strcmp(project.path, path) == 0 && *project.file == '/' &&
		   access(project.file, F_OK) == 0,
	   "%s: %s %s", what, done ? project.path : "", err.message);
}

static inline void check_failed(enum error_code code, const char *message,
				const char *what)
{
	CLEANUP(project_clear) struct project project = PROJECT_EMPTY;
	struct error err = {.message = ""};

	ok(!project_find(&project, &err) && err.code == code &&
		   strstr(err.message, message) &&
		   (code != ERR_USAGE || project.file),
	   "%s: %s", what, err.message);
}

#endif
