/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' knows, before it is printed one way or the other. */
#include "config.h"

#include "cli/status-report.h"

static const struct status_report empty = {
	.session = SESSION_CLOSED,
	.plan = PLAN_EMPTY,
	.issued = ISSUED_EMPTY,
	.revocations = REVOCATIONS_EMPTY,
	.pin = PIN_EMPTY,
};

void status_report_clear(struct status_report *report)
{
	pin_clear(&report->pin);
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

/* What is not known yet, as the numbers before the first token, does not count. */
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

void status_report_make(const struct token_request *request,
			struct status_report *ret_report)
{
	struct status_report *report = ret_report;
	struct token_request offline = *request;
	struct error err;

	offline.offline = true;
	*report = empty;
	if (!session_open(&report->session, &err)) {
		report->store = err;
		if (!look_for_target(request, report, &err))
			report->target = err;
		look_for_pin(report);
		return;
	}
	report->unlocked_until = report->session.store.kept_until;
	if (!plan_make(&report->session, &offline, &report->plan, &err))
		report->target = err;
	else if (!issued_find(&report->session.store, &report->plan.key,
			      &report->issued, &err))
		report->token = err;
	look_for_pin(report);
	if (!revocations_load(&report->session.store, &report->revocations,
			      &err))
		report->left = err;
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
	return report->left.code ? &report->left : NULL;
}
