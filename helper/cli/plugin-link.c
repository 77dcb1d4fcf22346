/* SPDX-License-Identifier: MIT */
/* The link by which terraform and OpenTofu find their credentials helper. */
#include "config.h"

#include "cli/plugin-link.h"

#include "cli/program-path.h"
#include "util/alloc.h"
#include "util/cleanup.h"
#include "util/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NAME	  "terraform-credentials-fly"
#define DIRECTORY ".terraform.d/plugins"

void plugin_link_clear(struct plugin_link *link)
{
	free(link->path);
	free(link->target);
	*link = (struct plugin_link){.path = NULL};
}

static char *beside_us(void)
{
	struct error ignored;
	AUTO_FREE char *here = own_program_path(&ignored), *path = NULL;

	if (here == NULL)
		return NULL;
	*strrchr(here, '/') = '\0';
	path = alloc_formatted("%s/" NAME, here);
	return program_path(path);
}

/* Whether it leads to a program that is called as ours is. */
static bool is_good(const char *path)
{
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);
	const char *name;

	if (length < 0 || access(path, X_OK) < 0)
		return false;
	target[length] = '\0';
	name = strrchr(target, '/');
	return strcmp(name ? name + 1 : target, NAME) == 0;
}

bool plugin_link_find(struct plugin_link *ret_link, struct error *err)
{
	const char *home = getenv("HOME");
	struct stat status;

	plugin_link_clear(ret_link);
	ret_link->path = alloc_formatted("%s/" DIRECTORY "/" NAME,
					 home ? home : "");
	ret_link->target = program_path(NAME);
	if (ret_link->target == NULL)
		ret_link->target = beside_us();
	if (ret_link->target == NULL)
		return fail(err, ERR_FAILED,
			    NAME " is neither on PATH nor beside fly-cred");
	if (lstat(ret_link->path, &status) == 0 && !S_ISLNK(status.st_mode))
		return fail(err, ERR_FAILED,
			    "%s is there and no link; move it away",
			    ret_link->path);
	ret_link->is_there = is_good(ret_link->path);
	return true;
}

/* In one step: terraform may look for it at any time. */
bool plugin_link_make(const struct plugin_link *link, struct error *err)
{
	AUTO_FREE char *fresh = alloc_formatted("%s.%ld.new", link->path,
						(long)getpid());

	if (!directory_make_parents(link->path, 0755, err))
		return false;
	if (symlink(link->target, fresh) < 0)
		return fail_errno(err, "can't make %s", link->path);
	if (rename(fresh, link->path) == 0)
		return true;
	fail_errno(err, "can't make %s", link->path);
	unlink(fresh);
	return false;
}

bool plugin_link_remove(const struct plugin_link *link, struct error *err)
{
	return unlink(link->path) == 0 ||
	       fail_errno(err, "can't remove %s", link->path);
}
