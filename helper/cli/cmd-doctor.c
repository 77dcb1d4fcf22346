/* SPDX-License-Identifier: MIT */
/* fly-cred doctor: tries what has to work, and says how to mend what does not.
 */
#include "config.h"

#include "cli/command.h"
#include "cli/open-session.h"
#include "cli/program-path.h"
#include "cli/token-sources.h"
#include "resolve/account.h"
#include "resolve/endpoint.h"
#include "resolve/paths.h"
#include "store/keyring.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

/* More than a token's window forgives for long. */
#define SKEW_MAX (5 * MINUTE)

struct values {
	bool offline;
};

static const struct option_row options[] = {
	{0, "offline", OPTION_FLAG, NULL, "do not ask Fly about the logins",
	 offsetof(struct values, offline)},
	{.name = NULL},
};

/* What was found out on the way. */
struct visit {
	bool offline;
	struct session session;
	size_t problems;
	struct error first; /* of the problems */
};

static void tell(const char *verdict, const char *what, const char *text)
{
	printf("%-5s %-9s %s\n", verdict, what, text);
}

static void tell_problem(struct visit *visit, const char *what,
			 const struct error *problem)
{
	if (visit->problems++ == 0)
		visit->first = *problem;
	tell("BAD", what, problem->message);
}

static bool check_settings(struct visit *visit)
{
	struct error err;

	if (!settings_load(&visit->session.settings, &err)) {
		tell_problem(visit, "settings", &err);
		return false;
	}
	tell("ok", "settings",
	     visit->session.settings.file ? visit->session.settings.file
					  : "none, the defaults apply");
	return true;
}

static void check_keyring(void)
{
	if (keyring_works())
		tell("ok", "keyring", "the kernel keeps the open key");
	else
		tell("look", "keyring",
		     "the kernel keeps no keys here, as in many containers; "
		     "set FLY_CRED_KEY_FILE, or every command asks");
}

static bool check_store(struct visit *visit)
{
	AUTO_FREE char *path = NULL;
	struct error err;

	if (!session_open(&visit->session, &err)) {
		tell_problem(visit, "store", &err);
		return false;
	}
	path = path_shown(visit->session.store.path);
	tell("ok", "store", path);
	return true;
}

static void tell_clock(int64_t skew)
{
	char by[DURATION_SIZE], text[200];

	duration_format(skew < 0 ? -skew : skew, by);
	snprintf(text, sizeof(text),
		 "this machine's clock is %s %s Fly's; set it, or tokens that "
		 "are good look dead",
		 by, skew < 0 ? "ahead of" : "behind");
	if (skew > SKEW_MAX || skew < -SKEW_MAX)
		tell("look", "clock", text);
	else
		tell("ok", "clock", "as Fly's");
}

/* Asks Fly whose the login is: so it works, and so do program and network. */
static bool check_login(struct visit *visit, const struct account *account)
{
	struct api_endpoint endpoint = account_endpoint(&visit->session,
							account);
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_LOGIN struct api_login answer = {0};
	struct error err;

	if (!account_login(&visit->session.store, account, &login, &err) ||
	    (!visit->offline &&
	     !api_login(&endpoint, &login, &answer, &err))) {
		tell_problem(visit, "account", &err);
		return false;
	}
	tell("ok", "account", account->name);
	if (answer.reply.facts.has_skew)
		tell_clock(answer.reply.facts.skew);
	return true;
}

static void check_accounts(struct visit *visit)
{
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	struct error err;
	size_t i;

	session_limit(&visit->session);
	if (!accounts_load(&visit->session.store, &accounts, &err)) {
		tell_problem(visit, "account", &err);
		return;
	}
	if (accounts.count == 0) {
		fail(&err, ERR_NOT_FOUND,
		     "nobody is logged in; run 'fly-cred login'");
		tell_problem(visit, "account", &err);
	}
	for (i = 0; i < accounts.count; i++)
		if (!check_login(visit, &accounts.items[i]) &&
		    visit->first.code == ERR_NETWORK)
			return; /* another would wait as long for nothing */
}

static void check_docker(struct visit *visit)
{
	AUTO_FREE char *docker = program_path("docker");
	AUTO_FREE char *helper = program_path("docker-credential-fly");
	struct error err;

	if (docker == NULL)
		return;
	/* Snaps run nothing outside, and read another config.json. */
	if (strstr(docker, "/snap/bin/"))
		tell("look", "docker",
		     "this docker is a snap, which can't run "
		     "docker-credential-fly; install docker from a package");
	if (helper) {
		tell("ok", "docker", helper);
		return;
	}
	fail(&err, ERR_FAILED,
	     "docker finds no docker-credential-fly: add the directory of "
	     "fly-cred to PATH");
	tell_problem(visit, "docker", &err);
}

/* Other tokens that tools would use; a matter of taste, so no problem. */
static void check_sources(const struct settings *settings)
{
	AUTO_TOKEN_SOURCES struct token_sources sources = TOKEN_SOURCES_EMPTY;
	const struct token_sources_known known = {.settings = settings,
						  .presented = ""};
	size_t i;

	token_sources_find(&known, &sources);
	for (i = 0; i < sources.count; i++)
		tell(strcmp(sources.items[i].source,
			    "docker-credential-fly") == 0
			     ? "ok"
			     : "look",
		     sources.items[i].tool, sources.items[i].remark);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	struct visit visit = {.offline = ((const struct values *)data)->offline,
			      .session = SESSION_CLOSED};

	(void)arguments;
	if (check_settings(&visit)) {
		check_keyring();
		if (check_store(&visit))
			check_accounts(&visit);
		check_docker(&visit);
		check_sources(&visit.session.settings);
	}
	session_close(&visit.session);
	if (visit.problems == 0)
		return true;
	return fail(err, visit.first.code, "%zu to mend, see above",
		    visit.problems);
}

const struct command command_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "find what is wrong, and how to mend it",
	.example = "fly-cred doctor",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
