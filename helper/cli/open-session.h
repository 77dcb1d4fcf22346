/* SPDX-License-Identifier: MIT */
/* The session of a person, who can be asked for the passphrase. */
#ifndef FC_OPEN_SESSION_H
#define FC_OPEN_SESSION_H

#include "resolve/resolve.h"

/*
 * session_open; where the kernel keeps no keys, the passphrase comes from
 * FLY_CRED_PASSPHRASE_FILE or is asked for. Elsewhere a locked store is
 * ERR_LOCKED: one 'fly-cred unlock' serves all commands.
 */
bool open_session(struct session *session, struct error *err) MUST_CHECK;

/* With plan.marker: what a coding agent and its person should know. */
#define AGENT_REMARK                                                       \
	"%s is set, as a coding agent does, so the token only reads; "     \
	"--profile deploy or org, or 'agent: {readonly: false}' in "       \
	"config.yml, raises it"

/*
 * resolve_request with such a session; passes on to standard error what people
 * should know: a remark, that it is lowered for an agent, and that the login is
 * near its end.
 */
bool open_and_resolve(const struct token_request *request,
		      struct resolved *ret_resolved, struct error *err)
	MUST_CHECK;

#endif
