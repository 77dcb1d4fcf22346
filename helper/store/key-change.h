/* SPDX-License-Identifier: MIT */
/* The ways into a store changed, or its key: everything sealed anew. */
#ifndef FC_KEY_CHANGE_H
#define FC_KEY_CHANGE_H

#include "store/key-wrap.h"
#include "store/store.h"

/*
 * Adds a slot to the unlocked store. ERR_USAGE when there is one of that name,
 * which may be somebody's only way in.
 */
bool key_add(struct store *store, const char *name,
	     const struct key_secret *secret, struct error *err) MUST_CHECK;

/* Removes a slot; the store may be locked. As key_slot_remove. */
bool key_remove(struct store *store, const char *name, struct error *err)
	MUST_CHECK;

/*
 * Gives the unlocked store a new key with one slot for the secret and seals
 * every record anew; old slots and old copies of the files are worthless then.
 * Interrupted at any point, the store is as before or as after.
 */
bool key_rotate(struct store *store, const struct key_secret *secret,
		struct error *err) MUST_CHECK;

#endif
