/* SPDX-License-Identifier: MIT */
/* The one place that decides which token a tool gets. */
#include "config.h"

#include "resolve/resolve.h"

#include "resolve/refresh.h"
#include "resolve/renew.h"
#include "resolve/scope-account.h"
#include "token/narrow.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <stdio.h>

void resolved_clear(struct resolved *resolved)
{
	secret_clear(&resolved->token);
	plan_clear(&resolved->plan);
}

/*
 * Whether Fly knows the name no more: what is stored under it is of an app that
 * is gone or has another name, and does not serve, whatever it has left.
 */
static bool is_gone(struct store *store, const struct renewal *renewal,
		    const struct error *reason)
{
	AUTO_ISSUED struct issued known = ISSUED_EMPTY;
	struct error err;

	if (reason->code != ERR_NOT_FOUND)
		return false;
	/* Who waited for somebody else's attempt finds no name, either. */
	return renewal->reach == BACK_OFF_SCOPE
		       ? issued_forget_name(store, renewal->key, &err)
		       : !issued_numbers(store, renewal->key, &known, &err);
}

/* What the token that is there means for its renewal; whether it serves. */
static bool consider(const struct session *session,
		     const struct issued *issued, struct life life,
		     int64_t needed, struct renewal *renewal)
{
	bool serves = issued->id && !renewal->is_asked_for &&
		      life.left >= needed;

	/* Nobody is made to wait for what can wait itself. */
	renewal->person = serves ? NULL : session->person;
	renewal->may_refresh = issued->id && !renewal->is_asked_for &&
			       !life.is_doubtful && life.given >= needed &&
			       issued_goes_on(issued, clock_now());
	return serves;
}

/* The issued token to serve from, renewed when due. */
static bool obtain(struct session *session, const struct token_request *request,
		   struct resolved *resolved, struct issued *issued,
		   struct error *err)
{
	const struct plan *plan = &resolved->plan;
	struct renewal renewal = {
		.key = &plan->key,
		.seen = issued,
		.life = life_to_ask(session->settings.issue_life,
				    request->wish),
		.is_asked_for = request->renew,
	};
	bool found = issued_find(&session->store, &plan->key, issued, err);
	struct life life = {.given = 0};
	bool serves;

	/* A damaged record is an error, except for who asked for a new one. */
	if (!found && err->code != ERR_NOT_FOUND &&
	    !(request->renew && err->code == ERR_CORRUPT))
		return false;
	if (found)
		life = issued_life(issued, clock_now());
	if (found && !request->renew &&
	    (request->offline ||
	     !life_is_due(life, plan->policy, request->wish)))
		return true;
	if (request->offline)
		return false;
	serves = consider(session, issued, life,
			  life_needed(life, plan->policy, request->wish),
			  &renewal);
	resolved->was_renewed = token_renew(session, &renewal, issued, err);
	if (resolved->was_renewed)
		return true;
	if ((found && is_gone(&session->store, &renewal, err)) || !serves)
		return false;
	snprintf(resolved->remark, sizeof(resolved->remark),
		 "not renewed: %s", err->message);
	return true;
}

static bool check_life(struct life life, int64_t needed, const char *name,
		       struct error *err)
{
	AUTO_FREE char *token = NULL;

	if (life.left >= needed)
		return true;
	token = alloc_formatted("the token for '%s'", name);
	return life_fail(life, needed, token, "run 'fly-cred renew'", err);
}

static bool hand_out(const struct issued *issued, struct resolved *resolved,
		     struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct narrowing narrowing = {
		.recipe = resolved->plan.recipe,
		.audience = {.organization_id = issued->organization_number,
			     .app_id = issued->app_number},
		.window = window_from(clock_now() + issued->skew,
				      resolved->life),
	};

	resolved->expires_at = narrowing.window.not_after;
	resolved->app_number = issued->app_number;
	resolved->organization_number = issued->organization_number;
	if (!bundle_parse(slice_of_string(issued->permissions), &bundle, err) ||
	    !bundle_narrow(&bundle, &narrowing, &resolved->token, err))
		return false;
	if (issued->discharges) {
		secret_append(&resolved->token, ",", 1);
		secret_append_string(&resolved->token, issued->discharges);
	}
	return true;
}

/*
 * The app may have moved to where another account is, or somebody left an
 * organization: whose it is is asked once more. Else err is as it was.
 */
static bool choose_again(struct session *session,
			 const struct token_request *request, struct plan *plan,
			 struct error *err)
{
	const struct account *other = NULL;
	struct error ignored;

	if (err->code != ERR_NOT_FOUND || request->offline ||
	    !account_depends_on_scope(&plan->accounts, &session->settings,
				      request->account))
		return false;
	scope_account_doubt(session, &plan->key);
	if (!scope_account_choose(session, &plan->accounts, plan->key.scope,
				  request, &other, &ignored) ||
	    other == plan->key.account)
		return false;
	plan->key.account = other;
	return true;
}

bool resolve_token(struct session *session, const struct token_request *request,
		   struct resolved *ret_resolved, struct error *err)
{
	const struct plan *plan = &ret_resolved->plan;
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	struct life life;

	session_limit(session);
	if (!plan_make(session, request, &ret_resolved->plan, err))
		return false;
	if (!obtain(session, request, ret_resolved, &issued, err) &&
	    !(choose_again(session, request, &ret_resolved->plan, err) &&
	      obtain(session, request, ret_resolved, &issued, err)))
		return false;
	life = issued_life(&issued, clock_now());
	ret_resolved->life = life_to_give(life, plan->policy, request->wish);
	return check_life(life, life_needed(life, plan->policy, request->wish),
			  plan->target.scope.name, err) &&
	       hand_out(&issued, ret_resolved, err);
}
