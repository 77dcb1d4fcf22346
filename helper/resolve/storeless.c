/* SPDX-License-Identifier: MIT */
/* Tokens narrowed from one that the caller brings along. */
#include "config.h"

#include "resolve/storeless.h"

#include "resolve/presented.h"
#include "resolve/profile.h"
#include "token/narrow.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a token is narrowed with. */
struct work {
	struct session *session;
	const struct token_request *request;
	const struct presented *presented;
	uint64_t app;		  /* that all of it is for, or 0 */
	struct audience audience; /* as far as it is known */
	bool by_number;		  /* the target's name is the number of app */
	bool is_known;		  /* the audience is what its name stands for */
};

/* The target goes by its number from here on. */
static bool use_number(const struct work *work, enum scope_kind kind,
		       uint64_t number, struct target *target,
		       struct error *err)
{
	AUTO_FREE char *name = alloc_formatted("%" PRIu64, number);

	free(target->source);
	target->source = alloc_string(work->presented->source);
	if (number)
		return scope_set(&target->scope, kind, name, err);
	scope_clear(&target->scope);
	target->scope.kind = kind;
	return true;
}

/*
 * The app or organization that is meant. A token for one app needs nobody to
 * name it, and is that app's for docker, too, whatever organization is named.
 */
static bool choose_target(struct work *work, struct target *target,
			  struct error *err)
{
	const struct token_request *request = work->request;
	struct target_request wanted = {.app = request->app,
					.org = request->organization};
	bool found = target_choose(&wanted, &work->session->settings, target,
				   err);

	if (!found && (err->code != ERR_NOT_FOUND || work->app == 0))
		return false;
	work->by_number = work->app &&
			  (!found || (request->consumer == CONSUMER_DOCKER &&
				      target->scope.kind != SCOPE_APP));
	return !work->by_number ||
	       use_number(work, SCOPE_APP, work->app, target, err);
}

/* What the store, where it is open, has noted about the target's name. */
static bool look_up(struct session *session, struct plan *plan,
		    struct issued *ret_issued)
{
	struct error ignored;

	return session->store.key &&
	       accounts_load(&session->store, &plan->accounts, &ignored) &&
	       account_choose(&plan->accounts, &session->settings, NULL,
			      &plan->key.account, &ignored) &&
	       issued_numbers(&session->store, &plan->key, ret_issued,
			      &ignored);
}

static void find_audience(struct work *work, struct plan *plan)
{
	AUTO_ISSUED struct issued known = ISSUED_EMPTY;
	uint64_t organization;

	work->is_known = !work->by_number &&
			 look_up(work->session, plan, &known);
	if (work->is_known) {
		work->audience.organization_id = known.organization_number;
		work->audience.app_id = known.app_number;
		return;
	}
	if (bundle_organization(&work->presented->bundle, &organization))
		work->audience.organization_id = organization;
	work->audience.app_id = work->app;
}

/* Why it is not narrowed to the target, or NULL; the caller frees. */
static char *why_not_narrowed(const struct work *work, const struct plan *plan)
{
	const struct scope *scope = &plan->target.scope;
	const char *source = work->presented->source;

	if (work->audience.app_id)
		return NULL;
	if (recipe_needs_app(plan->recipe))
		return alloc_formatted(
			"not narrowed to app '%s': the token of %s is not for "
			"one app, and the number of an app can't be looked up "
			"offline; 'fly-cred create deploy --app %s' makes one "
			"that is",
			scope->name, source, scope->name);
	if (scope->kind == SCOPE_ORGANIZATION &&
	    work->audience.organization_id == 0)
		return alloc_formatted(
			"not narrowed to organization '%s': the token of %s is "
			"not for one, and its number can't be looked up "
			"offline",
			scope->name, source);
	return NULL;
}

/* Nobody may think that more was done than could be. */
static void remark(const struct work *work, struct resolved *resolved)
{
	AUTO_FREE char *limit = why_not_narrowed(work, &resolved->plan);
	AUTO_FREE char *left_out = NULL;
	size_t logins = work->presented->logins;

	if (logins)
		left_out = alloc_formatted("left out %zu login%s (OAuth) of %s",
					   logins, logins == 1 ? "" : "s",
					   work->presented->source);
	snprintf(resolved->remark, sizeof(resolved->remark), "%s%s%s",
		 limit ? limit : "", limit && left_out ? "; " : "",
		 left_out ? left_out : "");
}

/* What it is for, as far as that is sure. */
static bool tell_scope(const struct work *work, struct target *target,
		       struct error *err)
{
	if (work->is_known &&
	    (target->scope.kind == SCOPE_APP || work->app == 0))
		return true;
	if (work->app || work->audience.app_id)
		return use_number(work, SCOPE_APP,
				  work->app ? work->app
					    : work->audience.app_id,
				  target, err);
	return use_number(work, SCOPE_ORGANIZATION,
			  work->audience.organization_id, target, err);
}

