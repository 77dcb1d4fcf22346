/* SPDX-License-Identifier: MIT */
/* Key slots: one file for each way to open the store. */
#ifndef FC_KEY_SLOT_H
#define FC_KEY_SLOT_H

#include "store/key-wrap.h"

#define KEY_SLOT_NAME_MAX 40

struct key_slot {
	const char *name; /* of its file below "slots" */
	enum key_kind kind;
	int64_t made_at; /* seconds since the epoch */
};

/*
 * Wraps the key for the secret and writes the slot, in place of one of that
 * name. slots is the directory. ERR_USAGE for a bad name or secret.
 */
bool key_slot_write(int slots, const char *name,
		    const struct store_header *header,
		    const struct store_key *key,
		    const struct key_secret *secret, struct error *err)
	MUST_CHECK;

/*
 * Tries every slot of the secret's kind. ERR_LOCKED when none opens, with a
 * message for the person who typed the passphrase or named the file. The key
 * is the caller's to free.
 */
bool key_slot_open(int slots, const struct store_header *header,
		   const struct key_secret *secret, struct store_key **ret_key,
		   struct error *err) MUST_CHECK;

/*
 * Calls visit for every slot in order of name until it returns false; false
 * then, and on an unreadable slot (ERR_CORRUPT).
 */
typedef bool key_slot_visit(const struct key_slot *slot, void *data,
			    struct error *err);
bool key_slot_each(int slots, key_slot_visit *visit, void *data,
		   struct error *err) MUST_CHECK;

/* Whether there is a file of that name, damaged or not. */
bool key_slot_exists(int slots, const char *name);

/*
 * Removes a slot. ERR_NOT_FOUND when there is none of that name, ERR_USAGE
 * when no other would be left that can be read.
 */
bool key_slot_remove(int slots, const char *name, struct error *err) MUST_CHECK;

#endif
