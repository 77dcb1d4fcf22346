/* SPDX-License-Identifier: MIT */
/* fly-cred login: checks a login with Fly and puts it into the store. */
#include "config.h"

#include "cli/command.h"
#include "cli/flyctl-config.h"
#include "cli/open-session.h"
#include "resolve/login.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct values {
	bool token_stdin;
	bool from_flyctl;
	const char *name;
};

static const struct option_row options[] = {
	{0, "token-stdin", OPTION_FLAG, NULL,
	 "read the token from standard input",
	 offsetof(struct values, token_stdin)},
	{0, "from-flyctl", OPTION_FLAG, NULL,
	 "adopt flyctl's login; its config.yml stays as it is",
	 offsetof(struct values, from_flyctl)},
	{'n', "name", OPTION_TEXT, "NAME",
	 "call the account NAME (default: its e-mail address)",
	 offsetof(struct values, name)},
	{.name = NULL},
};

static bool take_text(const struct values *values, struct secret *ret_text,
		      struct error *err)
{
	if (values->token_stdin && values->from_flyctl)
		return fail(err, ERR_USAGE,
			    "--token-stdin and --from-flyctl exclude each "
			    "other");
	if (values->token_stdin)
		return secret_read(ret_text, STDIN_FILENO, LOGIN_TEXT_MAX,
				   "the token", err);
	if (values->from_flyctl)
		return flyctl_config_token(ret_text, err);
	if (terminal_ask_secret("Token (from 'flyctl auth token'; it is not "
				"shown): ",
				ret_text, err))
		return true;
	return terminal_is_there() ? false
				   : fail(err, ERR_USAGE,
					  "there is no terminal to ask on; use "
					  "--token-stdin or --from-flyctl");
}

static void tell(const struct login_result *result)
{
	bool same = strcmp(result->name, result->email) == 0;

	printf("logged in as %s%s%s%s, %zu organization%s\n", result->name,
	       same ? "" : " (", same ? "" : result->email, same ? "" : ")",
	       result->organizations, result->organizations == 1 ? "" : "s");
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct login_request request = {.text = &text,
					.name = values->name,
					.adopted = values->from_flyctl};
	struct login_result result;

	(void)arguments;
	if (!open_session(&session, err) || !take_text(values, &text, err) ||
	    !login_add(&session, &request, &result, err))
		return false;
	tell(&result);
	return true;
}

const struct command command_login = {
	.name = "login",
	.arguments = "",
	.summary = "put a Fly.io login into the store",
	.example = "fly-cred login --from-flyctl",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