static bool fail_unusable(const struct work *work, const struct scope *scope,
			  int64_t end, struct error *err)
{
	const char *source = work->presented->source;

	if (end != EXPIRY_UNUSABLE)
		return fail(err, ERR_EXPIRED,
			    "the token of %s has expired; put a new one there",
			    source);
	return fail(err, ERR_DENIED,
		    "the token of %s is not for %s '%s'; put one there that is",
		    source, scope->kind == SCOPE_APP ? "app" : "organization",
		    scope->name);
}

/*
 * Nobody can tell what it was given. It may live longer than anybody needs: no
 * more is handed out than a token made for the request would have.
 */
static bool find_life(const struct work *work, struct resolved *resolved,
		      struct error *err)
{
	const struct life_wish wish = work->request->wish;
	int64_t end = bundle_expiry(&work->presented->bundle, work->audience);
	int64_t most = life_to_ask(work->session->settings.issue_life, wish);
	int64_t now = clock_now(), needed;
	struct life life = {.given = INT64_MAX};
	AUTO_FREE char *token = NULL;

	if (end <= now)
		return fail_unusable(work, &resolved->plan.target.scope, end,
				     err);
	if (most < wish.give)
		most = wish.give;
	life.left = end - now < most ? end - now : most;
	needed = life_needed(life, resolved->plan.policy, wish);
	resolved->life = life_to_give(life, resolved->plan.policy, wish);
	if (life.left >= needed)
		return true;
	token = alloc_formatted("the token of %s", work->presented->source);
	return life_fail(life, needed, token, "put a newer one there", err);
}

static bool hand_out(const struct work *work, struct resolved *resolved,
		     struct error *err)
{
	AUTO_SECRET struct secret caveats = SECRET_EMPTY;
	struct window window = window_from(clock_now(), resolved->life);
	uint64_t app = work->audience.app_id;

	resolved->expires_at = window.not_after;
	resolved->app_number = app;
	resolved->organization_number = work->audience.organization_id;
	resolved->variable = work->presented->variable;
	return recipe_write(resolved->plan.recipe, app ? app : EVERY_APP,
			    &window, &caveats, err) &&
	       bundle_append(&work->presented->bundle, work->audience,
			     secret_slice(&caveats), &resolved->token, err);
}

static bool narrow(struct work *work, struct resolved *resolved,
		   struct error *err)
{
	struct plan *plan = &resolved->plan;

	if (!bundle_app(&work->presented->bundle, &work->app))
		work->app = 0;
	if (!choose_target(work, &plan->target, err) ||
	    !plan_follow(&work->session->settings, work->request, plan, err))
		return false;
	if (plan->key.profile == ISSUED_LITEFS_CLOUD)
		return fail(err, ERR_USAGE,
			    "profile litefs-cloud is made by Fly and of no "
			    "other token; make one with 'fly-cred create "
			    "litefs-cloud'");
	find_audience(work, plan);
	if (!find_life(work, resolved, err) || !hand_out(work, resolved, err))
		return false;
	remark(work, resolved);
	return tell_scope(work, &plan->target, err);
}

/* The settings count, the store only where it is open to all. */
static bool open_quietly(struct session *session, struct error *err)
{
	struct error ignored;

	return session->store.root >= 0 || session_open(session, &ignored) ||
	       session->settings.api_url ||
	       settings_load(&session->settings, err);
}

/* The token first: no descriptor may be ours yet. */
static bool resolve_presented(struct session *session,
			      const struct token_request *request,
			      struct resolved *resolved, struct error *err)
{
	AUTO_PRESENTED struct presented presented = PRESENTED_EMPTY;
	struct work work = {.session = session,
			    .request = request,
			    .presented = &presented};

	return presented_read(request, &presented, err) &&
	       open_quietly(session, err) && narrow(&work, resolved, err);
}

/* Whether the reason is that there is no login at all. */
static bool lacks_login(const struct session *session,
			const struct resolved *resolved,
			const struct error *reason)
{
	return reason->code == ERR_NOT_FOUND && session->settings.api_url &&
	       (session->store.root < 0 ||
		(resolved->plan.accounts.count == 0 &&
		 resolved->plan.key.account == NULL));
}

static bool obtain(struct session *session,
		   bool (*open)(struct session *session, struct error *err),
		   const struct token_request *request,
		   struct resolved *resolved, struct error *err)
{
	if (presented_is_asked(request) && request->account)
		return fail(err, ERR_USAGE,
			    "--account asks for a login, and --token-env and "
			    "--token-fd for none; give one of them");
	if (presented_is_asked(request))
		return resolve_presented(session, request, resolved, err);
	if (open(session, err) &&
	    resolve_token(session, request, resolved, err))
		return true;
	return lacks_login(session, resolved, err) && !request->account &&
	       !request->needs_login && presented_is_there() &&
	       resolve_presented(session, request, resolved, err);
}

bool resolve_request(struct session *session,
		     bool (*open)(struct session *session, struct error *err),
		     const struct token_request *request,
		     struct resolved *ret_resolved, struct error *err)
{
	return obtain(session, open, request, ret_resolved, err) &&
	       profile_narrow(&ret_resolved->plan, &ret_resolved->token, err);
}
