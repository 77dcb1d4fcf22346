/* SPDX-License-Identifier: MIT */
/* Notes in lock files, sealed like records. */
#include "config.h"

#include "store/note.h"

#include "util/file.h"

#include <errno.h>
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
