/* SPDX-License-Identifier: MIT */
/* The random key of a store and the keys made from it. */
#include "config.h"

#include "store/store-key.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CONTEXT "flycred1" /* crypto_kdf_CONTEXTBYTES */

enum { SEAL = 1, NAME = 2, CHECK = 3 };

struct store_key *store_key_new(void)
{
	struct store_key *key = NULL;

	if (sodium_init() >= 0)
		key = sodium_malloc(sizeof(*key));
	if (key == NULL) {
		fputs("fly-cred: no memory for a key\n", stderr);
		_exit(1);
	}
	return key;
}

void store_key_free(struct store_key *key)
{
	/* The pages stay until exit: four system calls would give them back,
	 * and no program has more than a few keys. */
	if (key)
		explicit_bzero(key, sizeof(*key));
}

void store_key_derive(struct store_key *key)
{
	crypto_kdf_derive_from_key(key->seal, sizeof(key->seal), SEAL, CONTEXT,
				   key->master);
	crypto_kdf_derive_from_key(key->name, sizeof(key->name), NAME, CONTEXT,
				   key->master);
	crypto_kdf_derive_from_key(key->check, sizeof(key->check), CHECK,
				   CONTEXT, key->master);
}

struct store_key *store_key_random(void)
{
	struct store_key *key = store_key_new();

	randombytes_buf(key->master, sizeof(key->master));
	store_key_derive(key);
	return key;
}
