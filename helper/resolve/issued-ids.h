/* SPDX-License-Identifier: MIT */
/* The stored tokens by their ids at Fly. */
#ifndef FC_ISSUED_IDS_H
#define FC_ISSUED_IDS_H

#include "resolve/account.h"

/* Start with ISSUED_IDS_EMPTY. */
struct issued_ids {
	char **ids;
	size_t count;
};

#define ISSUED_IDS_EMPTY \
	{                \
		NULL, 0  \
	}
#define AUTO_ISSUED_IDS CLEANUP(issued_ids_clear)
void issued_ids_clear(struct issued_ids *ids);

/* The ids of all stored tokens of the account; of all accounts with NULL. */
bool issued_ids_load(struct store *store, const struct account *account,
		     struct issued_ids *ret_ids, struct error *err) MUST_CHECK;

bool issued_ids_have(const struct issued_ids *ids, const char *id);

/* Forgets the stored token of that id; that there is none is no error. */
bool issued_forget_id(struct store *store, const char *id, struct error *err)
	MUST_CHECK;

#endif
