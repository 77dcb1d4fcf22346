/* SPDX-License-Identifier: MIT */
/* Another program's settings file: read whole, replaced in one step. */
#include "config.h"

#include "cli/foreign-file.h"

#include "util/alloc.h"
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)128 * 1024)

/* A file that is not there yet, in a directory that is, or can be. */
static bool locate_new(const char *path, bool create, char **ret_real,
		       struct error *err)
{
	AUTO_FREE char *parent = alloc_string(path), *real = NULL;
	char *slash = strrchr(parent, '/');
	struct stat status;

	if (lstat(path, &status) == 0)
		return fail(err, ERR_FAILED,
			    "%s is a link to a file that is not there; make "
			    "that file, or remove the link",
			    path);
	if (create && !directory_make_parents(path, 0700, err))
		return false;
	if (slash)
		*slash = '\0';
	real = realpath(slash ? parent : ".", NULL);
	*ret_real = real ? alloc_formatted("%s/%s", real,
					   slash ? slash + 1 : path)
			 : alloc_string(path);
	return true;
}

bool foreign_file_locate(const char *path, bool create, char **ret_real,
			 struct error *err)
{
	AUTO_FREE char *real = realpath(path, NULL);

	if (real == NULL)
		return errno == ENOENT
			       ? locate_new(path, create, ret_real, err)
			       : fail_errno(err, "can't find %s", path);
	*ret_real = take_ptr(&real);
	return true;
}

bool foreign_file_read(const char *real, struct secret *ret_text,
		       struct error *err)
{
	AUTO_CLOSE int fd = open(real,
				 O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT ||
		       fail_errno(err, "can't open %s", real);
	return secret_read(ret_text, fd, FILE_MAX, real, err);
}

bool foreign_file_can_write(const char *real, struct error *err)
{
	AUTO_FREE char *parent = alloc_string(real);
	char *slash = strrchr(parent, '/');

	if (slash)
		slash[slash == parent] = '\0';
	return ((access(real, W_OK) == 0 || errno == ENOENT) &&
		access(slash ? parent : ".", W_OK) == 0) ||
	       fail_errno(err, "can't write %s", real);
}

bool foreign_file_write(const char *real, const struct secret *text,
			struct error *err)
{
	struct stat status;
	bool present = stat(real, &status) == 0;

	if (text->length == 0)
		return unlink(real) == 0 || errno == ENOENT ||
		       fail_errno(err, "can't remove %s", real);
	if (present && !foreign_file_can_write(real, err))
		return false;
	if (!file_replace(AT_FDCWD, real, secret_slice(text), err))
		return false;
	return !present || chmod(real, status.st_mode & 07777) == 0 ||
	       fail_errno(err, "can't set the mode of %s", real);
}
