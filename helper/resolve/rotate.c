/* SPDX-License-Identifier: MIT */
/* A new token in place of the old one, which is then revoked at Fly. */
#include "config.h"

#include "resolve/rotate.h"

#include "resolve/issued-ids.h"
#include "resolve/life.h"
#include "resolve/remote.h"
#include "resolve/renew.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <string.h>

/* Remembers that the token goes in so many seconds, unless it is dead by now.
 */
static bool remember(struct store *store, const struct issued_key *key,
		     const struct issued *old, int64_t grace, struct error *err)
{
	AUTO_FREE char *names = scope_format(key->scope);
	int64_t now = clock_now();
	struct revocation revocation = {
		.id = old->id,
		.name = "",
		.account = key->account->id,
		.account_name = key->account->name,
		.names = names,
		.profile = issued_profile_name(key->profile),
		.due_at = now + grace,
		.expires_at = old->expires_at - old->skew,
	};

	return old->id == NULL || revocation.expires_at <= now ||
	       revocation_add(store, &revocation, err);
}

bool token_rotate(struct session *session, const struct issued_key *key,
		  int64_t grace, struct issued *ret_issued, bool *ret_had_old,
		  struct error *err)
{
	AUTO_ISSUED struct issued old = ISSUED_EMPTY;
	struct store *store = &session->store;
	struct renewal renewal = {
		.key = key,
		.seen = &old,
		.life = session->settings.issue_life,
		.is_asked_for = true,
		.person = session->person,
	};
	struct error ignored;

	session_limit(session);
	/* A damaged record is replaced as if there were none. */
	if (!issued_find(store, key, &old, err) && err->code != ERR_NOT_FOUND &&
	    err->code != ERR_CORRUPT)
		return false;
	if (!remember(store, key, &old, grace, err))
		return false;
	if (!token_renew(session, &renewal, ret_issued, err)) {
		/* If that fails, too, the list has one that is still stored. */
		if (old.id && !revocation_drop(store, old.id, &ignored))
			ignored.code = 0;
		return false;
	}
	*ret_had_old = old.id != NULL;
	/* Again: another rotation that failed meanwhile may have dropped it. */
	return remember(store, key, &old, grace, err);
}

/* What is revoked in one go: that of one account. */
struct batch {
	struct store *store;
	const struct revocations *revocations;
	const struct issued_ids *stored;
	revocation_told *told;
	void *data;
};

static const struct revocation *find(const struct revocations *revocations,
				     const char *id)
{
	size_t i;

	for (i = 0; i < revocations->count; i++)
		if (strcmp(revocations->items[i].id, id) == 0)
			return &revocations->items[i];
	return NULL;
}

/* What Fly knows no more needs no revocation. */
static void tell(const char *id, const struct error *problem, void *data)
{
	const struct batch *batch = data;
	struct error err;

	if (problem && problem->code == ERR_NOT_FOUND)
		problem = revocation_drop(batch->store, id, &err) ? NULL : &err;
	batch->told(find(batch->revocations, id), problem, batch->data);
}

static bool is_stored(const struct batch *batch,
		      const struct revocation *revocation)
{
	return issued_ids_have(batch->stored, revocation->id);
}

static bool finish_account(struct session *session,
			   const struct account *account, bool early,
			   struct batch *batch, struct error *err)
{
	const struct revocations *all = batch->revocations;
	AUTO_FREE const char **ids = alloc_zeroed(all->count, sizeof(*ids));
	int64_t now = clock_now();
	size_t i, count = 0;

	for (i = 0; i < all->count; i++) {
		const struct revocation *at = &all->items[i];

		if (strcmp(at->account, account->id) == 0 &&
		    *at->id && !is_stored(batch, at) && (early || at->due_at <= now))
			ids[count++] = at->id;
	}
	return count == 0 ||
	       remote_revoke(session, account, ids, count, tell, batch, err);
}

/* The old token is the one in use: nothing is to be revoked, but to rotate. */
static bool forget_interrupted(const struct batch *batch, struct error *err)
{
	const struct revocations *all = batch->revocations;
	struct error problem;
	size_t i;

	for (i = 0; i < all->count; i++) {
		if (!is_stored(batch, &all->items[i]))
			continue;
		if (!revocation_drop(batch->store, all->items[i].id, err))
			return false;
		fail(&problem, ERR_NOT_FOUND,
		     "its rotation was interrupted before there was a new one; "
		     "run 'fly-cred rotate' again");
		batch->told(&all->items[i], &problem, batch->data);
	}
	return true;
}

bool revocations_finish(struct session *session, bool early,
			revocation_told *told, void *data, struct error *err)
{
	AUTO_REVOCATIONS struct revocations revocations = REVOCATIONS_EMPTY;
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	AUTO_ISSUED_IDS struct issued_ids stored = ISSUED_IDS_EMPTY;
	struct batch batch = {&session->store, &revocations, &stored, told,
			      data};
	size_t i;

	if (!revocations_load(&session->store, &revocations, err))
		return false;
	if (revocations.count == 0)
		return true;
	if (!accounts_load(&session->store, &accounts, err) ||
	    !issued_ids_load(&session->store, NULL, &stored, err))
		return false;
	for (i = 0; i < accounts.count; i++)
		if (!finish_account(session, &accounts.items[i], early, &batch,
				    err))
			return false;
	return !early || forget_interrupted(&batch, err);
}
