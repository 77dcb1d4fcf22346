/* SPDX-License-Identifier: MIT */
/* Where an account's questions go. */
#ifndef FC_ENDPOINT_H
#define FC_ENDPOINT_H

#include "api/call.h"
#include "resolve/account.h"
#include "resolve/session.h"

/*
 * The account's own origin, CA and proxy: its login goes no other way. A call
 * gets no more time than the session has left.
 */
struct api_endpoint account_endpoint(const struct session *session,
				     const struct account *account);

/* That of the settings, for who has no account yet. */
struct api_endpoint settings_endpoint(const struct settings *settings);

#endif
