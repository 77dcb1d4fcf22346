/* SPDX-License-Identifier: MIT */
/* Asks Fly, with several logins, whose an app or an organization is. */
#include "config.h"

#include "resolve/scope-ask.h"

#include "resolve/back-off-notes.h"
#include "resolve/endpoint.h"
#include "resolve/issued.h"
#include "resolve/organizations.h"
#include "util/timestamp.h"

#include <sodium.h>

static bool keep_place(struct store *store, const struct issued_key *key,
		       const struct api_place *place, struct error *err)
{
	const struct issued_new seen = {
		.app_number = (uint64_t)place->app_number,
		.organization_number = (uint64_t)place->organization.number,
		.organization = place->organization.slug,
	};

	return issued_keep_name(store, key, &seen, err);
}

static bool ask_about_app(struct session *session, const struct issued_key *key,
			  struct protocol_facts *ret_facts, struct error *err)
{
	struct api_endpoint endpoint = account_endpoint(session, key->account);
	const struct api_scope app = {.app = key->scope->name};
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_PLACE struct api_place place = {0};
	bool known;

	if (!account_login(&session->store, key->account, &login, err))
		return false;
	known = api_lookup(&endpoint, &login, &app, &place, err);
	*ret_facts = place.reply.facts;
	return known && keep_place(&session->store, key, &place, err);
}

/* What was refused or failed for more than the scope, others need not try. */
static void note_failure(struct store *store, const struct issued_key *key,
			 const struct protocol_facts *facts,
			 struct back_off_failure *failure)
{
	enum back_off_reach reach = back_off_reach(facts, failure->reason->code,
						   false);

	failure->now = clock_now();
	failure->retry_after = facts->retry_after;
	if (reach == BACK_OFF_LOGIN || reach == BACK_OFF_ACCOUNT)
		back_off_note_failure(store, key, reach, failure);
}

static bool ask_one(struct session *session, const struct issued_key *key,
		    struct error *err)
{
	char login[BACK_OFF_LOGIN_SIZE];
	struct back_off_failure failure = {
		.reason = err,
		.began = clock_now(),
		.random = randombytes_random(),
		.login = login,
	};
	struct protocol_facts facts = {.has_skew = false};

	back_off_login(&session->store, key->account, login);
	if (key->scope->kind == SCOPE_APP
		    ? ask_about_app(session, key, &facts, err)
		    : organizations_refresh(session, key->account, &facts, err))
		return true;
	note_failure(&session->store, key, &facts, &failure);
	return false;
}

/* Half an answer would be taken for a whole one. */
static bool fail_half(struct store *store, const struct account_list *accounts,
		      size_t asked, const struct scope *scope)
{
	struct error ignored;
	size_t i;

	for (i = 0; i < asked && scope->kind == SCOPE_APP; i++) {
		const struct issued_key key = {accounts->items[i], scope,
					       ISSUED_APP, NULL};

		if (!issued_forget_name(store, &key, &ignored))
			break;
	}
	return false;
}

bool scope_ask(struct session *session, const struct account_list *accounts,
	       const struct scope *scope, bool insist,
	       const struct account **ret_refused, struct error *err)
{
	struct store *store = &session->store;
	size_t i;

	*ret_refused = NULL;
	for (i = 0; i < accounts->count; i++) {
		const struct issued_key key = {
			accounts->items[i], scope,
			scope->kind == SCOPE_APP ? ISSUED_APP
						 : ISSUED_ORGANIZATION,
			NULL};

		if ((insist || back_off_allows(store, &key, err)) &&
		    ask_one(session, &key, err))
			continue;
		if (back_off_is_refused(store, key.account))
			*ret_refused = key.account;
		/* These two say something of that one login only. */
		else if (err->code != ERR_DENIED && err->code != ERR_NOT_FOUND)
			return fail_half(store, accounts, i, scope);
	}
	return true;
}
