/* SPDX-License-Identifier: MIT */
/* A login through the person's browser, at the terminal. */
#ifndef FC_LOGIN_BROWSER_H
#define FC_LOGIN_BROWSER_H

#include "resolve/settings.h"
#include "util/secret.h"

/* Seconds, as Fly's own program waits. */
#define LOGIN_BROWSER_PATIENCE (15 * 60)

/*
 * Shows the address to log in at, with opens also to a browser, and waits for
 * the end. With PKCE that is the callback, or the code, or a token, pasted
 * into the terminal. Appends the token; ret_own is false when it was pasted.
 *
 * ERR_USAGE without a terminal; ERR_FAILED when time was up or the person gave
 * up; ERR_DENIED when the login was refused; else as api_session_begin.
 */
bool login_through_browser(const struct settings *settings, bool opens,
			   struct secret *ret_token, bool *ret_own,
			   struct error *err) MUST_CHECK;

#endif
