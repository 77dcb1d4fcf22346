/* SPDX-License-Identifier: MIT */
/* fly-cred logout: ends a login at Fly and forgets all that came of it. */
#include "config.h"

#include "cli/command.h"
#include "cli/flyctl-config.h"
#include "cli/open-session.h"
#include "resolve/logout.h"

#include <stdio.h>

struct values {
	const char *account;
	bool all;
	bool local;
};

static const struct option_row options[] = {
	{0, "account", OPTION_TEXT, "NAME", "which login to end",
	 offsetof(struct values, account)},
	{0, "all", OPTION_FLAG, NULL, "every login there is",
	 offsetof(struct values, all)},
	{0, "local", OPTION_FLAG, NULL,
	 "only forget it here; at Fly it stays valid",
	 offsetof(struct values, local)},
	{.name = NULL},
};

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void tell(const struct account *account, bool is_flyctls, bool local,
		 const struct logout_result *result)
{
	if (local)
		printf("forgot %s here; its session and tokens stay valid at "
		       "Fly\n",
		       account->name);
	else if (is_flyctls)
		printf("forgot %s, %zu token%s revoked; flyctl still has this "
		       "login: 'flyctl auth logout' ends it\n",
		       account->name, result->revoked, plural(result->revoked));
	else
		printf("logged out %s, %zu token%s revoked\n", account->name,
		       result->revoked, plural(result->revoked));
}

static bool log_out(struct session *session, const struct account *account,
		    bool local, struct error *err)
{
	/* Ending flyctl's session would log flyctl out. */
	bool theirs = flyctl_has_login_of(&session->store, account);
	struct logout_result result = {.revoked = 0};

	if (!local &&
	    (!account_check_binding(account, &session->settings, err) ||
	     !logout_at_fly(session, account, !theirs, &result, err)))
		return false;
	if (!account_forget(&session->store, account, err))
		return false;
	tell(account, theirs, local, &result);
	return true;
}

/* One after the other, whatever happens; the first failure is the result. */
static bool log_out_all(struct session *session,
			const struct accounts *accounts, bool local,
			struct error *err)
{
	struct error problem;
	size_t i, failed = 0;

	for (i = 0; i < accounts->count; i++) {
		if (log_out(session, &accounts->items[i], local, &problem))
			continue;
		if (failed++ == 0)
			*err = problem;
		else
			fprintf(stderr, "fly-cred: %s\n", problem.message);
	}
	return failed == 0;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	const struct account *account;

	(void)arguments;
	if (values->all && values->account)
		return fail(err, ERR_USAGE,
			    "--all and --account exclude each other");
	if (!open_session(&session, err) ||
	    !accounts_load(&session.store, &accounts, err))
		return false;
	if (values->all && accounts.count)
		return log_out_all(&session, &accounts, values->local, err);
	return account_find(&accounts, &session.settings, values->account,
			    &account, err) &&
	       log_out(&session, account, values->local, err);
}

const struct command command_logout = {
	.name = "logout",
	.arguments = "",
	.summary = "end a login at Fly, and forget it",
	.example = "fly-cred logout --account work",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
