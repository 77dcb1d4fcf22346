/* SPDX-License-Identifier: MIT */
/*
 * Tokens that Fly may have made and that nobody got: looked for. Apart, since
 * helpers that only remember them need not know how to list.
 */
#include "config.h"

#include "resolve/orphan.h"

#include "api/protocol.h"
#include "resolve/endpoint.h"
#include "resolve/remote.h"
#include "resolve/revocation.h"
#include "util/timestamp.h"

#include <string.h>

/*
 * A list that lacks it may be older than the token, or who asked for it may
 * still be at it; some minutes later neither is so.
 */
#define GIVE_UP (10 * MINUTE)

static const struct account *find_account(const struct accounts *accounts,
					  const char *id)
{
	size_t i;

	for (i = 0; i < accounts->count; i++)
		if (strcmp(accounts->items[i].id, id) == 0)
			return &accounts->items[i];
	return NULL;
}

/* An organization's token that was asked for by app is in no app's list. */
static bool find_organization(struct session *session,
			      const struct account *account,
			      struct scope *scope, struct error *err)
{
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_PLACE struct api_place place = {0};
	struct api_endpoint endpoint = account_endpoint(session, account);
	const struct api_scope app = {.app = scope->name};

	return account_login(&session->store, account, &login, err) &&
	       api_lookup(&endpoint, &login, &app, &place, err) &&
	       scope_set(scope, SCOPE_ORGANIZATION, place.organization.slug,
			 err);
}

/* The list of Fly's that the token is in, if it is. */
static bool list(struct session *session, const struct account *account,
		 const struct revocation *orphan, struct remote_tokens *tokens,
		 struct error *err)
{
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;

	if (!scope_parse(orphan->names, &scope, err))
		return false;
	if (scope.kind == SCOPE_APP &&
	    strcmp(orphan->profile, PROFILE_DEPLOY) != 0 &&
	    !find_organization(session, account, &scope, err))
		return false;
	return remote_list(session, account, &scope, NULL, tokens, err);
}

static const struct remote_token *find(const struct remote_tokens *tokens,
				       const char *name)
{
	size_t i;

	for (i = 0; i < tokens->count; i++)
		if (strcmp(tokens->items[i].listed.name, name) == 0)
			return &tokens->items[i];
	return NULL;
}

/* Now that the list is known. */
static bool settle(struct store *store, const struct revocation *orphan,
		   const struct remote_tokens *tokens, struct error *err)
{
	const struct remote_token *found = find(tokens, orphan->name);
	struct revocation named = *orphan;

	if (found && found->state == REMOTE_LIVE && !found->is_stored) {
		named.id = found->listed.id;
		if (!revocation_add(store, &named, err))
			return false;
	} else if (!found && clock_now() - orphan->due_at < GIVE_UP) {
		return true;
	}
	return revocation_drop(store, orphan->name, err);
}

static bool identify(struct session *session, const struct account *account,
		     const struct revocation *orphan, struct error *err)
{
	AUTO_REMOTE_TOKENS struct remote_tokens tokens = REMOTE_TOKENS_EMPTY;

	/* What is gone took its tokens with it. */
	if (!list(session, account, orphan, &tokens, err) &&
	    err->code != ERR_NOT_FOUND)
		return false;
	return settle(&session->store, orphan, &tokens, err);
}

bool orphans_identify(struct session *session, struct error *err)
{
	AUTO_REVOCATIONS struct revocations all = REVOCATIONS_EMPTY;
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	size_t i;

	if (!revocations_load(&session->store, &all, err))
		return false;
	for (i = 0; i < all.count; i++) {
		const struct account *account;

		if (*all.items[i].id)
			continue;
		if (accounts.count == 0 &&
		    !accounts_load(&session->store, &accounts, err))
			return false;
		account = find_account(&accounts, all.items[i].account);
		if (account &&
		    !identify(session, account, &all.items[i], err))
			return false;
	}
	return true;
}
