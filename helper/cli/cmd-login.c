/* SPDX-License-Identifier: MIT */
/* fly-cred login: checks a login with Fly and puts it into the store. */
#include "config.h"

#include "cli/command.h"
#include "cli/flyctl-config.h"
#include "cli/login-browser.h"
#include "cli/open-session.h"
#include "resolve/login.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct values {
	bool token_stdin;
	bool from_flyctl;
	bool paste;
	bool no_browser;
	const char *name;
};

static const struct option_row options[] = {
	{0, "no-browser", OPTION_FLAG, NULL,
	 "only show the address; open it yourself, anywhere",
	 offsetof(struct values, no_browser)},
	{0, "paste", OPTION_FLAG, NULL,
	 "ask for a token on the terminal instead",
	 offsetof(struct values, paste)},
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

static bool paste_text(struct secret *ret_text, struct error *err)
{
	if (terminal_ask_secret("Token (from 'flyctl auth token'; it is not "
				"shown): ",
				ret_text, err))
		return true;
	return terminal_is_there() ? false
				   : fail(err, ERR_USAGE,
					  "there is no terminal to ask on; use "
					  "--token-stdin or --from-flyctl");
}

static bool check_values(const struct values *values, struct error *err)
{
	int ways = values->token_stdin + values->from_flyctl + values->paste +
		   values->no_browser;

	return ways <= 1 ||
	       fail(err, ERR_USAGE,
		    "--no-browser, --paste, --token-stdin and --from-flyctl "
		    "exclude each other");
}

/* From where the options say; request tells what kind of login it is. */
static bool take_text(const struct values *values,
		      const struct settings *settings,
		      struct login_request *request, struct secret *ret_text,
		      struct error *err)
{
	if (values->token_stdin)
		return secret_read(ret_text, STDIN_FILENO, LOGIN_TEXT_MAX,
				   "the token", err);
	if (values->from_flyctl)
		return flyctl_config_token(ret_text, err);
	if (values->paste)
		return paste_text(ret_text, err);
	/* What comes through a pipe may be meant as a token. */
	if (!isatty(STDIN_FILENO) || !terminal_is_there())
		return fail(err, ERR_USAGE,
			    "there is no terminal to log in at; use "
			    "--token-stdin or --from-flyctl");
	return login_through_browser(settings, !values->no_browser, ret_text,
				     &request->own, err);
}

static void tell(const struct login_result *result)
{
	bool same = strcmp(result->name, result->email) == 0;

	printf("logged in as %s%s%s%s, %zu organization%s\n", result->name,
	       same ? "" : " (", same ? "" : result->email, same ? "" : ")",
	       result->organizations, result->organizations == 1 ? "" : "s");
	if (*result->remark)
		fprintf(stderr,
			"fly-cred: the session before this one goes on at "
			"Fly: %s\n",
			result->remark);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct login_request request = {.text = &text, .name = values->name};
	struct login_result result;

	(void)arguments;
	if (!check_values(values, err) || !open_session(&session, err) ||
	    !take_text(values, &session.settings, &request, &text, err))
		return false;
	/* Wherever it came from: ending it would log flyctl out. */
	request.adopted = values->from_flyctl ||
			  (!request.own && flyctl_config_has(&text));
	if (!login_add(&session, &request, &result, err))
		return false;
	tell(&result);
	return true;
}

const struct command command_login = {
	.name = "login",
	.arguments = "",
	.summary = "put a Fly.io login into the store",
	.example = "fly-cred login --no-browser",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
