/* SPDX-License-Identifier: MIT */
/* Files without secrets that we still do not believe from just anybody. */
#include "config.h"

#include "resolve/plainfile.h"

#include "resolve/paths.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define OPEN_CAREFULLY (O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

/* The kernel's default; where it was changed such files are just refused. */
#define OVERFLOW_UID 65534

static bool fail_file(const struct plain_file *file, struct error *err,
		      const char *problem)
{
	AUTO_FREE char *shown = path_shown(file->display);

	return fail(err, ERR_FAILED, "%s %s", shown, problem);
}

static bool fail_open(const struct plain_file *file, int number,
		      struct error *err)
{
	AUTO_FREE char *shown = NULL;

	/* Usual, and cheap: who looks in many places names them himself. */
	if (number == ENOENT)
		return fail(err, ERR_NOT_FOUND, "there is no such file");
	shown = path_shown(file->display);
	return fail(err, ERR_FAILED, "can't open %s: %s", shown,
		    strerror(number));
}

/* The system's own maps all numbers to themselves (user_namespaces(7)). */
static bool in_user_namespace(void)
{
	static const char whole[] = "         0          0 4294967295\n";
	AUTO_CLOSE int fd = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
	char map[sizeof(whole)];
	ssize_t got = fd < 0 ? -1 : read(fd, map, sizeof(map));

	return got > 0 &&
	       !slice_equal(slice_of(map, (size_t)got), slice_of_string(whole));
}

static bool is_owner_believed(uid_t owner)
{
	return owner == process_user() || owner == 0 ||
	       (owner == OVERFLOW_UID && in_user_namespace());
}

static bool check_owner(const struct plain_file *file, uid_t owner,
			struct error *err)
{
	AUTO_FREE char *shown = NULL;

	if (is_owner_believed(owner))
		return true;
	shown = path_shown(file->display);
	return fail(err, ERR_FAILED, "%s belongs to user %ld, not to you (%ld)",
		    shown, (long)owner, (long)process_user());
}

static bool check_file(const struct plain_file *file, const struct stat *status,
		       struct error *err)
{
	AUTO_FREE char *shown = NULL;

	if (!S_ISREG(status->st_mode))
		return fail_file(file, err, "is not a regular file");
	if (!check_owner(file, status->st_uid, err))
		return false;
	if (status->st_mode & file->refused_mode)
		return fail_file(file, err,
				 "can be written by others; chmod go-w it");
	if (status->st_size <= (off_t)file->limit)
		return true;
	shown = path_shown(file->display);
	return fail(err, ERR_USAGE, "%s is longer than %zu bytes", shown,
		    file->limit);
}

/* A link is looked through first: opening a device can have effects. */
static int open_link(const struct plain_file *file, struct error *err)
{
	struct stat link, target;
	int fd = -1;

	if (fstatat(AT_FDCWD, file->path, &link, AT_SYMLINK_NOFOLLOW) < 0) {
		fail_open(file, errno, err);
	} else if (!check_owner(file, link.st_uid, err)) {
		return -1;
	} else if (fstatat(AT_FDCWD, file->path, &target, 0) < 0) {
		fail_file(file, err, "is a symbolic link to nothing");
	} else if (check_file(file, &target, err)) {
		fd = open(file->path, OPEN_CAREFULLY);
		if (fd < 0)
			fail_open(file, errno, err);
	}
	return fd;
}

bool plain_file_read(const struct plain_file *file, struct secret *ret_content,
		     struct error *err)
{
	AUTO_CLOSE int fd = open(file->path, OPEN_CAREFULLY | O_NOFOLLOW);
	AUTO_FREE char *shown = NULL;
	struct stat status;

	if (fd < 0 && errno == ELOOP)
		fd = open_link(file, err);
	else if (fd < 0)
		fail_open(file, errno, err);
	if (fd < 0)
		return false;
	if (fstat(fd, &status) < 0)
		return fail_open(file, errno, err);
	if (!check_file(file, &status, err))
		return false;
	if (secret_read_file(ret_content, fd, (size_t)status.st_size, "it",
			     err))
		return true;
	shown = path_shown(file->display);
	return fail(err, err->code, "%s: %s", shown, err->message);
}
