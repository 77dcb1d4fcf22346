/* SPDX-License-Identifier: MIT */
/* Sessions at Fly: logins through a browser, and the end of a login. */
#ifndef FC_API_CALL_SESSION_H
#define FC_API_CALL_SESSION_H

#include "api/call.h"

struct api_session_order {
	const char *name;      /* of this machine, for the person */
	const char *challenge; /* of PKCE */
	const char *state;
	int port; /* of the callback on 127.0.0.1; 0: none */
};

/* A login that has begun. Texts are the reply's. */
struct api_session {
	const char *id;	     /* a secret where there is no PKCE */
	const char *address; /* for the browser; the id is in it */
	bool has_pkce;
	struct api_reply reply;
};

void api_session_clear(struct api_session *session);

#define AUTO_API_SESSION CLEANUP(api_session_clear)

/* Starts from zero bytes. Errors as api_login. */
bool api_session_begin(const struct api_endpoint *endpoint,
		       const struct api_session_order *order,
		       struct api_session *ret_session, struct error *err)
	MUST_CHECK;

/*
 * Appends the login's token. ERR_EXPIRED when the session is too old,
 * ERR_DENIED when the code is wrong; else as api_login.
 */
bool api_session_redeem(const struct api_endpoint *endpoint,
			const struct api_session *session, const char *code,
			const struct secret *verifier, struct secret *ret_token,
			struct error *err) MUST_CHECK;

/*
 * Waits for the end of the login at most for the endpoint's timeout and appends
 * its token, nothing if it has not ended.
 */
bool api_session_poll(const struct api_endpoint *endpoint,
		      const struct api_session *session,
		      struct secret *ret_token, struct error *err) MUST_CHECK;

/* Ends the login's own session. ERR_DENIED also when it has ended before. */
bool api_logout(const struct api_endpoint *endpoint, const struct secret *login,
		struct error *err) MUST_CHECK;

#endif
