/* SPDX-License-Identifier: MIT */
/*
 * Notes in lock files, sealed like records: what the process that has a lock
 * leaves for those who wait for it.
 */
#ifndef FC_NOTE_H
#define FC_NOTE_H

#include "store/store.h"

/*
 * Appends what the file of that lock holds, sealed: every note is other bytes
 * than the one before it, also when it says the same. Nothing when there is
 * none. Needs no lock; a note that is just being written may come out torn and
 * then does not open.
 */
bool note_peek(struct store *store, const struct record_id *id,
	       struct secret *ret_bytes, struct error *err) MUST_CHECK;

/* Opens such bytes; ERR_CORRUPT when there was no note, or it is torn. */
bool note_open(struct store *store, const struct record_id *id,
	       const struct secret *bytes, struct record *ret_note,
	       struct error *err) MUST_CHECK;

/* Leaves a note in the lock that is held. */
bool note_write(struct store *store, int lock, const struct record_id *id,
		const struct secret *content, struct error *err) MUST_CHECK;

/*
 * Forgets every note whose id has that account or none. One in a lock that somebody
 * holds stays, and so does what does not open: nobody can read it either.
 */
bool notes_forget(struct store *store, const char *account, struct error *err)
	MUST_CHECK;

#endif
