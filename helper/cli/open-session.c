/* SPDX-License-Identifier: MIT */
/* The session of a person, who can be asked for the passphrase. */
#include "config.h"

#include "cli/open-session.h"

#include "cli/ask-key.h"
#include "cli/finish-revocations.h"
#include "resolve/login-end.h"
#include "resolve/storeless.h"
#include "store/keyring.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <unistd.h>

static void send(const struct errand *errand)
{
	char patience[DURATION_SIZE];

	duration_format(errand->patience, patience);
	fprintf(stderr,
		"fly-cred: the token for %s has to be confirmed in a browser; "
		"open this address:\n\n  %s\n\n"
		"fly-cred: waiting for at most %s\n",
		errand->what, errand->page, patience);
}

static const struct person person = {send};

bool open_session(struct session *session, struct error *err)
{
	AUTO_KEY_SECRET struct key_secret secret = {.bytes = SECRET_EMPTY};

	if (isatty(STDERR_FILENO))
		session->person = &person;
	if (session_open(session, err))
		return true;
	if (err->code != ERR_LOCKED || session->store.root < 0 ||
	    keyring_works())
		return false;
	return ask_key(NULL, &secret, err) &&
	       key_unwrap(&session->store, &secret, err);
}

/* Before it fails; where nobody waits for Fly, nobody waits for this. */
static void announce_end(struct session *session,
			 const struct resolved *resolved)
{
	const struct account *account = resolved->plan.key.account;
	char line[LOGIN_END_LINE];

	if (account && login_end_announce(&session->store, account, clock_now(),
					  line))
		fprintf(stderr, "fly-cred: %s\n", line);
}

bool open_and_resolve(const struct token_request *request,
		      struct resolved *ret_resolved, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	if (!resolve_request(&session, open_session, request, ret_resolved,
			     err))
		return false;
	if (ret_resolved->plan.marker)
		fprintf(stderr, "fly-cred: " AGENT_REMARK "\n",
			ret_resolved->plan.marker);
	if (*ret_resolved->remark)
		fprintf(stderr, "fly-cred: %s\n",
			ret_resolved->remark);
	if (ret_resolved->was_renewed)
		finish_due_revocations(&session);
	if (!request->offline)
		announce_end(&session, ret_resolved);
	return true;
}
