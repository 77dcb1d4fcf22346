/* SPDX-License-Identifier: MIT */
/* Getting the key of a store, and leaving it in the kernel. */
#ifndef FC_KEY_H
#define FC_KEY_H

#include "store/store.h"

#include <stdint.h>

/*
 * Reads what opens a slot from a file: a key file, or the passphrase in the
 * first line of one. ERR_FAILED when others can read it, ERR_USAGE when it is
 * too short.
 */
bool key_secret_read(enum key_kind kind, const char *path,
		     struct key_secret *ret_secret, struct error *err)
	MUST_CHECK;

/*
 * The same for a key file that may not exist: it is made then, with 32 random
 * bytes. ERR_USAGE for one inside the store's directory.
 */
bool key_file_prepare(const char *path, struct key_secret *ret_secret,
		      struct error *err) MUST_CHECK;

/*
 * Gets the key without asking anybody: from the kernel, else with the key file
 * that FLY_CRED_KEY_FILE names. ERR_LOCKED when neither has it; the message
 * says how to unlock.
 */
bool key_load(struct store *store, struct error *err) MUST_CHECK;

/*
 * For create.c and key-change.c, around every use of a passphrase: waits until
 * no other fly-cred derives a key from one, which takes 256 MiB. Key files need
 * no lock and get none.
 */
bool key_wait_alone(const struct store *store, const struct key_secret *secret,
		    int *ret_lock, struct error *err) MUST_CHECK;

/* Gets the key with a secret. ERR_LOCKED when it is the wrong one. */
bool key_unwrap(struct store *store, const struct key_secret *secret,
		struct error *err) MUST_CHECK;

/*
 * Leaves the key of an unlocked store in the kernel for the given seconds.
 * ERR_LOCKED when the kernel keeps no keys here.
 */
bool key_keep(struct store *store, int64_t seconds, struct error *err)
	MUST_CHECK;

/* Makes the kernel forget the key, for every process at once. */
bool key_forget(struct store *store, struct error *err) MUST_CHECK;

/*
 * Removes what an interrupted rotation left, which the old key would open, if
 * nobody is writing just now.
 */
void key_tidy(struct store *store);

#endif
