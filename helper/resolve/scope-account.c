/* SPDX-License-Identifier: MIT */
/* Whose app or organization it is, where several people are logged in. */
#include "config.h"

#include "resolve/scope-account.h"

#include "resolve/attempt.h"
#include "resolve/organizations.h"
#include "resolve/scope-ask.h"

#include <string.h>

#define LOCK_WAIT 20 /* seconds */

struct search {
	struct session *session;
	const struct scope *scope;
	struct account_list asked; /* all who could have it */
	struct account_list fit;   /* those who do */
	const struct account *refused; /* one whose login Fly refuses */
};

static const char *kind_of(const struct scope *scope)
{
	return scope->kind == SCOPE_APP ? "app" : "organization";
}

static void add(struct account_list *list, const struct account *account)
{
	list->items[list->count++] = account;
}

static bool fail_unclear(const struct search *search, const char *why,
			 const struct account_list *choices, struct error *err)
{
	char names[ACCOUNT_NAMES_SIZE];

	account_list_names(choices, names);
	return fail(err, ERR_USAGE,
		    "%s %s '%s': %s; choose with --account or FLY_CRED_ACCOUNT",
		    why, kind_of(search->scope), search->scope->name, names);
}

static bool fail_unknown(const struct search *search, struct error *err)
{
	const struct account *refused = search->refused;
	char names[ACCOUNT_NAMES_SIZE];

	account_list_names(&search->asked, names);
	if (refused)
		return fail(err, ERR_DENIED,
			    "none of these accounts has %s '%s': %s; but Fly "
			    "refuses the login of '%s': run 'fly-cred login' "
			    "again",
			    kind_of(search->scope), search->scope->name, names,
			    refused->name);
	return fail(err, ERR_NOT_FOUND,
		    "none of these accounts has %s '%s': %s; check the name, "
		    "or add another account with 'fly-cred login'",
		    kind_of(search->scope), search->scope->name, names);
}

/* Fly can't be asked; whoever knows the answer can still give it. */
static bool fail_unasked(const struct search *search, struct error *err)
{
	char names[ACCOUNT_NAMES_SIZE];

	account_list_names(&search->asked, names);
	return fail(err, err->code,
		    "can't ask Fly which account has %s '%s' (%s): %s; choose "
		    "with --account",
		    kind_of(search->scope), search->scope->name, names,
		    err->message);
}

/* Those that the store has as members. */
static bool find_members(struct search *search,
			 const struct organization_name *organization,
			 struct error *err)
{
	size_t i;

	search->fit.count = 0;
	for (i = 0; i < search->asked.count; i++) {
		const struct account *account = search->asked.items[i];
		bool have;

		if (!organizations_have(&search->session->store, account,
					organization, &have, err))
			return false;
		if (have)
			add(&search->fit, account);
	}
	return true;
}

static bool find_organization(struct search *search, struct error *err)
{
	const struct organization_name name = {.slug = search->scope->name};

	/* Everybody has one of that name, each another. */
	if (strcmp(name.slug, "personal") != 0)
		return find_members(search, &name, err);
	search->fit = search->asked;
	return true;
}

/* In which organization each account saw the app last, 0 if it never did. */
static bool find_seen(struct search *search, uint64_t ret_seen[ACCOUNTS_MAX],
		      struct error *err)
{
	size_t i;

	for (i = 0; i < search->asked.count; i++) {
		const struct issued_key key = {search->asked.items[i],
					       search->scope, ISSUED_APP, NULL};

		if (issued_find_organization(&search->session->store, &key,
					     &ret_seen[i], err))
			continue;
		if (err->code != ERR_NOT_FOUND && err->code != ERR_CORRUPT)
			return false;
		ret_seen[i] = 0;
	}
	return true;
}

static bool has(const struct account_list *list, const struct account *account)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i] == account)
			return true;
	return false;
}

static bool find_app(struct search *search, struct error *err)
{
	struct organization_name organization = {.number = 0};
	uint64_t seen[ACCOUNTS_MAX];
	size_t i;

	if (!find_seen(search, seen, err))
		return false;
	for (i = 0; i < search->asked.count && !organization.number; i++)
		organization.number = seen[i];
	if (organization.number == 0)
		return true;
	if (!find_members(search, &organization, err))
		return false;
	/* Who saw it there may have joined after the login. */
	for (i = 0; i < search->asked.count; i++)
		if (seen[i] == organization.number &&
		    !has(&search->fit, search->asked.items[i]))
			add(&search->fit, search->asked.items[i]);
	return true;
}

/* By what the store knows. */
static bool find(struct search *search, struct error *err)
{
	search->fit.count = 0;
	return search->scope->kind == SCOPE_APP
		       ? find_app(search, err)
		       : find_organization(search, err);
}

/* What another process was told while we waited serves as well. */
static bool ask_once(struct search *search, bool insist,
		     struct attempt *attempt, struct error *err)
{
	if (!find(search, err))
		return false;
	if (search->fit.count)
		return true;
	if (attempt_was_made(attempt, err) || !attempt_begin(attempt, NULL, 0, err))
		return false;
	if (!scope_ask(search->session, &search->asked, search->scope, insist,
		       &search->refused, err))
		return fail_unasked(search, err);
	return find(search, err) &&
	       (search->fit.count || fail_unknown(search, err));
}

static bool ask(struct search *search, bool insist, struct error *err)
{
	/* The question is nobody's own; only one process asks it at a time. */
	static const struct account nobody = {.id = ""};
	const struct issued_key key = {&nobody, search->scope, ISSUED_APP, NULL};
	AUTO_ATTEMPT struct attempt attempt = ATTEMPT_NONE;
	bool done;

	if (!attempt_wait(&search->session->store, &key, LOCK_WAIT, &attempt,
			  err))
		return false;
	done = ask_once(search, insist, &attempt, err);
	attempt_report(&attempt, done ? NULL : err, false);
	return done;
}

bool scope_account_choose(struct session *session,
			  const struct accounts *accounts,
			  const struct scope *scope,
			  const struct token_request *request,
			  const struct account **ret_account, struct error *err)
{
	struct search search = {.session = session, .scope = scope};

	accounts_bound(accounts, &session->settings, &search.asked);
	if (!find(&search, err))
		return false;
	if (search.fit.count == 0 && request->offline)
		return fail_unclear(&search, "it is not known who has",
				    &search.asked, err);
	if (search.fit.count == 0 && !ask(&search, request->renew, err))
		return false;
	if (search.fit.count > 1)
		return fail_unclear(&search, "more than one account has",
				    &search.fit, err);
	*ret_account = search.fit.items[0];
	return true;
}

void scope_account_doubt(struct session *session, const struct issued_key *key)
{
	struct protocol_facts facts;
	struct error ignored;

	/* What can't be forgotten stays doubtful until the next time. */
	if (key->scope->kind == SCOPE_APP &&
	    !issued_forget_name(&session->store, key, &ignored))
		return;
	if (!organizations_refresh(session, key->account, &facts, &ignored))
		return;
}
