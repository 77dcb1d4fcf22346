/* SPDX-License-Identifier: MIT */
/* A login through the person's browser, at the terminal. */
#include "config.h"

#include "cli/login-browser.h"

#include "cli/callback.h"
#include "cli/open-browser.h"
#include "cli/pasted-code.h"
#include "resolve/browser-login.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>

/* Seconds that one call may wait where there is no PKCE, and needs at least. */
#define SLICE 30
#define LEAST 3

#define PROMPT                                                    \
	"Waiting for the browser. If it can't come back, paste the " \
	"code (or a token), which does not show: "

static bool fail_late(struct error *err)
{
	return fail(err, ERR_FAILED,
		    "nobody logged in within %d minutes; run 'fly-cred login' "
		    "again",
		    LOGIN_BROWSER_PATIENCE / 60);
}

/* What is waited for. */
struct wait {
	const struct settings *settings;
	struct browser_login login;
	struct callback callback;
	int64_t until; /* by clock_steady */
};

static void wait_clear(struct wait *wait)
{
	browser_login_clear(&wait->login);
	callback_close(&wait->callback);
}

static bool knows_state(const void *data, struct slice state)
{
	const struct wait *wait = data;

	return browser_login_has_state(&wait->login, state);
}

/* For the terminal: whether no answer is needed any more. */
static bool look(void *data)
{
	struct wait *wait = data;

	return (wait->callback.listener >= 0 &&
		callback_serve(&wait->callback)) ||
	       clock_steady() >= wait->until;
}

/* Whether what was pasted will do; remarks why not. */
static bool accept_pasted(struct wait *wait, const struct secret *text,
			  struct secret *ret_code, enum pasted *ret_kind)
{
	AUTO_SECRET struct secret state = SECRET_EMPTY;

	secret_clear(ret_code);
	*ret_kind = pasted_read(secret_slice(text), ret_code, &state);
	if (*ret_kind == PASTED_CODE && state.length &&
	    !knows_state(wait, secret_slice(&state))) {
		fputs("fly-cred: that code belongs to another login; open the "
		      "address above\n",
		      stderr);
		return false;
	}
	if (*ret_kind == PASTED_WRONG)
		fputs("fly-cred: that is neither a code nor a token\n", stderr);
	return *ret_kind == PASTED_CODE || *ret_kind == PASTED_TOKEN;
}

/* The code, or a token in its place, from wherever it comes first. */
static bool get_code(struct wait *wait, struct secret *ret_code,
		     struct secret *ret_pasted, enum pasted *ret_kind,
		     struct error *err)
{
	const struct terminal_meanwhile meanwhile = {wait->callback.poll, look,
						     wait};
	const struct callback *callback = &wait->callback;

	do {
		secret_clear(ret_pasted);
		if (!terminal_ask_secret_meanwhile(PROMPT, &meanwhile,
						   ret_pasted, err))
			return false;
		if (callback->was_refused)
			return fail(err, ERR_DENIED,
				    "the login was refused in the browser");
		if (callback->code.length) {
			secret_append(ret_code, callback->code.data,
				      callback->code.length);
			*ret_kind = PASTED_CODE;
			return true;
		}
		if (clock_steady() >= wait->until)
			return fail_late(err);
	} while (!accept_pasted(wait, ret_pasted, ret_code, ret_kind));
	return true;
}

static bool end_with_code(struct wait *wait, struct secret *ret_token,
			  bool *ret_own, struct error *err)
{
	AUTO_SECRET struct secret code = SECRET_EMPTY, pasted = SECRET_EMPTY;
	enum pasted kind = PASTED_NOTHING;

	if (!get_code(wait, &code, &pasted, &kind, err))
		return false;
	callback_close(&wait->callback);
	*ret_own = kind == PASTED_CODE;
	if (kind == PASTED_CODE)
		return browser_login_redeem(wait->settings, &wait->login,
					    code.data, ret_token, err);
	secret_append(ret_token, pasted.data, pasted.length);
	return true;
}

/* A network that is away for a while is no reason to begin anew. */
static bool end_by_asking(struct wait *wait, struct secret *ret_token,
			  struct error *err)
{
	bool told = false;
	int64_t left;

	while ((left = (wait->until - clock_steady()) / 1000) >= LEAST) {
		if (browser_login_wait(wait->settings, &wait->login,
				       left < SLICE ? left : SLICE, ret_token,
				       err)) {
			if (ret_token->length)
				return true;
			continue;
		}
		if (err->code != ERR_NETWORK)
			return false;
		if (!told)
			fprintf(stderr, "fly-cred: still waiting: %s\n",
				err->message);
		told = true;
	}
	return fail_late(err);
}

static void show_address(const struct wait *wait, bool opens)
{
	const struct api_session *session = &wait->login.session;

	fprintf(stderr, "Open this address to log in:\n\n    %s\n\n",
		session->address);
	if (!session->has_pkce)
		/* Its id is the login: not for another program's argv. */
		fputs("Show it to nobody: until then it is as good as the "
		      "login. Waiting for the browser.\n",
		      stderr);
	else if (opens)
		open_browser(session->address);
}

bool login_through_browser(const struct settings *settings, bool opens,
			   struct secret *ret_token, bool *ret_own,
			   struct error *err)
{
	CLEANUP(wait_clear) struct wait wait = {
		.settings = settings,
		.login = BROWSER_LOGIN_EMPTY,
		.until = clock_steady() + LOGIN_BROWSER_PATIENCE * 1000,
	};

	/* Without a callback the code can be pasted all the same. */
	if (!callback_open(&wait.callback, err))
		callback_close(&wait.callback);
	wait.callback.knows = knows_state;
	wait.callback.data = &wait;
	if (!browser_login_begin(settings, wait.callback.port, &wait.login,
				 err))
		return false;
	if (!wait.login.session.has_pkce)
		callback_close(&wait.callback);
	show_address(&wait, opens);
	*ret_own = true;
	if (wait.login.session.has_pkce)
		return end_with_code(&wait, ret_token, ret_own, err);
	return end_by_asking(&wait, ret_token, err);
}
