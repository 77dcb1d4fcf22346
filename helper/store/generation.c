/* SPDX-License-Identifier: MIT */
/* Generations: all of a store that one store key seals, in one directory. */
#include "config.h"

#include "store/generation.h"

#include "store/key-slot.h"
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_SIZE 40
#define PREFIX	  "generation-"

static void name_of(int64_t number, char ret_name[NAME_SIZE])
{
	snprintf(ret_name, NAME_SIZE, PREFIX "%lld", (long long)number);
}

static bool make_directory(int dir, const char *name, struct error *err)
{
	return mkdirat(dir, name, 0700) == 0 || errno == EEXIST ||
	       fail_errno(err, "can't make %s in the store", name);
}

bool generation_prepare(int root, struct error *err)
{
	return make_directory(root, GENERATION_LOCKS, err);
}

static int open_directory(int dir, const char *name, struct error *err)
{
	int fd = openat(dir, name,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		fail_errno(err, "can't open %s in the store", name);
	return fd;
}

int generation_open(int root, int64_t number, struct error *err)
{
	char name[NAME_SIZE];

	name_of(number, name);
	return open_directory(root, name, err);
}

bool generation_make(int root, const struct store_header *header,
		     const struct store_key *key,
		     const struct key_secret *secret, struct error *err)
{
	AUTO_CLOSE int dir = -1, slots = -1;
	char name[NAME_SIZE];

	name_of(header->generation, name);
	if (!make_directory(root, name, err))
		return false;
	dir = open_directory(root, name, err);
	if (dir < 0 || !make_directory(dir, GENERATION_RECORDS, err) ||
	    !make_directory(dir, GENERATION_SLOTS, err))
		return false;
	slots = open_directory(dir, GENERATION_SLOTS, err);
	return slots >= 0 &&
	       key_slot_write(slots, key_kind_name(secret->kind), header, key,
			      secret, err) &&
	       header_write(dir, header, err);
}

bool generation_use(int root, int64_t number, struct error *err)
{
	static const char fresh[] = GENERATION_CURRENT ".new";
	char name[NAME_SIZE];

	name_of(number, name);
	unlinkat(root, fresh, 0);
	if (symlinkat(name, root, fresh) < 0 ||
	    renameat(root, fresh, root, GENERATION_CURRENT) < 0 ||
	    fsync(root) < 0)
		return fail_errno(err, "can't switch the store to %s", name);
	return true;
}

/* The lowest number of those with a header; 0 when there is none. */
static int64_t find_lowest(int root)
{
	DIR *listing = fdopendir(openat(root, ".", O_RDONLY | O_CLOEXEC));
	struct dirent *entry;
	int64_t lowest = 0;

	while (listing && (entry = readdir(listing))) {
		struct error ignored;
		struct store_header header;
		AUTO_CLOSE int dir = -1;

		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		dir = open_directory(root, entry->d_name, &ignored);
		if (dir >= 0 && header_read(dir, &header, &ignored) &&
		    (lowest == 0 || header.generation < lowest))
			lowest = header.generation;
	}
	if (listing)
		closedir(listing);
	return lowest;
}

bool generation_check_lost(int root, const char *path, struct error *err)
{
	int64_t number = find_lowest(root);
	char name[NAME_SIZE];

	name_of(number, name);
	return number == 0 ||
	       fail(err, ERR_CORRUPT,
		    "the store in %s lost its link to what is in use; make it "
		    "anew: ln -sfn %s '%s/" GENERATION_CURRENT "'",
		    path, name, path);
}

/* Empties the directory; those in it are emptied and removed with it. */
static bool empty(int dir, unsigned depth, struct error *err)
{
	DIR *listing = fdopendir(dup(dir));
	struct dirent *entry;
	bool done = listing != NULL;

	while (done && (done = directory_next(listing, &entry, err)) && entry) {
		const char *name = entry->d_name;
		AUTO_CLOSE int inner = -1;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    unlinkat(dir, name, 0) == 0)
			continue;
		inner = open_directory(dir, name, err);
		done = depth > 0 && inner >= 0 &&
		       empty(inner, depth - 1, err) &&
		       unlinkat(dir, name, AT_REMOVEDIR) == 0;
	}
	if (listing)
		closedir(listing);
	return done;
}

static bool remove_whole(int root, const char *name, struct error *err)
{
	AUTO_CLOSE int dir = open_directory(root, name, err);

	if (dir < 0)
		return false;
	if (!empty(dir, 1, err) || unlinkat(root, name, AT_REMOVEDIR) < 0)
		return fail_errno(err, "can't remove %s of the store", name);
	return true;
}

bool generation_sweep(int root, int64_t keep, struct error *err)
{
	DIR *listing = fdopendir(openat(root, ".", O_RDONLY | O_CLOEXEC));
	struct dirent *entry;
	char kept[NAME_SIZE];
	bool done = true;

	if (listing == NULL)
		return fail_errno(err, "can't list the store");
	name_of(keep, kept);
	while (done && (done = directory_next(listing, &entry, err)) && entry)
		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0 &&
		    strcmp(entry->d_name, kept) != 0)
			done = remove_whole(root, entry->d_name, err);
	closedir(listing);
	return done;
}
