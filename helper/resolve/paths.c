/* SPDX-License-Identifier: MIT */
/* Paths as people write them: ~ for home, whole components. */
#include "config.h"

#include "resolve/paths.h"

#include "util/alloc.h"
#include "util/terminal.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define SHOWN_MAX 200

static char *without_slashes(char *path)
{
	size_t length = strlen(path);

	while (length && path[length - 1] == '/')
		path[--length] = '\0';
	return path;
}

char *home_directory(void)
{
	const char *home = getenv("HOME");
	struct passwd *entry;

	if (home == NULL || *home != '/') {
		entry = getpwuid(geteuid());
		home = entry ? entry->pw_dir : NULL;
	}
	if (home == NULL || *home != '/')
		return NULL;
	return without_slashes(alloc_string(home));
}

char *state_directory(void)
{
	const char *base = getenv("XDG_STATE_HOME");
	AUTO_FREE char *home = NULL;

	/* The base directory specification: relative ones are ignored. */
	if (base && *base == '/')
		return alloc_joined(base, "/fly-cred", NULL);
	home = home_directory();
	return home ? alloc_joined(home, "/.local/state/fly-cred", NULL) : NULL;
}

const char *path_below(const char *path, const char *directory)
{
	size_t length = strlen(directory);

	if (strncmp(path, directory, length) != 0 ||
	    (path[length] != '\0' && path[length] != '/'))
		return NULL;
	return path + length;
}

char *path_shown(const char *path)
{
	AUTO_FREE char *home = home_directory();
	const char *below = home && *home ? path_below(path, home) : NULL;
	AUTO_FREE char *text = alloc_joined(below ? "~" : "",
					    below ? below : path, NULL);
	size_t length = strlen(text), skipped = 0;
	char *shown = alloc_bytes(SHOWN_MAX + 8);

	if (length > SHOWN_MAX) {
		skipped = length - (SHOWN_MAX - 3);
		memcpy(text + skipped - 3, "...", 3);
		skipped -= 3;
	}
	text_printable(text + skipped, shown, SHOWN_MAX + 8);
	return shown;
}

char *path_expanded(const char *text)
{
	AUTO_FREE char *home = NULL;

	if (*text == '/')
		return without_slashes(alloc_string(text));
	if (*text != '~' || (text[1] != '\0' && text[1] != '/'))
		return NULL;
	home = home_directory();
	if (home == NULL)
		return NULL;
	return without_slashes(alloc_joined(home, text + 1, NULL));
}
