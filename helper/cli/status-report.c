/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' knows, before it is printed one way or the other. */
#include "config.h"

#include "cli/status-report.h"

#include "cli/flyctl-config.h"
#include "resolve/back-off-notes.h"
#include "resolve/presented.h"
#include "util/timestamp.h"

#include <stdlib.h>
#include <string.h>

static const struct status_report empty = {
	.session = SESSION_CLOSED,
	.plan = PLAN_EMPTY,
	.issued = ISSUED_EMPTY,
	.revocations = REVOCATIONS_EMPTY,
	.pin = PIN_EMPTY,
	.tokens = STORED_TOKENS_EMPTY,
	.sources = TOKEN_SOURCES_EMPTY,
};

void status_report_clear(struct status_report *report)
{
	pin_clear(&report->pin);
	token_sources_clear(&report->sources);
	stored_tokens_clear(&report->tokens);
	revocations_clear(&report->revocations);
	issued_clear(&report->issued);
	plan_clear(&report->plan);
	session_close(&report->session);
}

/* Without a store the target is known all the same. */
static bool look_for_target(const struct token_request *request,
			    struct status_report *report, struct error *err)
{
	struct target_request wanted = {request->app, request->organization,
					NULL};

	return report->session.settings.api_url == NULL ||
	       target_choose(&wanted, &report->session.settings,
			     &report->plan.target, err);
}

/* What is not known yet, as the numbers before the first token, counts not. */
static bool pin_fits_here(const struct status_report *report)
{
	const struct pin *pin = &report->pin;
	const struct account *account = report->plan.key.account;
	AUTO_FREE char *scope = scope_format(&report->plan.target.scope);
	struct pin here = {
		.account = account ? (char *)account->id : pin->account,
		.scope = scope,
		.organization_number = pin->organization_number,
		.app_number = pin->app_number,
	};

	if (report->issued.id) {
		here.organization_number = report->issued.organization_number;
		here.app_number = report->issued.app_number;
	}
	return pin_fits(pin, &here);
}

static void look_for_pin(struct status_report *report)
{
	AUTO_FREE char *here = getcwd(NULL, 0);
	struct error err;

	if (here && allowed_find(here, &report->pin, &err))
		report->is_allowed = report->plan.target.scope.name &&
				     pin_fits_here(report);
	else
		pin_clear(&report->pin);
}

/* Why it is this account. */
static const char *why(const struct status_report *report,
		       const struct token_request *request)
{
	const struct settings *settings = &report->session.settings;
	const char *variable = getenv("FLY_CRED_ACCOUNT");

	if (report->plan.key.account == NULL)
		return NULL;
	if (request->account && *request->account)
		return "named by --account";
	if (settings->account)
		return variable && *variable ? "named by FLY_CRED_ACCOUNT"
					     : "named in config.yml";
	if (account_depends_on_scope(&report->plan.accounts, settings, NULL))
		return "the only one that has it";
	return report->plan.accounts.count == 1
		       ? "the only one"
		       : "the only one of this API and registry";
}

/* A login that is missing or damaged is told by who needs it. */
static void look_at_logins(struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	struct store *store = &report->session.store;
	struct error ignored;
	size_t i;

	for (i = 0; i < accounts->count; i++) {
		struct login_state *login = &report->logins[i];

		if (!login_end_find(store, &accounts->items[i], clock_now(),
				    &login->end, &ignored))
			login->end.at = 0;
		login->is_refused = back_off_is_refused(store,
							&accounts->items[i]);
	}
}

/* As resolve_request has it. */
static void look_for_presented(const struct token_request *request,
			       struct status_report *report)
{
	AUTO_PRESENTED struct presented presented = PRESENTED_EMPTY;
	struct error ignored;

	if (report->session.settings.api_url && !request->account &&
	    (report->session.store.root < 0 ||
	     (report->store.code == 0 && report->plan.accounts.count == 0)) &&
	    presented_read(request, &presented, &ignored))
		memcpy(report->presented, presented.source,
		       sizeof(report->presented));
}

static void find_sources(struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	struct token_sources_known known = {
		.settings = &report->session.settings,
		.needs_flyctl = true,
		.has_login = report->plan.key.account != NULL,
		.presented = report->presented,
	};
	size_t i;

	for (i = 0; i < accounts->count && known.needs_flyctl; i++)
		known.needs_flyctl = flyctl_has_login_of(&report->session.store,
							 &accounts->items[i]);
	token_sources_find(&known, &report->sources);
}

static void look_into_store(const struct token_request *request,
			    struct status_report *report)
{
	struct store *store = &report->session.store;
	struct error err;

	report->unlocked_until = store->kept_until;
	if (!plan_make(&report->session, request, &report->plan, &err))
		report->target = err;
	else if (!issued_find(store, &report->plan.key, &report->issued, &err))
		report->token = err;
	report->why = why(report, request);
	look_at_logins(report);
	if (!stored_tokens_load(store, clock_now(), &report->tokens, &err))
		report->tokens_unread = err;
	if (!revocations_load(store, &report->revocations, &err))
		report->left = err;
}

/* The app or organization is known all the same. */
static void look_without_login(const struct token_request *request,
			       struct status_report *report)
{
	struct error err = {.message = ""};

	if (look_for_target(request, report, &err))
		err.code = 0;
	/* That nobody is logged in comes first, unless it does not matter. */
	if (report->target.code == 0 || *report->presented)
		report->target = err;
}

static void look_at_tools(struct status_report *report)
{
	const struct target *target = &report->plan.target;

	report->has_tools = target->scope.name != NULL;
	if (report->has_tools)
		tools_find(&report->session.settings, target, report->tools);
}

void status_report_make(const struct token_request *request,
			struct status_report *ret_report)
{
	struct status_report *report = ret_report;
	struct token_request offline = *request;

	offline.offline = true;
	*report = empty;
	if (session_open(&report->session, &report->store)) {
		report->store.code = 0;
		look_into_store(&offline, report);
	}
	look_for_presented(request, report);
	if (report->plan.accounts.count == 0)
		look_without_login(request, report);
	look_for_pin(report);
	look_at_tools(report);
	find_sources(report);
}

/* A directory that belongs to no app is no problem to who is logged in. */
static bool is_nowhere(const struct status_report *report)
{
	const struct target *target = &report->plan.target;

	return report->target.code == ERR_NOT_FOUND &&
	       (report->plan.accounts.count || *report->presented) &&
	       target->step_count && target->scope.name == NULL;
}

const struct error *status_report_problem(const struct status_report *report)
{
	/* What serves in place of a login needs neither login nor store. */
	if (report->store.code && !*report->presented)
		return &report->store;
	if (report->target.code && !is_nowhere(report))
		return &report->target;
	/* That there is no token yet is no problem: it comes when needed. */
	if (report->token.code && report->token.code != ERR_NOT_FOUND)
		return &report->token;
	if (report->tokens_unread.code)
		return &report->tokens_unread;
	return report->left.code ? &report->left : NULL;
}
