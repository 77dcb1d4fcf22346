/* SPDX-License-Identifier: MIT */
/* Where a program is that PATH has. */
#include "config.h"

#include "cli/program-path.h"

#include "util/alloc.h"
#include "util/cleanup.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static bool is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       access(path, X_OK) == 0;
}

static bool is_same(const char *path, const char *file)
{
	struct stat one, other;

	return file && stat(path, &one) == 0 && stat(file, &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

char *program_path_but(const char *name, const char *file)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return is_program(name) ? alloc_string(name) : NULL;
	while (path && *path) {
		size_t length = strcspn(path, ":");
		AUTO_FREE char *candidate = alloc_formatted(
			"%.*s/%s", (int)length, path, name);

		if (*path == '/' && is_program(candidate) &&
		    !is_same(candidate, file))
			return take_ptr(&candidate);
		path += length + (path[length] == ':');
	}
	return NULL;
}

char *program_path(const char *name)
{
	return program_path_but(name, NULL);
}

char *own_program_path(struct error *err)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length < 0 && !fail_errno(err, "can't tell where fly-cred is"))
		return NULL;
	path[length] = '\0';
	return alloc_string(path);
}
