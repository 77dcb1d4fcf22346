/* SPDX-License-Identifier: MIT */
/* The records of an unlocked store: found, written, removed, visited. */
#include "config.h"

#include "store/records.h"

#include "store/generation.h"
#include "store/key.h"
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

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

/* Goes over to what is in use now; the key comes when it is needed. */
static bool follow_rotation(struct store *store, struct error *err)
{
	store_key_free(take_ptr(&store->key));
	return store_open_current(store, err);
}

bool store_catch_up(struct store *store, struct error *err)
{
	if (!was_rotated(store))
		return store->key || key_load(store, err);
	return follow_rotation(store, err) && key_load(store, err);
}

#define RECORD_PATH_SIZE (sizeof(GENERATION_RECORDS) + RECORD_NAME_SIZE)

/* Where the record is, below the generation in use; returns its name. */
static const char *path_of(const struct store *store,
			   const struct record_id *id,
			   char ret_path[RECORD_PATH_SIZE])
{
	char *name = ret_path + sizeof(GENERATION_RECORDS);

	memcpy(ret_path, GENERATION_RECORDS "/", sizeof(GENERATION_RECORDS));
	record_name(store->key, &store->header, id, name);
	return name;
}

static bool read_once(struct store *store, const struct record_id *id,
		      struct record *ret_record, struct error *err)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	char path[RECORD_PATH_SIZE];
	const char *name = path_of(store, id, path);

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

bool store_find_foreign(struct store *store, const struct record_id *id,
			struct error *err)
{
	char path[RECORD_PATH_SIZE];

	path_of(store, id, path);
	if (faccessat(store->current, path, F_OK, 0) == 0)
		return true;
	if (was_rotated(store) && follow_rotation(store, err) &&
	    faccessat(store->current, path, F_OK, 0) == 0)
		return true;
	return fail(err, ERR_NOT_FOUND, "no such record") ||
	       fail_read(store, err);
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
	if (bytes.length > RECORD_MAX)
		return fail(err, ERR_FAILED,
			    "a record holds at most %d kB; nothing was changed",
			    RECORD_MAX / 1024);
	records = store_directory(store, GENERATION_RECORDS, err);
	record_name(store->key, &store->header, id, name);
	return records >= 0 &&
	       (file_replace(records, name, secret_slice(&bytes), err) ||
		fail_write(store, err));
}

/* As store_catch_up, without the key where the name needs none. */
static bool reach(struct store *store, const struct record_id *id,
		  struct error *err)
{
	if (!record_is_foreign(id))
		return store_catch_up(store, err);
	return !was_rotated(store) || follow_rotation(store, err);
}

bool store_remove(struct store *store, const struct record_id *id,
		  struct error *err)
{
	AUTO_CLOSE int lock = store_lock_writing(store, false, err);
	AUTO_CLOSE int records = -1;
	char name[RECORD_NAME_SIZE];

	if (lock < 0 || !reach(store, id, err))
		return false;
	records = store_directory(store, GENERATION_RECORDS, err);
	record_name(store->key, &store->header, id, name);
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
	while (directory_next(listing, &entry, err)) {
		AUTO_SECRET struct secret bytes = SECRET_EMPTY;
		AUTO_RECORD struct record record = RECORD_EMPTY;

		if (entry == NULL)
			return true;
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
	return false;
}

static bool is_cut_short(const char *name)
{
	size_t length = strlen(name);

	return length > RECORD_NAME_SIZE &&
	       strcmp(name + length - strlen(".new"), ".new") == 0;
}

static bool sweep_records(int records, struct error *err)
{
	CLEANUP(close_listing) DIR *listing = fdopendir(records);
	struct dirent *entry;

	if (listing == NULL)
		return fail_errno(err, "can't list the store");
	while (directory_next(listing, &entry, err)) {
		if (entry == NULL)
			return true;
		if (is_cut_short(entry->d_name) &&
		    !file_remove(records, entry->d_name, err))
			return false;
	}
	return false;
}

bool store_sweep(struct store *store, struct error *err)
{
	AUTO_CLOSE int lock = store_lock_writing(store, true, err);
	int records;

	if (lock < 0 || !store_catch_up(store, err))
		return false;
	records = store_directory(store, GENERATION_RECORDS, err);
	return records >= 0 && sweep_records(records, err) &&
	       generation_sweep(store->root, store->header.generation, err);
}
