/* SPDX-License-Identifier: MIT */
/* Notes in lock files, sealed like records. */
#include "config.h"

#include "store/note.h"

#include "store/generation.h"
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool note_peek(struct store *store, const struct record_id *id,
	       struct secret *ret_bytes, struct error *err)
{
	char path[STORE_LOCK_SIZE];

	store_lock_path(store, id, path);
	return file_read_private(store->root, path, RECORD_MAX, ret_bytes,
				 err) ||
	       err->code == ERR_NOT_FOUND;
}

bool note_open(struct store *store, const struct record_id *id,
	       const struct secret *bytes, struct record *ret_note,
	       struct error *err)
{
	char name[RECORD_NAME_SIZE];

	record_name(store->key, &store->header, id, name);
	return record_open(store->key, &store->header, name,
			   secret_slice(bytes), ret_note, err);
}

/*
 * In place, as renaming would take the lock away from under those who wait;
 * and so a note that was there once always finds room on a full disk.
 */
bool note_write(struct store *store, int lock, const struct record_id *id,
		const struct secret *content, struct error *err)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	ssize_t put;

	if (!record_seal(store->key, &store->header, id, content, &bytes, err))
		return false;
	do {
		put = pwrite(lock, bytes.data, bytes.length, 0);
	} while (put < 0 && errno == EINTR);
	if (put >= 0 && (size_t)put < bytes.length)
		errno = ENOSPC;
	return (put == (ssize_t)bytes.length && ftruncate(lock, put) == 0) ||
	       fail_errno(err, "can't write into the store in %s", store->path);
}

static void close_listing(DIR **listing)
{
	if (*listing)
		closedir(*listing);
}

/* Whether the lock file of that name has a note of the account, or of all. */
static bool is_of_account(const struct store *store, int locks,
			  const char *name, const char *account)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	AUTO_RECORD struct record note = RECORD_EMPTY;
	struct error ignored;
	const char *whose;

	if (!file_read_private(locks, name, RECORD_MAX, &bytes, &ignored) ||
	    bytes.length == 0 ||
	    !record_open(store->key, &store->header, name,
			 secret_slice(&bytes), &note, &ignored))
		return false;
	whose = attributes_get(&note.fields, "account");
	return whose && (*whose == '\0' || strcmp(whose, account) == 0);
}

static bool empty(int locks, const char *name, struct error *err)
{
	AUTO_CLOSE int lock = file_lock(locks, name, true, 0, err);

	if (lock < 0)
		return errno == EWOULDBLOCK;
	return ftruncate(lock, 0) == 0 ||
	       fail_errno(err, "can't empty %s in the store", name);
}

bool notes_forget(struct store *store, const char *account, struct error *err)
{
	int locks = openat(store->root, GENERATION_LOCKS,
			   O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	CLEANUP(close_listing) DIR *listing = NULL;
	struct dirent *entry;

	if (locks < 0)
		return errno == ENOENT ||
		       fail_errno(err, "can't open the locks of the store");
	listing = fdopendir(locks);
	if (listing == NULL)
		return fail_errno(err, "can't list the locks of the store");
	while (directory_next(listing, &entry, err)) {
		if (entry == NULL)
			return true;
		if (strlen(entry->d_name) == RECORD_NAME_SIZE - 1 &&
		    is_of_account(store, locks, entry->d_name, account) &&
		    !empty(locks, entry->d_name, err))
			return false;
	}
	return false;
}
