/* SPDX-License-Identifier: MIT */
/* fly-cred setup terraform --shim: programs that run others with a token. */
#include "config.h"

#include "cli/setup-shim.h"

#include "cli/program-path.h"
#include "cli/shell-quote.h"
#include "resolve/paths.h"
#include "util/alloc.h"
#include "util/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *const programs[] = {"terraform", "tofu"};
#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

static char *shim_directory(void)
{
	AUTO_FREE char *state = state_directory();

	return state ? alloc_formatted("%s/shims", state) : NULL;
}

static bool write_text(const char *shim, struct secret *ret_text,
		       struct error *err)
{
	AUTO_FREE char *own = own_program_path(err);

	if (own == NULL)
		return false;
	secret_append_string(ret_text,
			     "#!/bin/sh\n# Made by 'fly-cred setup terraform "
			     "--shim'; --undo removes it.\nexec ");
	if (!is_plain_value(own) || !is_plain_value(shim))
		return fail(err, ERR_FAILED,
			    "a path with a control character can't be written "
			    "into a shim");
	shell_quote(SHELL_POSIX, own, ret_text);
	secret_append_string(ret_text, " shim -- ");
	shell_quote(SHELL_POSIX, shim, ret_text);
	secret_append_string(ret_text, " \"$@\"\n");
	return true;
}

static bool make(int dir, const char *directory, const char *name,
		 struct error *err)
{
	AUTO_FREE char *shim = alloc_formatted("%s/%s", directory, name);
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	return write_text(shim, &text, err) &&
	       file_replace(dir, name, secret_slice(&text), err) &&
	       (fchmodat(dir, name, 0700, 0) == 0 ||
		fail_errno(err, "can't make %s a program", shim));
}

static void tell_path(const char *directory)
{
	const char *path = getenv("PATH");

	if (path && strncmp(path, directory, strlen(directory)) == 0)
		return;
	printf("put it first on PATH, in your shell's settings:\n"
	       "    export PATH=\"%s:$PATH\"\n",
	       directory);
}

static bool add(const char *directory, bool dry_run, struct error *err)
{
	AUTO_CLOSE int dir = -1;
	size_t i;

	for (i = 0; i < PROGRAMS; i++)
		printf("+ %s/%s\n", directory, programs[i]);
	if (dry_run)
		return true;
	dir = directory_open_private(directory, true, err);
	if (dir < 0)
		return false;
	for (i = 0; i < PROGRAMS; i++)
		if (!make(dir, directory, programs[i], err))
			return false;
	tell_path(directory);
	return true;
}

static bool undo(const char *directory, bool dry_run, struct error *err)
{
	AUTO_CLOSE int dir = directory_open_private(directory, false, err);
	size_t i;

	if (dir < 0 && err->code != ERR_NOT_FOUND)
		return false;
	if (dir < 0) {
		puts("there are no shims");
		return true;
	}
	for (i = 0; i < PROGRAMS; i++) {
		printf("- %s/%s\n", directory, programs[i]);
		if (!dry_run && !file_remove(dir, programs[i], err))
			return false;
	}
	return dry_run || rmdir(directory) == 0 ||
	       fail_errno(err, "can't remove %s", directory);
}

bool setup_shim(const struct setup_request *request, struct error *err)
{
	AUTO_FREE char *directory = shim_directory();

	if (directory == NULL)
		return fail(err, ERR_USAGE,
			    "there is no home directory; set HOME");
	return (request->undo ? undo : add)(directory, request->dry_run, err);
}
