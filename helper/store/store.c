/* SPDX-License-Identifier: MIT */
/* The encrypted store: a directory with one sealed file for each record. */
#include "config.h"

#include "store/store.h"

#include "store/generation.h"
#include "store/key.h"
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
		*ret_path = alloc_formatted("%s/fly-cred", data);
	else if (is_set(home))
		*ret_path = alloc_formatted("%s/.local/share/fly-cred", home);
	else
		return fail(err, ERR_USAGE,
			    "there is no HOME to find the store in; set "
			    "FLY_CRED_STORE to its directory");
	return true;
}

/* Opens the generation in use and reads its header. */
static bool open_current(struct store *store, struct error *err)
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
	return fail(err, ERR_NOT_FOUND,
		    "there is no store in %s; run 'fly-cred init'",
		    store->path);
}

bool store_open(struct store *ret_store, struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	if (!store_path(&store.path, err))
		return false;
	store.root = directory_open_private(store.path, false, err);
	if (store.root < 0 && err->code == ERR_NOT_FOUND)
		return fail(err, ERR_NOT_FOUND,
			    "there is no store in %s; run 'fly-cred init'",
			    store.path);
	if (store.root < 0 || !open_current(&store, err))
		return false;
	*ret_store = store;
	store = (struct store)STORE_CLOSED;
	return true;
}

static bool fail_present(const char *path, struct error *err)
{
	return fail(
		err, ERR_USAGE,
		"there is a store in %s already; 'fly-cred unlock' opens it",
		path);
}

bool store_is_absent(struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	if (store_open(&store, err))
		return fail_present(store.path, err);
	return err->code == ERR_NOT_FOUND;
}

bool store_create(const struct key_secret *secret, struct store *ret_store,
		  struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int lock = -1, alone = -1;

	if (!key_wrap_check(secret, err) || !store_path(&store.path, err))
		return false;
	store.root = directory_open_private(store.path, true, err);
	if (store.root < 0 || !generation_prepare(store.root, err))
		return false;
	lock = store_lock_writing(&store, true, err);
	if (lock < 0)
		return false;
	if (open_current(&store, err) || err->code != ERR_NOT_FOUND)
		return fail_present(store.path, err);
	if (!generation_check_lost(store.root, store.path, err) ||
	    !generation_sweep(store.root, 0, err) || /* of a killed init */
	    !key_wait_alone(&store, secret, &alone, err))
		return false;
	store.key = store_key_random();
	header_new(&store.header, store.key);
	if (!generation_make(store.root, &store.header, store.key, secret,
			     err) ||
	    !generation_use(store.root, store.header.generation, err) ||
	    !open_current(&store, err))
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
	record_name(store->key, id, ret_path + sizeof(GENERATION_LOCKS));
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

/* Whether another process has rotated the key since we opened the store. */
static bool was_rotated(const struct store *store)
{
	struct error ignored;
	struct store_header now;
	AUTO_CLOSE int current = openat(store->root, GENERATION_CURRENT,
					O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return current >= 0 && header_read(current, &now, &ignored) &&
	       now.generation != store->header.generation;
}

bool store_catch_up(struct store *store, struct error *err)
{
	if (!was_rotated(store))
		return store->key || key_load(store, err);
	store_key_free(take_ptr(&store->key));
	return open_current(store, err) && key_load(store, err);
}

static bool read_once(struct store *store, const struct record_id *id,
		      struct record *ret_record, struct error *err)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	char path[sizeof(GENERATION_RECORDS) + RECORD_NAME_SIZE];
	char *name = path + sizeof(GENERATION_RECORDS);

	memcpy(path, GENERATION_RECORDS "/", sizeof(GENERATION_RECORDS));
	record_name(store->key, id, name);
	return file_read_private(store->current, path, RECORD_MAX, &bytes,
				 err) &&
	       record_open(store->key, &store->header, name,
			   secret_slice(&bytes), ret_record, err);
}

/* A record that is not there is no news, the place of all of them is. */
static bool fail_read(const struct store *store, struct error *err)
{
	if (err->code != ERR_NOT_FOUND ||
	    faccessat(store->current, GENERATION_RECORDS, F_OK, 0) == 0 ||
	    errno != ENOENT)
		return false;
	return fail(err, ERR_CORRUPT,
		    "the store in %s has lost its records; restore it from a "
		    "backup",
		    store->path);
}

bool store_read(struct store *store, const struct record_id *id,
		struct record *ret_record, struct error *err)
{
	if (store->key == NULL)
		return key_load(store, err) &&
		       (read_once(store, id, ret_record, err) ||
			fail_read(store, err));
	if (read_once(store, id, ret_record, err))
		return true;
	if (!was_rotated(store))
		return fail_read(store, err);
	return store_catch_up(store, err) &&
	       read_once(store, id, ret_record, err);
}

/* The reason alone names a file that means nothing to anybody. */
static bool fail_write(const struct store *store, struct error *err)
{
	return fail(err, err->code,
		    "%s; the store in %s still has what it had: mend that and "
		    "try again",
		    err->message, store->path);
}

bool store_write(struct store *store, const struct record_id *id,
		 const struct secret *content, struct error *err)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	AUTO_CLOSE int lock = store_lock_writing(store, false, err);
	AUTO_CLOSE int records = -1;
	char name[RECORD_NAME_SIZE];

	if (lock < 0 || !store_catch_up(store, err) ||
	    !record_seal(store->key, &store->header, id, content, &bytes, err))
		return false;
	records = store_directory(store, GENERATION_RECORDS, err);
	record_name(store->key, id, name);
	return records >= 0 &&
	       (file_replace(records, name, secret_slice(&bytes), err) ||
		fail_write(store, err));
}

bool store_remove(struct store *store, const struct record_id *id,
		  struct error *err)
{
	AUTO_CLOSE int lock = store_lock_writing(store, false, err);
	AUTO_CLOSE int records = -1;
	char name[RECORD_NAME_SIZE];

	if (lock < 0 || !store_catch_up(store, err))
		return false;
	records = store_directory(store, GENERATION_RECORDS, err);
	record_name(store->key, id, name);
	return records >= 0 && file_remove(records, name, err);
}

static void close_listing(DIR **listing)
{
	if (*listing)
		closedir(*listing);
}

bool store_each(struct store *store, store_visit *visit, void *data,
		struct error *err)
{
	int records = store_directory(store, GENERATION_RECORDS, err);
	CLEANUP(close_listing) DIR *listing = NULL;
	struct dirent *entry;

	if (records < 0)
		return false;
	listing = fdopendir(records);
	if (listing == NULL)
		return fail_errno(err, "can't list the store");
	while ((entry = readdir(listing))) {
		AUTO_SECRET struct secret bytes = SECRET_EMPTY;
		AUTO_RECORD struct record record = RECORD_EMPTY;

		if (strlen(entry->d_name) != RECORD_NAME_SIZE - 1)
			continue; /* ".", ".." and files being written */
		if (!file_read_private(records, entry->d_name, RECORD_MAX,
				       &bytes, err)) {
			if (err->code == ERR_NOT_FOUND)
				continue; /* removed meanwhile */
			return false;
		}
		if (!record_open(store->key, &store->header, entry->d_name,
				 secret_slice(&bytes), &record, err) ||
		    !visit(&record, data, err))
			return false;
	}
	return true;
}
