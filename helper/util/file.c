/* SPDX-License-Identifier: MIT */
/* Files that hold secrets: opened with suspicion, replaced in one step. */
#include "config.h"

#include "util/file.h"

#include "util/alloc.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#define OPEN_CAREFULLY (O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK)

/* The whole path of dir's file name, for a remedy to be typed. */
static char *whole_path(int dir, const char *name)
{
	char link[40], path[PATH_MAX];
	ssize_t length;

	if (dir == AT_FDCWD || *name == '/')
		return alloc_string(name);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
	length = readlink(link, path, sizeof(path) - 1);
	path[length < 0 ? 0 : length] = '\0';
	return alloc_joined(path, length > 0 ? "/" : "", name, NULL);
}

static bool fail_owner(int dir, const char *name, const struct stat *status,
		       struct error *err)
{
	AUTO_FREE char *path = whole_path(dir, name);

	return fail(err, ERR_FAILED,
		    "%s belongs to user %ld, not to you (%ld); run this as "
		    "that user, or if sudo made it: sudo chown -R %ld '%s'",
		    path, (long)status->st_uid, (long)process_user(),
		    (long)process_user(), path);
}

/* Complains unless dir's file name is of the type and ours alone. */
static bool is_private(const struct stat *status, int dir, const char *name,
		       mode_t type, struct error *err)
{
	AUTO_FREE char *path = NULL;

	if ((status->st_mode & S_IFMT) != type)
		return fail(err, ERR_FAILED, "%s is not a %s", name,
			    type == S_IFDIR ? "directory" : "regular file");
	if (status->st_uid != process_user())
		return fail_owner(dir, name, status, err);
	if ((status->st_mode & 077) == 0)
		return true;
	path = whole_path(dir, name);
	return fail(err, ERR_FAILED, "%s is open to other users; chmod %s '%s'",
		    path, type == S_IFDIR ? "700" : "600", path);
}

static bool fail_open(int dir, const char *name, struct error *err)
{
	bool absent = errno == ENOENT, denied = errno == EACCES;
	struct stat status;

	fail_errno(err, "can't open %s", name);
	if (absent)
		err->code = ERR_NOT_FOUND;
	if (denied && fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	    status.st_uid != process_user())
		fail_owner(dir, name, &status, err);
	return false;
}

bool file_read_private(int dir, const char *name, size_t limit,
		       struct secret *ret_content, struct error *err)
{
	AUTO_CLOSE int fd = openat(dir, name, O_RDONLY | OPEN_CAREFULLY);
	struct stat status;

	if (fd < 0)
		return fail_open(dir, name, err);
	if (fstat(fd, &status) < 0)
		return fail_errno(err, "can't look at %s", name);
	if (!is_private(&status, dir, name, S_IFREG, err))
		return false;
	if (status.st_size > (off_t)limit)
		return fail(err, ERR_USAGE, "%s is longer than %zu bytes", name,
			    limit);
	return secret_read_file(ret_content, fd, (size_t)status.st_size, name,
				err);
}

static bool sync_directory(int dir, const char *name, struct error *err)
{
	AUTO_CLOSE int fd = openat(dir, ".",
				   O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0)
		return fail_errno(err, "can't sync the directory of %s", name);
	return true;
}

static bool write_new(int dir, const char *name, struct slice content,
		      struct error *err)
{
	AUTO_CLOSE int fd = openat(
		dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	const uint8_t *at = content.bytes;
	size_t left = content.length;

	if (fd < 0)
		return fail_errno(err, "can't make %s", name);
	while (left) {
		ssize_t put = write(fd, at, left);

		if (put < 0 && errno != EINTR)
			return fail_errno(err, "can't write %s", name);
		at += put > 0 ? put : 0;
		left -= put > 0 ? (size_t)put : 0;
	}
	if (fsync(fd) < 0)
		return fail_errno(err, "can't sync %s", name);
	return true;
}

static char *write_temporary(int dir, const char *name, struct slice content,
			     struct error *err)
{
	uint64_t number; /* no process's: containers have equal ones */
	AUTO_FREE char *temporary = NULL;

	randombytes_buf(&number, sizeof(number));
	temporary = alloc_formatted("%s.%016" PRIx64 ".new", name, number);
	if (write_new(dir, temporary, content, err))
		return take_ptr(&temporary);
	unlinkat(dir, temporary, 0);
	return NULL;
}

bool file_replace(int dir, const char *name, struct slice content,
		  struct error *err)
{
	AUTO_FREE char *temporary = write_temporary(dir, name, content, err);

	if (temporary == NULL)
		return false;
	if (renameat(dir, temporary, dir, name) < 0) {
		fail_errno(err, "can't replace %s", name);
		unlinkat(dir, temporary, 0);
		return false;
	}
	return sync_directory(dir, name, err);
}

bool file_make(int dir, const char *name, struct slice content,
	       struct error *err)
{
	AUTO_FREE char *temporary = write_temporary(dir, name, content, err);
	bool made;

	if (temporary == NULL)
		return false;
	made = linkat(dir, temporary, dir, name, 0) == 0 || errno == EEXIST ||
	       fail_errno(err, "can't make %s", name);
	unlinkat(dir, temporary, 0);
	return made && sync_directory(dir, name, err);
}

bool file_remove(int dir, const char *name, struct error *err)
{
	if (unlinkat(dir, name, 0) < 0)
		return errno == ENOENT ||
		       fail_errno(err, "can't remove %s", name);
	return sync_directory(dir, name, err);
}

bool directory_make_parents(const char *path, unsigned mode, struct error *err)
{
	AUTO_FREE char *copy = alloc_string(path);
	char *slash = copy;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(copy, mode) < 0 && errno != EEXIST)
			return fail_errno(err, "can't make %s", copy);
		*slash = '/';
	}
	return true;
}

static bool make(const char *path, struct error *err)
{
	if (!directory_make_parents(path, 0700, err))
		return false;
	return mkdir(path, 0700) == 0 || errno == EEXIST ||
	       fail_errno(err, "can't make %s", path);
}

int directory_open_private(const char *path, bool create, struct error *err)
{
	AUTO_CLOSE int fd = -1;
	struct stat status;

	if (create && !make(path, err))
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		fail_open(AT_FDCWD, path, err);
		return -1;
	}
	if (fstat(fd, &status) < 0) {
		fail_errno(err, "can't look at %s", path);
		return -1;
	}
	return is_private(&status, AT_FDCWD, path, S_IFDIR, err) ? take_fd(&fd)
								 : -1;
}

bool directory_next(DIR *listing, struct dirent **ret_entry, struct error *err)
{
	errno = 0;
	*ret_entry = readdir(listing);
	return *ret_entry || errno == 0 ||
	       fail_errno(err, "can't list a directory of the store");
}

int file_lock(int dir, const char *name, bool exclusive, int64_t milliseconds,
	      struct error *err)
{
	AUTO_CLOSE int fd = openat(dir, name, O_RDWR | O_CREAT | OPEN_CAREFULLY,
				   0600);
	const struct timespec pause = {.tv_nsec = 5000000};

	if (fd < 0) {
		fail_open(dir, name, err);
		return -1;
	}
	while (flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			fail_errno(err, "can't lock %s", name);
			return -1;
		}
		if (milliseconds <= 0) {
			fail(err, ERR_FAILED,
			     "another fly-cred holds %s for too long", name);
			errno = EWOULDBLOCK;
			return -1;
		}
		nanosleep(&pause, NULL);
		milliseconds -= 5;
	}
	return take_fd(&fd);
}
