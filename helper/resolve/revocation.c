/* SPDX-License-Identifier: MIT */
/* Tokens that are still to be revoked at Fly. */
#include "config.h"

#include "resolve/revocation.h"

#include "store/records.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <string.h>

#define LOCK_WAIT 10000 /* milliseconds */

static const struct record_id list_id = {"revocations", "", "", ""};

void revocations_clear(struct revocations *revocations)
{
	record_clear(&revocations->record);
	free(revocations->items);
	*revocations = (struct revocations)REVOCATIONS_EMPTY;
}

const char *revocation_key(const struct revocation *revocation)
{
	return *revocation->id ? revocation->id : revocation->name;
}

static struct revocation *append(struct revocations *revocations)
{
	struct revocation *fresh;

	revocations->items = alloc_resized(revocations->items,
					   revocations->count + 1,
					   sizeof(*revocations->items));
	fresh = &revocations->items[revocations->count++];
	*fresh = (struct revocation){.id = "",
				     .name = "",
				     .account = "",
				     .account_name = "",
				     .names = "",
				     .profile = ""};
	return fresh;
}

/* One line of the record; "id" begins a revocation. */
static bool take(struct revocations *revocations, const struct attribute *line)
{
	struct revocation *last;

	if (strcmp(line->key, "id") == 0)
		append(revocations)->id = line->value;
	if (revocations->count == 0)
		return true; /* the lines of the record's own id */
	last = &revocations->items[revocations->count - 1];
	if (strcmp(line->key, "name") == 0)
		last->name = line->value;
	else if (strcmp(line->key, "of_account") == 0)
		last->account = line->value;
	else if (strcmp(line->key, "account_name") == 0)
		last->account_name = line->value;
	else if (strcmp(line->key, "names") == 0)
		last->names = line->value;
	else if (strcmp(line->key, "of_profile") == 0)
		last->profile = line->value;
	else if (strcmp(line->key, "due_at") == 0)
		return number_parse(line->value, &last->due_at);
	else if (strcmp(line->key, "expires_at") == 0)
		return number_parse(line->value, &last->expires_at);
	return true;
}

static void drop_expired(struct revocations *revocations)
{
	int64_t now = clock_now();
	size_t i, kept = 0;

	for (i = 0; i < revocations->count; i++)
		if (revocations->items[i].expires_at > now)
			revocations->items[kept++] = revocations->items[i];
	revocations->count = kept;
}

static bool fail_list(struct error *err)
{
	return fail(err, ERR_CORRUPT,
		    "the list of tokens to revoke is damaged; restore the "
		    "store from a backup, or rotate again, and look for what "
		    "is left with 'fly-cred list --remote'");
}

bool revocations_load(struct store *store, struct revocations *ret_revocations,
		      struct error *err)
{
	struct revocations *revocations = ret_revocations;
	size_t i;

	revocations_clear(revocations);
	if (!store_read(store, &list_id, &revocations->record, err))
		return err->code == ERR_NOT_FOUND ||
		       (err->code == ERR_CORRUPT && fail_list(err));
	for (i = 0; i < revocations->record.fields.count; i++)
		if (!take(revocations, &revocations->record.fields.items[i]))
			return fail_list(err);
	drop_expired(revocations);
	return true;
}

static bool write_one(struct secret *text, const struct revocation *revocation,
		      struct error *err)
{
	if (!attributes_add(text, "id", revocation->id, err) ||
	    !attributes_add(text, "name", revocation->name, err) ||
	    !attributes_add(text, "of_account", revocation->account, err) ||
	    !attributes_add(text, "account_name", revocation->account_name,
			    err) ||
	    !attributes_add(text, "names", revocation->names, err) ||
	    !attributes_add(text, "of_profile", revocation->profile, err))
		return false;
	attributes_add_number(text, "due_at", revocation->due_at);
	attributes_add_number(text, "expires_at", revocation->expires_at);
	return true;
}

/* The list without that token, but with the fresh one, if any. */
static bool write_list(struct store *store,
		       const struct revocations *revocations, const char *key,
		       const struct revocation *fresh, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	size_t i;

	for (i = 0; i < revocations->count; i++)
		if (strcmp(revocation_key(&revocations->items[i]), key) != 0 &&
		    !write_one(&text, &revocations->items[i], err))
			return false;
	return (fresh == NULL || write_one(&text, fresh, err)) &&
	       (text.length ? store_write(store, &list_id, &text, err)
			    : store_remove(store, &list_id, err));
}

/* Makes room among those known by name: an API may lose every answer. */
static void drop_oldest(struct revocations *revocations)
{
	size_t i, oldest = revocations->count, named = 0;

	for (i = 0; i < revocations->count; i++)
		if (*revocations->items[i].id == '\0' && named++ == 0)
			oldest = i;
	if (named < REVOCATIONS_NAMED_MAX)
		return;
	revocations->count--;
	for (i = oldest; i < revocations->count; i++)
		revocations->items[i] = revocations->items[i + 1];
}

bool revocation_add(struct store *store, const struct revocation *revocation,
		    struct error *err)
{
	AUTO_CLOSE int lock = store_lock_record(store, &list_id, LOCK_WAIT,
						err);
	AUTO_REVOCATIONS struct revocations revocations = REVOCATIONS_EMPTY;

	if (lock < 0)
		return false;
	/* Who rotates again gets a damaged list replaced. */
	if (!revocations_load(store, &revocations, err)) {
		if (err->code != ERR_CORRUPT)
			return false;
		revocations.count = 0;
	}
	if (*revocation->id == '\0')
		drop_oldest(&revocations);
	return write_list(store, &revocations, revocation_key(revocation),
			  revocation, err);
}

static bool have(const struct revocations *revocations, const char *key)
{
	size_t i;

	for (i = 0; i < revocations->count; i++)
		if (strcmp(revocation_key(&revocations->items[i]), key) == 0)
			return true;
	return false;
}

bool revocation_drop(struct store *store, const char *key, struct error *err)
{
	AUTO_CLOSE int lock = store_lock_record(store, &list_id, LOCK_WAIT,
						err);
	AUTO_REVOCATIONS struct revocations revocations = REVOCATIONS_EMPTY;

	return lock >= 0 && revocations_load(store, &revocations, err) &&
	       (!have(&revocations, key) ||
		write_list(store, &revocations, key, NULL, err));
}

bool revocations_forget(struct store *store, const char *account,
			struct error *err)
{
	AUTO_CLOSE int lock = store_lock_record(store, &list_id, LOCK_WAIT,
						err);
	AUTO_REVOCATIONS struct revocations revocations = REVOCATIONS_EMPTY;
	size_t i, kept = 0, count;

	if (lock < 0 || !revocations_load(store, &revocations, err))
		return false;
	count = revocations.count;
	for (i = 0; i < count; i++)
		if (strcmp(revocations.items[i].account, account) != 0)
			revocations.items[kept++] = revocations.items[i];
	revocations.count = kept;
	return kept == count || write_list(store, &revocations, "", NULL, err);
}
