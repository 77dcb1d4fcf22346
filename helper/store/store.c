/* SPDX-License-Identifier: MIT */
/* The encrypted store: a directory with one sealed file for each record. */
#include "config.h"

#include "store/store.h"

#include "store/generation.h"
#include "util/alloc.h"
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define WRITE_WAIT 60000 /* milliseconds; a rotation is long done by then */

void store_close(struct store *store)
{
	cleanup_close(&store->root);
	cleanup_close(&store->current);
	store_key_free(store->key);
	free(store->path);
	*store = (struct store)STORE_CLOSED;
}

static bool is_set(const char *value)
{
	return value && *value;
}

bool store_path(char **ret_path, struct error *err)
{
	const char *store = getenv("FLY_CRED_STORE");
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (is_set(store))
		*ret_path = alloc_string(store);
	else if (is_set(data))
		*ret_path = alloc_joined(data, "/fly-cred", NULL);
	else if (is_set(home))
		*ret_path = alloc_joined(home, "/.local/share/fly-cred", NULL);
	else
		return fail(err, ERR_USAGE,
			    "there is no HOME to find the store in; set "
			    "FLY_CRED_STORE to its directory");
	return true;
}

/* Opens the generation in use and reads its header. */
bool store_open_current(struct store *store, struct error *err)
{
	cleanup_close(&store->current);
	store->current = openat(store->root, GENERATION_CURRENT,
				O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->current >= 0)
		return header_read(store->current, &store->header, err) ||
		       (err->code == ERR_NOT_FOUND &&
			fail(err, ERR_CORRUPT,
			     "the store in %s has lost its header; restore it "
			     "from a backup",
			     store->path));
	if (errno != ENOENT)
		return fail_errno(err, "can't open the store in %s",
				  store->path);
	return generation_check_lost(store->root, store->path, err) &&
	       fail(err, ERR_NOT_FOUND,
		    "there is no store in %s; run 'fly-cred init'",
		    store->path);
}

bool store_open(struct store *ret_store, struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	if (!store_path(&store.path, err))
		return fail(err, ERR_NOT_FOUND, "%s", err->message);
	store.root = directory_open_private(store.path, false, err);
	if (store.root < 0 && err->code == ERR_NOT_FOUND)
		return fail(err, ERR_NOT_FOUND,
			    "there is no store in %s; run 'fly-cred init'",
			    store.path);
	if (store.root < 0 || !store_open_current(&store, err))
		return false;
	*ret_store = store;
	store = (struct store)STORE_CLOSED;
	return true;
}

int store_directory(const struct store *store, const char *name,
		    struct error *err)
{
	int fd = openat(store->current, name,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		fail_errno(err, "can't open %s of the store in %s", name,
			   store->path);
	return fd;
}

int store_lock_writing(const struct store *store, bool exclusive,
		       struct error *err)
{
	return file_lock(store->root, GENERATION_LOCKS "/store", exclusive,
			 WRITE_WAIT, err);
}

void store_lock_path(const struct store *store, const struct record_id *id,
		     char ret_path[STORE_LOCK_SIZE])
{
	memcpy(ret_path, GENERATION_LOCKS "/", sizeof(GENERATION_LOCKS));
	record_name(store->key, &store->header, id,
		    ret_path + sizeof(GENERATION_LOCKS));
}

int store_lock_record(struct store *store, const struct record_id *id,
		      int64_t milliseconds, struct error *err)
{
	char path[STORE_LOCK_SIZE];

	store_lock_path(store, id, path);
	/* Backups of a store may leave the locks out. */
	return generation_prepare(store->root, err)
		       ? file_lock(store->root, path, true, milliseconds, err)
		       : -1;
}
