/* SPDX-License-Identifier: MIT */
/* Tokens that Fly may have made and that nobody got: remembered. */
#include "config.h"

#include "resolve/orphan.h"

#include "resolve/revocation.h"
#include "util/alloc.h"
#include "util/timestamp.h"

bool orphan_remember(struct store *store, const struct issued_key *key,
		     const char *id, const char *name, int64_t expires_at,
		     struct error *err)
{
	AUTO_FREE char *names = scope_format(key->scope);
	const struct revocation revocation = {
		.id = id ? id : "",
		.name = name,
		.account = key->account->id,
		.account_name = key->account->name,
		.names = names,
		.profile = issued_profile_name(key->profile),
		.due_at = clock_now(),
		.expires_at = expires_at,
	};

	return revocation_add(store, &revocation, err);
}
