/* SPDX-License-Identifier: MIT */
/* The stored tokens by their ids at Fly. */
#include "config.h"

#include "resolve/issued-ids.h"

#include "store/records.h"
#include "util/alloc.h"

#include <string.h>

void issued_ids_clear(struct issued_ids *ids)
{
	size_t i;

	for (i = 0; i < ids->count; i++)
		free(ids->ids[i]);
	free(ids->ids);
	*ids = (struct issued_ids)ISSUED_IDS_EMPTY;
}

static const char *field(const struct record *record, const char *key)
{
	const char *value = attributes_get(&record->fields, key);

	return value ? value : "";
}

static bool is_token(const struct record *record)
{
	return strcmp(field(record, "kind"), "token") == 0 &&
	       *field(record, "id") != '\0';
}

struct collection {
	const struct account *account;
	struct issued_ids *ids;
};

static bool collect(const struct record *record, void *data, struct error *err)
{
	struct collection *collection = data;
	struct issued_ids *ids = collection->ids;

	(void)err;
	if (!is_token(record) ||
	    (collection->account &&
	     strcmp(field(record, "account"), collection->account->id) != 0))
		return true;
	ids->ids = alloc_resized(ids->ids, ids->count + 1, sizeof(*ids->ids));
	ids->ids[ids->count++] = alloc_string(field(record, "id"));
	return true;
}

bool issued_ids_load(struct store *store, const struct account *account,
		     struct issued_ids *ret_ids, struct error *err)
{
	struct collection collection = {account, ret_ids};

	issued_ids_clear(ret_ids);
	return store_each(store, collect, &collection, err);
}

bool issued_ids_have(const struct issued_ids *ids, const char *id)
{
	size_t i;

	for (i = 0; i < ids->count; i++)
		if (strcmp(ids->ids[i], id) == 0)
			return true;
	return false;
}

struct search {
	struct store *store;
	const char *id;
};

static bool remove_found(const struct record *record, void *data,
			 struct error *err)
{
	const struct search *search = data;
	struct record_id id = {"token", field(record, "account"),
			       field(record, "scope"),
			       field(record, "profile")};

	if (!is_token(record) || strcmp(field(record, "id"), search->id) != 0)
		return true;
	return store_remove(search->store, &id, err);
}

bool issued_forget_id(struct store *store, const char *id, struct error *err)
{
	struct search search = {store, id};

	return store_each(store, remove_found, &search, err);
}
