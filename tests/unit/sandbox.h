/* SPDX-License-Identifier: MIT */
/* A directory of a test's own, with a home in it, and an empty environment. */
#ifndef FC_SANDBOX_H
#define FC_SANDBOX_H

#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char sandbox[256]; /* its path, without symbolic links */

/* What the tests stand on; if that breaks they can't go on. */
static inline void sandbox_need(int result, const char *what)
{
	if (result < 0) {
		printf("Bail out! %s\n", what);
		exit(1);
	}
}

static inline int sandbox_remove_one(const char *path,
				     const struct stat *status, int type,
				     struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static inline void sandbox_remove(void)
{
	sandbox_need(chdir("/"), "chdir");
	nftw(sandbox, sandbox_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of something in the sandbox; good until the fourth call after. */
__attribute__((format(printf, 1, 2))) static inline const char *
in_sandbox(const char *format, ...)
{
	static char paths[4][1024];
	static size_t turn;
	char *path = paths[turn++ % 4];
	va_list arguments;
	int length = snprintf(path, sizeof(paths[0]), "%s/", sandbox);

	va_start(arguments, format);
	vsnprintf(path + length, sizeof(paths[0]) - (size_t)length, format,
		  arguments);
	va_end(arguments);
	return path;
}

/* Makes a directory below the sandbox and its missing parents. */
static inline void make_directory(const char *name)
{
	char path[1024];
	char *slash;

	snprintf(path, sizeof(path), "%s/", in_sandbox("%s", name));
	for (slash = path + strlen(sandbox) + 1; *slash; slash++) {
		if (*slash != '/')
			continue;
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	sandbox_need(access(path, X_OK), path);
}

static inline void make_file(const char *name, const char *content)
{
	int fd = open(in_sandbox("%s", name),
		      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	sandbox_need(fd, name);
	sandbox_need(write(fd, content, strlen(content)) ==
				     (ssize_t)strlen(content)
			     ? 0
			     : -1,
		     name);
	close(fd);
}

static inline void go_to(const char *name)
{
	sandbox_need(chdir(in_sandbox("%s", name)), name);
}

/* HOME is "home" in the sandbox, and we are there. */
static inline void sandbox_make(void)
{
	const char *parent = getenv("TMPDIR");
	char template[200];

	snprintf(template, sizeof(template), "%s/fly-cred-test.XXXXXX",
		 parent ? parent : "/tmp");
	sandbox_need(mkdtemp(template) ? 0 : -1, template);
	sandbox_need(chdir(template), template);
	sandbox_need(getcwd(sandbox, sizeof(sandbox)) ? 0 : -1, "getcwd");
	sandbox_need(chmod(sandbox, 0755), "chmod");
	atexit(sandbox_remove);
	umask(022);
	clearenv();
	make_directory("home");
	setenv("HOME", in_sandbox("home"), 1);
	go_to("home");
}

#endif
