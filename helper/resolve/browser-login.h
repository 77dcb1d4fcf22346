/* SPDX-License-Identifier: MIT */
/*
 * A login of our own by way of a browser: a CLI session of Fly's, with PKCE
 * (RFC 7636, method S256) where Fly says so.
 */
#ifndef FC_BROWSER_LOGIN_H
#define FC_BROWSER_LOGIN_H

#include "api/call-session.h"
#include "resolve/settings.h"

/* Characters of 32 random bytes in base64url, and a NUL. */
#define BROWSER_LOGIN_TEXT_SIZE 44

struct browser_login {
	struct api_session session;
	struct secret verifier;
	char state[BROWSER_LOGIN_TEXT_SIZE];
};

#define BROWSER_LOGIN_EMPTY              \
	{                                \
		.verifier = SECRET_EMPTY \
	}
#define AUTO_BROWSER_LOGIN CLEANUP(browser_login_clear)
void browser_login_clear(struct browser_login *login);

/* port: of a callback on 127.0.0.1, or 0. Errors as api_session_begin. */
bool browser_login_begin(const struct settings *settings, int port,
			 struct browser_login *ret_login, struct error *err)
	MUST_CHECK;

/* Whether that is the state the login began with; takes always as long. */
bool browser_login_has_state(const struct browser_login *login,
			     struct slice state) MUST_CHECK;

/* With PKCE: the token for the code, which is sent once. */
bool browser_login_redeem(const struct settings *settings,
			  const struct browser_login *login, const char *code,
			  struct secret *ret_token, struct error *err)
	MUST_CHECK;

/* Without: waits so many seconds for the token; appends nothing if in vain. */
bool browser_login_wait(const struct settings *settings,
			const struct browser_login *login, int64_t seconds,
			struct secret *ret_token, struct error *err) MUST_CHECK;

#endif
