/* SPDX-License-Identifier: MIT */
/* From an app to all of its organization, for tools that look after both. */
#include "config.h"

#include "resolve/whole-organization.h"

#include "resolve/endpoint.h"


static bool widen(struct scope *scope, const char *slug, struct error *err)
{
	return scope_set(scope, SCOPE_ORGANIZATION, slug, err);
}

static bool ask(struct session *session, struct plan *plan, struct error *err)
{
	struct scope *scope = &plan->target.scope;
	const struct account *account = plan->key.account;
	struct api_endpoint endpoint = account_endpoint(session, account);
	const struct api_scope wanted = {.app = scope->name};
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_PLACE struct api_place place = {0};

	if (!account_login(&session->store, account, &login, err))
		return false;
	if (!api_lookup(&endpoint, &login, &wanted, &place, err))
		return fail(err, err->code,
			    "the organization of app '%s' is not known "
			    "(account %s): %s",
			    scope->name, account->name, err->message);
	return widen(scope, place.organization.slug, err);
}

bool whole_organization(struct session *session, bool offline,
			struct plan *plan, struct error *err)
{
	struct scope *scope = &plan->target.scope;
	const struct issued_key key = {plan->key.account, scope, ISSUED_APP,
				       NULL};
	AUTO_ISSUED struct issued known = ISSUED_EMPTY;

	if (scope->kind == SCOPE_ORGANIZATION)
		return true;
	if (issued_numbers(&session->store, &key, &known, err))
		return widen(scope, known.organization, err);
	return err->code == ERR_NOT_FOUND && !offline &&
	       ask(session, plan, err);
}
