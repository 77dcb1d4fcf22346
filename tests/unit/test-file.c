/* SPDX-License-Identifier: MIT */
/* Files that are replaced whole. */
#include "config.h"

#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/alloc.h"
#include "util/file.h"
#include "util/secret.h"

#include <dirent.h>

static bool holds(int dir, const char *name, const char *text)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	struct error ignored;

	return file_read_private(dir, name, 100, &content, &ignored) &&
	       slice_equal(secret_slice(&content), slice_of_string(text));
}

static int files_in(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, NULL), i;

	for (i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return count - 2;
}

/* In another container a process may have our number. */
static void test_other_with_our_number(int dir)
{
	AUTO_FREE char *others = alloc_formatted("name.%ld.new",
						 (long)getpid());
	struct error ignored;

	ok(file_replace(dir, others, slice_of_string("half"), &ignored) &&
		   file_replace(dir, "name", slice_of_string("new"), &ignored),
	   "written beside another's unfinished file");
	ok(holds(dir, "name", "new"), "the new content is there");
	ok(holds(dir, others, "half"), "the other's file is untouched");
}

static void test_nothing_is_left(int dir)
{
	int before = files_in(sandbox);
	struct error ignored;

	make_directory("taken");
	ok(!file_replace(dir, "taken", slice_of_string("x"), &ignored),
	   "a directory is not replaced");
	ok(files_in(sandbox) == before + 1, "nothing of the attempt is left");
}

int main(void)
{
	AUTO_CLOSE int dir = -1;

	sandbox_make();
	dir = open(sandbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	sandbox_need(dir, "open");
	test_other_with_our_number(dir);
	test_nothing_is_left(dir);
	return tap_done();
}
