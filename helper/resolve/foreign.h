/* SPDX-License-Identifier: MIT */
/*
 * Credentials of hosts that are not Fly's, kept for the tools that stored them.
 * For each tool and host there is one sealed record with one or more entries,
 * newest first. An entry is key=value lines that only its tool's front end
 * understands; fly-cred-store(5) has the keys.
 *
 * All of these open the store when it is not open yet. Nothing here looks at
 * which host is Fly's: that is for the front ends.
 */
#ifndef FC_FOREIGN_H
#define FC_FOREIGN_H

#include "store/record.h"
#include "store/store.h"

#define FOREIGN_DOCKER	  "docker"
#define FOREIGN_GIT	  "git"
#define FOREIGN_TERRAFORM "terraform"

/* The line every entry begins with: Unix seconds. */
#define FOREIGN_STORED_AT "stored_at"

/* Whose credentials, and where for: the host in that tool's normal form. */
struct foreign_place {
	const char *tool;
	const char *host;
};

/*
 * Reads what is held for the place. ERR_NOT_FOUND when that is nothing, which
 * the name of one file tells: no key and no record is touched for it.
 * Otherwise the key is needed; ERR_LOCKED, ERR_CORRUPT name the host.
 */
bool foreign_read(struct store *store, const struct foreign_place *place,
		  struct record *ret_record, struct error *err) MUST_CHECK;

/*
 * The record's next entry, from position 0 on; false after the last. The entry
 * points into the record and is not to be cleared.
 */
bool foreign_next(const struct record *record, size_t *position,
		  struct attributes *ret_entry) MUST_CHECK;

/* Whether it is a record of that tool. */
bool foreign_is_of(const struct record *record, const char *tool);

/* Whether an entry that is held is meant. */
typedef bool foreign_match(const struct attributes *entry,
			   const struct attributes *wanted);

/*
 * Puts the entry first, in place of those that match it; without a match
 * function in place of all, without looking at them. Nothing is written when
 * that would change nothing. ERR_FAILED when there is no room left.
 */
bool foreign_put(struct store *store, const struct foreign_place *place,
		 const struct attributes *entry, foreign_match *match,
		 struct error *err) MUST_CHECK;

/*
 * Removes the entries that match; that there is none is no error. When nothing
 * is wanted in particular all go, which needs no key.
 */
bool foreign_drop(struct store *store, const struct foreign_place *place,
		  const struct attributes *wanted, foreign_match *match,
		  struct error *err) MUST_CHECK;

#endif
