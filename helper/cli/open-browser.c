/* SPDX-License-Identifier: MIT */
/* The browser of the person, shown an address. */
#include "config.h"

#include "cli/open-browser.h"

#include "cli/child-environment.h"
#include "cli/program-path.h"
#include "util/alloc.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>

static bool has(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

/* Which program; the caller frees. */
static char *browser_path(void)
{
	const char *browser = getenv("BROWSER");

	if (browser && *browser)
		return strpbrk(browser, ": %") ? NULL : program_path(browser);
	/* Without a display xdg-open would take over the terminal. */
	if (!has("DISPLAY") && !has("WAYLAND_DISPLAY"))
		return NULL;
	return program_path("xdg-open");
}

/* In a session of its own, so that Ctrl-C here does not end it. */
static bool prepare(posix_spawn_file_actions_t *actions,
		    posix_spawnattr_t *attributes)
{
	sigset_t defaults;
	int fd;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	for (fd = 0; fd <= 2; fd++)
		if (posix_spawn_file_actions_addopen(actions, fd, "/dev/null",
						     O_RDWR, 0) != 0)
			return false;
	return posix_spawnattr_setsigdefault(attributes, &defaults) == 0 &&
	       posix_spawnattr_setflags(attributes,
					POSIX_SPAWN_SETSID |
						POSIX_SPAWN_SETSIGDEF) == 0;
}

bool open_browser(const char *address)
{
	AUTO_FREE char *path = browser_path();
	AUTO_FREE char **environment = environment_without_ours();
	char *argv[] = {path, (char *)(uintptr_t)address, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	bool done;
	pid_t pid;

	if (path == NULL)
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	done = prepare(&actions, &attributes) &&
	       posix_spawn(&pid, path, &actions, &attributes, argv,
			   environment) == 0;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return done;
}
