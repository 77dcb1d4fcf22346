/* SPDX-License-Identifier: MIT */
/*
 * The records of an unlocked store. Finding one reads no other, readers never
 * lock, and every write is a new file renamed over the old.
 */
#ifndef FC_RECORDS_H
#define FC_RECORDS_H

#include "store/store.h"

/*
 * Reads the record. ERR_NOT_FOUND when there is none (the message is for the
 * programmer), ERR_CORRUPT when it does not open. The store must be unlocked.
 */
bool store_read(struct store *store, const struct record_id *id,
		struct record *ret_record, struct error *err) MUST_CHECK;

/*
 * Whether there is a foreign record of that id, by the name of its file and
 * nothing else: needs no key. Its errors are those of store_read.
 */
bool store_find_foreign(struct store *store, const struct record_id *id,
			struct error *err) MUST_CHECK;

/*
 * Writes the record in place of the one that was there. ERR_FAILED when it is
 * larger than a record can be.
 */
bool store_write(struct store *store, const struct record_id *id,
		 const struct secret *content, struct error *err) MUST_CHECK;

/*
 * Removes it; that it is not there is no error. A foreign one can go from a
 * locked store as well.
 */
bool store_remove(struct store *store, const struct record_id *id,
		  struct error *err) MUST_CHECK;

/*
 * Removes what nothing points to any more: older generations, and files of
 * writes that were cut short.
 */
bool store_sweep(struct store *store, struct error *err) MUST_CHECK;

/*
 * Calls visit for every record until it returns false; false then, and
 * when a record does not open.
 */
typedef bool store_visit(const struct record *record, void *data,
			 struct error *err);
bool store_each(struct store *store, store_visit *visit, void *data,
		struct error *err) MUST_CHECK;

/*
 * Goes over to the new key when another process has rotated it since the store
 * was opened. ERR_LOCKED when that key is not at hand.
 */
bool store_catch_up(struct store *store, struct error *err) MUST_CHECK;

#endif
