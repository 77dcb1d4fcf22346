/* SPDX-License-Identifier: MIT */
/* The random key of a store and the keys made from it. */
#ifndef FC_STORE_KEY_H
#define FC_STORE_KEY_H

#include "util/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

#define STORE_KEY_SIZE	 32
#define STORE_CHECK_SIZE 32

/* In guarded memory that is never swapped; see store_key_new. */
struct store_key {
	uint8_t master[STORE_KEY_SIZE]; /* what slots wrap and the kernel keeps
					 */
	uint8_t seal[32]; /* XChaCha20-Poly1305, the contents of records */
	uint8_t name[32]; /* BLAKE2b, the names of records */
	uint8_t check[STORE_CHECK_SIZE]; /* written to the header in clear */
};

#define AUTO_STORE_KEY CLEANUP(store_key_freep)

/*
 * Makes room for a key; the caller fills master, calls store_key_derive and
 * frees it with store_key_free, which wipes. Never NULL.
 */
struct store_key *store_key_new(void);
void store_key_free(struct store_key *key);
static inline void store_key_freep(struct store_key **key)
{
	store_key_free(*key);
}

/* A new random key, ready for use. */
struct store_key *store_key_random(void);

/* Makes the other keys from master (libsodium's crypto_kdf, BLAKE2b). */
void store_key_derive(struct store_key *key);

#endif
