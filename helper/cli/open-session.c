/* SPDX-License-Identifier: MIT */
/* The session of a person, who can be asked for the passphrase. */
#include "config.h"

#include "cli/open-session.h"

#include "cli/ask-key.h"
#include "cli/finish-revocations.h"
#include "resolve/storeless.h"
#include "store/keyring.h"

#include <stdio.h>

bool open_session(struct session *session, struct error *err)
{
	AUTO_KEY_SECRET struct key_secret secret = {.bytes = SECRET_EMPTY};

	if (session_open(session, err))
		return true;
	if (err->code != ERR_LOCKED || session->store.root < 0 ||
	    keyring_works())
		return false;
	return ask_key(NULL, &secret, err) &&
	       key_unwrap(&session->store, &secret, err);
}

bool open_and_resolve(const struct token_request *request,
		      struct resolved *ret_resolved, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	if (!resolve_request(&session, open_session, request, ret_resolved,
			     err))
		return false;
	if (*ret_resolved->remark)
		fprintf(stderr, "fly-cred: %s\n",
			ret_resolved->remark);
	if (ret_resolved->was_renewed)
		finish_due_revocations(&session);
	return true;
}
