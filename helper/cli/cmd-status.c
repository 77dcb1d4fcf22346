/* SPDX-License-Identifier: MIT */
/* fly-cred status: who is logged in, what applies here, what ends when. */
#include "config.h"

#include "cli/command.h"
#include "cli/request-options.h"
#include "cli/status-report.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>

struct values {
	struct token_request request;
	bool json;
	bool explain;
};

static const struct option_row options[] = {
	SCOPE_OPTIONS(values),
	{'j', "json", OPTION_FLAG, NULL, "print JSON",
	 offsetof(struct values, json)},
	{0, "explain", OPTION_FLAG, NULL,
	 "show what was looked at to find the app",
	 offsetof(struct values, explain)},
	{.name = NULL},
};

/* One word for what is wrong; the whole sentence goes to standard error. */
static const char *word_for(const struct error *error)
{
	switch (error->code) {
	case ERR_NOT_FOUND:
		return "none yet";
	case ERR_LOCKED:
		return "locked";
	case ERR_CORRUPT:
		return "damaged";
	default:
		return "can't be told";
	}
}

static void print_store(const struct status_report *report)
{
	int64_t left = report->unlocked_until - clock_now();
	char duration[DURATION_SIZE];

	if (report->store.code) {
		printf("store    %s\n", word_for(&report->store));
		return;
	}
	printf("store    %s, open", report->session.store.path);
	if (report->unlocked_until) {
		duration_format(left, duration);
		printf(" for %s", duration);
	} else {
		printf(" with a key file");
	}
	puts("");
}

static void print_accounts(const struct accounts *accounts)
{
	size_t i;

	if (accounts->count == 0)
		puts("account  none yet");
	for (i = 0; i < accounts->count; i++) {
		const struct account *at = &accounts->items[i];

		printf("%s%s (%s) at %s, registry %s%s\n",
		       i ? "         " : "account  ", at->name, at->email,
		       at->origin, at->registry,
		       at->adopted ? ", adopted from flyctl" : "");
	}
}

static void print_target(const struct status_report *report)
{
	const struct target *target = &report->plan.target;

	if (target->scope.name)
		printf("here     %s %s, from %s\n",
		       target->scope.kind == SCOPE_APP ? "app" : "organization",
		       target->scope.name, target->source);
	else if (target->step_count && report->target.code == ERR_NOT_FOUND)
		puts("here     no app or organization");
}

static void print_allowed(const struct status_report *report)
{
	if (report->plan.target.scope.name == NULL)
		return;
	if (report->is_allowed)
		puts("hook     allowed to export here");
	else if (report->pin.scope)
		printf("hook     allowed for %s only; 'fly-cred allow' allows "
		       "this\n",
		       report->pin.scope);
	else
		puts("hook     not allowed here; 'fly-cred allow' allows it");
}

static void print_token(const struct status_report *report)
{
	struct life life = issued_life(&report->issued, clock_now());
	char given[DURATION_SIZE], left[DURATION_SIZE];

	if (report->issued.id) {
		duration_format(life.given, given);
		duration_format(life.left, left);
		printf("token    %s left of %s\n", left, given);
	} else if (report->token.code == ERR_NOT_FOUND) {
		puts("token    none yet, made when one is needed");
	} else if (report->token.code) {
		printf("token    %s\n", word_for(&report->token));
	}
}

static void print_left(const struct revocations *revocations)
{
	int64_t now = clock_now();
	char wait[DURATION_SIZE];
	size_t i;

	for (i = 0; i < revocations->count; i++) {
		const struct revocation *at = &revocations->items[i];

		duration_format(at->due_at - now, wait);
		printf("left     revoke the old token of %s%s%s: 'fly-cred "
		       "rotate --finish'\n",
		       at->names, at->due_at > now ? " in " : " now",
		       at->due_at > now ? wait : "");
	}
}

static void print_steps(const struct target *target)
{
	size_t i;

	for (i = 0; i < target->step_count; i++)
		printf("  %zu. %s\n", i + 1, target->steps[i]);
}

static void print_text(const struct status_report *report, bool explain)
{
	print_store(report);
	if (report->store.code == 0)
		print_accounts(&report->plan.accounts);
	print_target(report);
	if (explain)
		print_steps(&report->plan.target);
	print_allowed(report);
	print_token(report);
	print_left(&report->revocations);
}

static void add_text(json_object *object, const char *key, const char *value)
{
	json_object_object_add(object, key,
			       value ? json_object_new_string(value) : NULL);
}

static void add_time(json_object *object, const char *key, int64_t time)
{
	char text[TIMESTAMP_SIZE];

	timestamp_format(time, text);
	add_text(object, key, time ? text : NULL);
}

static json_object *revocations_json(const struct revocations *revocations)
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < revocations->count; i++) {
		const struct revocation *at = &revocations->items[i];
		json_object *object = json_object_new_object();

		add_text(object, "account", at->account_name);
		add_text(object, "scope", at->names);
		add_text(object, "profile", at->profile);
		add_text(object, "id", at->id);
		add_time(object, "due_at", at->due_at);
		add_time(object, "expires_at", at->expires_at);
		json_object_array_add(list, object);
	}
	return list;
}

static void print_json(const struct status_report *report)
{
	const struct target *target = &report->plan.target;
	const struct issued *issued = &report->issued;
	const struct error *problem = status_report_problem(report);
	json_object *object = json_object_new_object();
	char *scope = target->scope.name ? scope_format(&target->scope) : NULL;

	add_text(object, "account",
		 report->plan.key.account ? report->plan.key.account->name
					  : NULL);
	add_text(object, "scope", scope);
	add_text(object, "source", target->source);
	add_text(object, "profile",
		 issued->id ? issued_profile_name(report->plan.key.profile)
			    : NULL);
	add_text(object, "name", issued->name);
	add_text(object, "id", issued->id);
	add_time(object, "issued_at", issued->issued_at);
	add_time(object, "expires_at", issued->expires_at);
	add_time(object, "unlocked_until", report->unlocked_until);
	json_object_object_add(object, "allowed",
			       json_object_new_boolean(report->is_allowed));
	add_text(object, "problem", problem ? problem->message : NULL);
	json_object_object_add(object, "revocations",
			       revocations_json(&report->revocations));
	puts(json_object_to_json_string_ext(
		object,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
	free(scope);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_STATUS_REPORT struct status_report report;
	const struct error *problem;

	(void)arguments;
	status_report_make(&values->request, &report);
	if (values->json)
		print_json(&report);
	else
		print_text(&report, values->explain);
	problem = status_report_problem(&report);
	if (problem == NULL)
		return true;
	*err = *problem;
	return false;
}

const struct command command_status = {
	.name = "status",
	.arguments = "",
	.summary = "show who is logged in and what applies here",
	.example = "fly-cred status --explain",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
