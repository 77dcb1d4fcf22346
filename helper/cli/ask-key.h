/* SPDX-License-Identifier: MIT */
/* Where a person's key to the store comes from: a file or the terminal. */
#ifndef FC_ASK_KEY_H
#define FC_ASK_KEY_H

#include "store/key.h"

/*
 * What shall open the store from now on: the key file named (made if absent),
 * else the one of FLY_CRED_KEY_FILE, else the passphrase in the file of
 * FLY_CRED_PASSPHRASE_FILE, else a passphrase typed twice. file may be NULL.
 */
bool ask_new_key(const char *file, struct key_secret *ret_secret,
		 struct error *err) MUST_CHECK;

/* The same for a key that exists: nothing is made, and it is asked for once. */
bool ask_key(const char *file, struct key_secret *ret_secret, struct error *err)
	MUST_CHECK;

/*
 * How long the store shall stay open: what was asked for, the standard where
 * that is 0. ERR_USAGE for more than a day.
 */
bool choose_timeout(int64_t asked, int64_t standard, int64_t *ret_seconds,
		    struct error *err) MUST_CHECK;

/*
 * Leaves the unlocked store's key in the kernel and says until when, on
 * standard error. That the kernel keeps no keys here is said too and is no
 * failure: what opened the store once opens it again.
 */
bool keep_key(struct store *store, int64_t seconds, struct error *err)
	MUST_CHECK;

#endif
