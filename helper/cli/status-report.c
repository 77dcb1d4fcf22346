/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' knows, before it is printed one way or the other. */
#include "config.h"

#include "cli/status-report.h"

#include "cli/flyctl-config.h"
#include "util/timestamp.h"

#include <stdlib.h>

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
static void find_ends(struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	struct error ignored;
	size_t i;

	for (i = 0; i < accounts->count; i++)
		if (!login_end_find(&report->session.store, &accounts->items[i],
				    clock_now(), &report->ends[i], &ignored))
			report->ends[i].at = 0;
}

static void find_sources(struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	bool needs_flyctl = true;
	size_t i;

	for (i = 0; i < accounts->count && needs_flyctl; i++)
		needs_flyctl = flyctl_has_login_of(&report->session.store,
						   &accounts->items[i]);
	token_sources_find(&report->session.settings, needs_flyctl,
			   &report->sources);
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
	find_ends(report);
	if (!stored_tokens_load(store, clock_now(), &report->tokens, &err))
		report->tokens_unread = err;
	if (!revocations_load(store, &report->revocations, &err))
		report->left = err;
}

void status_report_make(const struct token_request *request,
			struct status_report *ret_report)
{
	struct status_report *report = ret_report;
	struct token_request offline = *request;
	struct error err;

	offline.offline = true;
	*report = empty;
	if (session_open(&report->session, &err)) {
		look_into_store(&offline, report);
	} else {
		report->store = err;
		if (!look_for_target(request, report, &err))
			report->target = err;
	}
	look_for_pin(report);
	find_sources(report);
}

/* A directory that belongs to no app is no problem. */
static bool is_nowhere(const struct status_report *report)
{
	const struct target *target = &report->plan.target;

	return report->target.code == ERR_NOT_FOUND && target->step_count &&
	       target->scope.name == NULL;
}

const struct error *status_report_problem(const struct status_report *report)
{
	if (report->store.code)
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
