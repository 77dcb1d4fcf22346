/* SPDX-License-Identifier: MIT */
/* fly-cred list: what is stored, or what Fly knows; never a secret. */
#include "config.h"

#include "cli/command.h"
#include "cli/finish-revocations.h"
#include "cli/open-session.h"
#include "cli/remote-report.h"
#include "cli/request-options.h"
#include "cli/token-json.h"
#include "store/records.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>

struct values {
	struct token_request request;
	bool remote;
	bool json;
};

static const struct option_row options[] = {
	{0, "remote", OPTION_FLAG, NULL,
	 "all tokens of an app or organization that Fly knows",
	 offsetof(struct values, remote)},
	SCOPE_OPTIONS(values),
	{'j', "json", OPTION_FLAG, NULL, "print JSON",
	 offsetof(struct values, json)},
	{.name = NULL},
};

static void print_row(const struct stored_token *token)
{
	char shown[3][64], left[DURATION_SIZE] = "expired";

	if (token->left > 0)
		duration_format(token->left, left);
	text_printable(token->names, shown[0], sizeof(shown[0]));
	text_printable(token->account, shown[1], sizeof(shown[1]));
	text_printable(token->name, shown[2], sizeof(shown[2]));
	printf("%-24s %-20s %-10s %-24s %s\n", shown[0], token->profile, left,
	       shown[1], shown[2]);
}

static bool visit(const struct record *record, void *data, struct error *err)
{
	json_object *list = data;
	struct stored_token token;

	(void)err;
	if (!stored_token_read(record, clock_now(), &token))
		return true;
	if (list)
		json_object_array_add(list, token_json(&token));
	else
		print_row(&token);
	return true;
}

static bool list_stored(const struct values *values, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	json_object *list = NULL;
	bool done;

	if (!open_session(&session, err))
		return false;
	if (values->json)
		list = json_object_new_array();
	else
		printf("%-24s %-20s %-10s %-24s %s\n", "SCOPE", "PROFILE",
		       "LEFT", "ACCOUNT", "NAME");
	done = store_each(&session.store, visit, list, err);
	if (done && list)
		puts(json_object_to_json_string_ext(
			list, JSON_C_TO_STRING_PRETTY |
				      JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(list);
	return done;
}

static bool list_remote(const struct values *values, struct error *err)
{
	AUTO_REMOTE_TOKENS struct remote_tokens tokens = REMOTE_TOKENS_EMPTY;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_PLAN struct plan plan = PLAN_EMPTY;
	bool done;

	if (!open_session(&session, err) ||
	    !plan_make(&session, &values->request, &plan, err))
		return false;
	done = remote_list(&session, plan.key.account, plan.key.scope,
			   remote_show_progress, &tokens, err);
	remote_progress_end();
	if (!done)
		return false;
	if (values->json)
		remote_print_json(&tokens, plan.key.account, plan.key.scope);
	else
		remote_print_table(&tokens);
	finish_due_revocations(&session);
	return true;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	const struct token_request *request = &values->request;

	(void)arguments;
	if (values->remote)
		return list_remote(values, err);
	if (request->app || request->organization || request->account)
		return fail(err, ERR_USAGE,
			    "--app, --org and --account go with --remote; "
			    "without it all that is stored is listed");
	return list_stored(values, err);
}

const struct command command_list = {
	.name = "list",
	.arguments = "",
	.summary = "list the stored tokens, or with --remote those Fly knows",
	.example = "fly-cred list --remote --app shop",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
