/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' tells programs. */
#include "config.h"

#include "cli/status-report.h"
#include "cli/status-tools.h"
#include "cli/token-json.h"

#include <json-c/json.h>
#include <stdio.h>

static json_object *revocations_json(const struct revocations *revocations)
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < revocations->count; i++) {
		const struct revocation *at = &revocations->items[i];
		json_object *object = json_object_new_object();

		json_add_text(object, "account", at->account_name);
		json_add_text(object, "scope", at->names);
		json_add_text(object, "profile", at->profile);
		json_add_text(object, "id", *at->id ? at->id : NULL);
		json_add_text(object, "name", *at->name ? at->name : NULL);
		json_add_time(object, "due_at", at->due_at);
		json_add_time(object, "expires_at", at->expires_at);
		json_object_array_add(list, object);
	}
	return list;
}

static json_object *accounts_json(const struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < accounts->count; i++) {
		const struct account *at = &accounts->items[i];
		json_object *object = json_object_new_object();

		json_add_text(object, "account", at->name);
		json_add_text(object, "email", at->email);
		json_add_text(object, "origin", at->origin);
		json_add_text(object, "registry", at->registry);
		json_add_text(object, "session",
			      at->own	    ? "own"
			      : at->adopted ? "flyctl"
					    : "given");
		json_add_time(object, "since", at->added_at);
		json_add_time(object, "expires_at", report->logins[i].end.at);
		json_object_object_add(
			object, "refused",
			json_object_new_boolean(
				report->logins[i].is_refused));
		json_object_array_add(list, object);
	}
	return list;
}

static json_object *tokens_json(const struct stored_tokens *tokens)
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < tokens->count; i++)
		json_object_array_add(list, token_json(&tokens->items[i]));
	return list;
}

static json_object *sources_json(const struct token_sources *sources)
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < sources->count; i++) {
		const struct token_source *at = &sources->items[i];
		json_object *object = json_object_new_object();

		json_add_text(object, "tool", at->tool);
		json_add_text(object, "source", at->source);
		json_add_text(object, "remark", at->remark);
		json_object_array_add(list, object);
	}
	return list;
}

static json_object *steps_json(const struct target *target)
{
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < target->step_count; i++)
		json_object_array_add(list,
				      json_object_new_string(target->steps[i]));
	return list;
}

static void add_lists(const struct status_report *report, json_object *object)
{
	json_object_object_add(object, "accounts", accounts_json(report));
	json_object_object_add(object, "tokens", tokens_json(&report->tokens));
	json_object_object_add(object, "tools",
			       report->has_tools
				       ? status_tools_json(
						 &report->session.settings,
						 report->tools)
				       : json_object_new_array());
	json_object_object_add(object, "revocations",
			       revocations_json(&report->revocations));
	json_object_object_add(object, "elsewhere",
			       sources_json(&report->sources));
	json_object_object_add(object, "steps",
			       steps_json(&report->plan.target));
}

void status_print_json(const struct status_report *report)
{
	const struct target *target = &report->plan.target;
	const struct issued *issued = &report->issued;
	const struct error *problem = status_report_problem(report);
	json_object *object = json_object_new_object();
	char *scope = target->scope.name ? scope_format(&target->scope) : NULL;

	json_add_text(object, "account",
		 report->plan.key.account ? report->plan.key.account->name
					  : NULL);
	json_add_text(object, "account_source", report->why);
	json_add_text(object, "scope", scope);
	json_add_text(object, "source", target->source);
	json_add_text(object, "profile",
		 issued->id ? issued_profile_name(report->plan.key.profile)
			    : NULL);
	json_add_text(object, "name", issued->name);
	json_add_text(object, "id", issued->id);
	json_add_time(object, "issued_at", issued->issued_at);
	json_add_time(object, "expires_at", issued->expires_at);
	json_add_time(object, "unlocked_until", report->unlocked_until);
	json_object_object_add(object, "allowed",
			       json_object_new_boolean(report->is_allowed));
	json_add_text(object, "problem", problem ? problem->message : NULL);
	add_lists(report, object);
	puts(json_object_to_json_string_ext(
		object,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
	free(scope);
}
