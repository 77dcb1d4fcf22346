/* SPDX-License-Identifier: MIT */
/* The end of an account in the store. */
#include "config.h"

#include "resolve/account.h"

#include "resolve/revocation.h"
#include "store/note.h"
#include "store/records.h"

#include <string.h>

struct end {
	struct store *store;
	const char *id;
};

static const char *field(const struct record *record, const char *key)
{
	const char *value = attributes_get(&record->fields, key);

	return value ? value : "";
}

static bool remove_own(const struct record *record, void *data,
		       struct error *err)
{
	const struct end *end = data;
	struct record_id id = {field(record, "kind"), field(record, "account"),
			       field(record, "scope"),
			       field(record, "profile")};

	return strcmp(id.account, end->id) != 0 ||
	       store_remove(end->store, &id, err);
}

bool account_forget(struct store *store, const struct account *account,
		    struct error *err)
{
	/* First, since it is found also among damaged ones. */
	const struct record_id login = {"login", account->id, "", ""};
	struct end end = {store, account->id};

	/* The list last: what is on it can be forgotten once more. */
	return store_remove(store, &login, err) &&
	       store_each(store, remove_own, &end, err) &&
	       revocations_forget(store, account->id, err) &&
	       notes_forget(store, account->id, err) &&
	       accounts_remove(store, account->id, err) &&
	       store_sweep(store, err);
}
