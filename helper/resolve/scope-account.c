/* SPDX-License-Identifier: MIT */
/* Whose app or organization it is, where several people are logged in. */
#include "config.h"

#include "resolve/scope-account.h"

#include "api/call.h"
#include "resolve/endpoint.h"
#include "resolve/issued.h"
#include "resolve/organizations.h"

#include <string.h>

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

/* Whether the failure says something of that one login and of no other. */
static bool is_its_own(const struct error *err)
{
	return err->code == ERR_DENIED || err->code == ERR_NOT_FOUND;
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

/* Somebody may have joined an organization since the login. */
static bool ask_for_members(struct search *search,
			    const struct organization_name *organization,
			    struct error *err)
{
	size_t i;

	for (i = 0; i < search->asked.count; i++) {
		const struct account *account = search->asked.items[i];

		if (organizations_refresh(search->session, account, err))
			continue;
		if (!is_its_own(err))
			return fail_unasked(search, err);
		search->refused = account;
	}
	return find_members(search, organization, err);
}

static bool find_organization(struct search *search, bool offline,
			      struct error *err)
{
	const struct organization_name name = {.slug = search->scope->name};

	/* Everybody has one of that name, each another. */
	if (strcmp(name.slug, "personal") == 0) {
		search->fit = search->asked;
		return true;
	}
	return find_members(search, &name, err) &&
	       (search->fit.count || offline ||
		ask_for_members(search, &name, err));
}

/* In which organization the app was seen last, with whichever account. */
static bool find_seen(struct search *search, const struct account **ret_by,
		      uint64_t *ret_organization, struct error *err)
{
	size_t i;

	*ret_by = NULL;
	for (i = 0; i < search->asked.count && *ret_by == NULL; i++) {
		const struct issued_key key = {search->asked.items[i],
					       search->scope, ISSUED_APP};

		if (issued_find_organization(&search->session->store, &key,
					     ret_organization, err))
			*ret_by = key.account;
		else if (err->code != ERR_NOT_FOUND && err->code != ERR_CORRUPT)
			return false;
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

static bool ask_about_app(struct search *search, const struct account *account,
			  struct error *err)
{
	struct api_endpoint endpoint = account_endpoint(search->session,
							account);
	const struct api_scope app = {.app = search->scope->name};
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_PLACE struct api_place place = {0};

	if (!account_login(&search->session->store, account, &login, err) ||
	    !api_lookup(&endpoint, &login, &app, &place, err)) {
		if (place.reply.facts.login_refused)
			search->refused = account;
		return is_its_own(err) || fail_unasked(search, err);
	}
	add(&search->fit, account);
	return true;
}

static bool find_app(struct search *search, bool offline, struct error *err)
{
	struct organization_name organization = {.slug = NULL};
	const struct account *by;
	size_t i;

	if (!find_seen(search, &by, &organization.number, err))
		return false;
	if (by) {
		if (!find_members(search, &organization, err))
			return false;
		/* Who saw it may have joined after the login. */
		if (!has(&search->fit, by))
			add(&search->fit, by);
		return true;
	}
	for (i = 0; i < search->asked.count && !offline; i++)
		if (!ask_about_app(search, search->asked.items[i], err))
			return false;
	return true;
}

bool scope_account_choose(struct session *session,
			  const struct accounts *accounts,
			  const struct scope *scope, bool offline,
			  const struct account **ret_account, struct error *err)
{
	struct search search = {.session = session, .scope = scope};

	accounts_bound(accounts, &session->settings, &search.asked);
	if (!(scope->kind == SCOPE_APP ? find_app : find_organization)(
		    &search, offline, err))
		return false;
	if (search.fit.count > 1)
		return fail_unclear(&search, "more than one account has",
				    &search.fit, err);
	if (search.fit.count == 0 && offline)
		return fail_unclear(&search, "it is not known who has",
				    &search.asked, err);
	if (search.fit.count == 0)
		return fail_unknown(&search, err);
	*ret_account = search.fit.items[0];
	return true;
}
