/* SPDX-License-Identifier: MIT */
/* Which issued tokens an account has in the store, by what they are for. */
#include "config.h"

#include "resolve/stored-keys.h"

#include "store/records.h"
#include "util/alloc.h"

#include <string.h>

void stored_keys_clear(struct stored_keys *keys)
{
	size_t i;

	for (i = 0; i < keys->count; i++) {
		scope_clear(&keys->items[i].scope);
		free(keys->items[i].cluster);
	}
	free(keys->items);
	*keys = (struct stored_keys)STORED_KEYS_EMPTY;
}

struct collection {
	const struct account *account;
	struct stored_keys *keys;
};

static bool collect(const struct record *record, void *data, struct error *err)
{
	struct collection *collection = data;
	const char *kind = attributes_get(&record->fields, "kind");
	const char *account = attributes_get(&record->fields, "account");
	const char *profile = attributes_get(&record->fields, "profile");
	const char *names = attributes_get(&record->fields, "names");
	struct stored_keys *keys = collection->keys;
	const char *cluster = attributes_get(&record->fields, "cluster");
	struct stored_key key = {.scope = SCOPE_EMPTY};

	if (!kind || !account || !profile || !names ||
	    strcmp(kind, "token") != 0 ||
	    strcmp(account, collection->account->id) != 0)
		return true;
	if (!issued_profile_parse(profile, &key.profile))
		return true; /* of a later version */
	if (!scope_parse(names, &key.scope, err))
		return false;
	key.cluster = cluster ? alloc_string(cluster) : NULL;
	keys->items = alloc_resized(keys->items, keys->count + 1,
				    sizeof(*keys->items));
	keys->items[keys->count++] = key;
	return true;
}

bool stored_keys_load(struct store *store, const struct account *account,
		      struct stored_keys *ret_keys, struct error *err)
{
	struct collection collection = {account, ret_keys};

	stored_keys_clear(ret_keys);
	return store_each(store, collect, &collection, err);
}
