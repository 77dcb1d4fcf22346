/* SPDX-License-Identifier: MIT */
/* Which issued tokens an account has in the store, by what they are for. */
#ifndef FC_STORED_KEYS_H
#define FC_STORED_KEYS_H

#include "resolve/issued.h"

/* A struct issued_key without its account. */
struct stored_key {
	struct scope scope;
	enum issued_profile profile;
	char *cluster; /* NULL where the profile has none */
};

/* Start with STORED_KEYS_EMPTY. */
struct stored_keys {
	struct stored_key *items;
	size_t count;
};

#define STORED_KEYS_EMPTY \
	{                 \
		NULL, 0   \
	}
#define AUTO_STORED_KEYS CLEANUP(stored_keys_clear)
void stored_keys_clear(struct stored_keys *keys);

bool stored_keys_load(struct store *store, const struct account *account,
		      struct stored_keys *ret_keys, struct error *err)
	MUST_CHECK;

#endif
