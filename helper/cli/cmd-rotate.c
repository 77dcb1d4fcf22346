/* SPDX-License-Identifier: MIT */
/* fly-cred rotate: a new token, and the old one revoked once it is stored. */
#include "config.h"

#include "cli/command.h"
#include "cli/finish-revocations.h"
#include "cli/open-session.h"
#include "cli/request-options.h"
#include "resolve/rotate.h"
#include "resolve/stored-keys.h"
#include "util/timestamp.h"

#include <stdio.h>

struct values {
	struct token_request request;
	bool all;
	int64_t grace;
	bool finish;
};

static const struct option_row options[] = {
	SCOPE_OPTIONS(values), PROFILE_OPTIONS(values),
	{0, "all", OPTION_FLAG, NULL, "every stored token of the login",
	 offsetof(struct values, all)},
	{0, "grace", OPTION_DURATION, "D", "revoke the old one D later",
	 offsetof(struct values, grace)},
	{0, "finish", OPTION_FLAG, NULL,
	 "make no new one, only revoke what is left now",
	 offsetof(struct values, finish)},
	{.name = NULL},
};

static bool check_usage(const struct values *values, struct error *err)
{
	const struct token_request *request = &values->request;
	bool scope = request->app || request->organization ||
		     request->profile || request->cluster;

	if (values->all && scope)
		return fail(err, ERR_USAGE,
			    "--all goes without --app, --org and --profile");
	if (values->finish && (scope || values->all || values->grace ||
			       request->account))
		return fail(err, ERR_USAGE,
			    "--finish goes without other options: it revokes "
			    "all that is left");
	return true;
}

/* What was done, and what is left of it. */
static void tell(const struct issued_key *key, const struct issued *issued,
		 bool had_old, int64_t grace)
{
	const char *what = key->scope->kind == SCOPE_APP ? "app" : "org";
	char life[DURATION_SIZE], wait[DURATION_SIZE];

	duration_format(issued_life(issued, clock_now()).left, life);
	fprintf(stderr, "fly-cred: new token for %s:%s, lives %s\n", what,
		key->scope->name, life);
	if (!had_old || grace == 0)
		return;
	duration_format(grace, wait);
	fprintf(stderr,
		"fly-cred: the old one works for %s more; then the next "
		"command that asks Fly revokes it, or 'fly-cred rotate "
		"--finish'\n",
		wait);
}

static bool rotate(struct session *session, const struct issued_key *key,
		   int64_t grace, struct error *err)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	bool had_old;

	if (!token_rotate(session, key, grace, &issued, &had_old, err))
		return false;
	tell(key, &issued, had_old, grace);
	return true;
}

static bool rotate_one(struct session *session, const struct values *values,
		       struct error *err)
{
	struct token_request request = values->request;
	AUTO_PLAN struct plan plan = PLAN_EMPTY;

	request.consumer = CONSUMER_COMMAND;
	return plan_make(session, &request, &plan, err) &&
	       rotate(session, &plan.key, values->grace, err);
}

/* All of them, whatever happens to one; the first failure is reported last. */
static bool rotate_all(struct session *session, const struct values *values,
		       struct error *err)
{
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	AUTO_STORED_KEYS struct stored_keys keys = STORED_KEYS_EMPTY;
	const struct account *account;
	struct error problem;
	bool done = true;
	size_t i;

	if (!accounts_load(&session->store, &accounts, err) ||
	    !account_choose(&accounts, &session->settings,
			    values->request.account, &account, err) ||
	    !stored_keys_load(&session->store, account, &keys, err))
		return false;
	if (keys.count == 0)
		return fail(err, ERR_NOT_FOUND,
			    "no token of account %s is stored", account->name);
	for (i = 0; i < keys.count; i++) {
		const struct issued_key key = {account, &keys.items[i].scope,
					       keys.items[i].profile,
					       keys.items[i].cluster};

		if (rotate(session, &key, values->grace, &problem))
			continue;
		if (!done)
			fprintf(stderr, "fly-cred: %s\n", problem.message);
		else
			*err = problem;
		done = false;
	}
	return done;
}

static bool finish(struct session *session, struct error *err)
{
	size_t count;

	if (!finish_revocations(session, true, &count, err))
		return false;
	if (count == 0)
		fprintf(stderr, "fly-cred: no old token is left to revoke\n");
	return true;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	bool done;

	(void)arguments;
	if (!check_usage(values, err) || !open_session(&session, err))
		return false;
	if (values->finish)
		return finish(&session, err);
	done = values->all ? rotate_all(&session, values, err)
			   : rotate_one(&session, values, err);
	/* What did get a new token loses its old one now. */
	session.deadline = 0;
	if (done)
		return finish_revocations(&session, false, NULL, err);
	if (values->all)
		finish_due_revocations(&session);
	return false;
}

const struct command command_rotate = {
	.name = "rotate",
	.arguments = "",
	.summary = "get a new token, and revoke the old one",
	.example = "fly-cred rotate --app shop --grace 1h",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
