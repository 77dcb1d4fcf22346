/* SPDX-License-Identifier: MIT */
/* Where a program is that PATH has. */
#include "config.h"

#include "cli/program-path.h"

#include "util/alloc.h"
#include "util/cleanup.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static bool is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       access(path, X_OK) == 0;
}

char *program_path(const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return is_program(name) ? alloc_string(name) : NULL;
	while (path && *path) {
		size_t length = strcspn(path, ":");
		AUTO_FREE char *candidate = alloc_formatted(
			"%.*s/%s", (int)length, path, name);

		if (*path == '/' && is_program(candidate))
			return take_ptr(&candidate);
		path += length + (path[length] == ':');
	}
	return NULL;
}
