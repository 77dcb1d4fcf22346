/* SPDX-License-Identifier: MIT */
/*
 * Logins through a browser: CLI sessions (fly-go, cli_session.go; flyctl,
 * internal/command/auth/webauth). The operations of protocol.h.
 */
#ifndef FC_API_CLI_SESSION_H
#define FC_API_CLI_SESSION_H

#include "api/server.h"

bool cli_session_begin(const struct server *server,
		       const struct attributes *request, struct secret *fields,
		       struct error *err) MUST_CHECK;

/*
 * ERR_EXPIRED when the session is not there any more, ERR_DENIED when the code
 * is not taken.
 */
bool cli_session_redeem(const struct server *server,
			const struct attributes *request, struct secret *fields,
			struct error *err) MUST_CHECK;

bool cli_session_poll(const struct server *server,
		      const struct attributes *request, struct secret *fields,
		      struct error *err) MUST_CHECK;

#endif
