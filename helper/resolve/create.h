/* SPDX-License-Identifier: MIT */
/* A new token from Fly's API, looked at before anybody uses it. */
#ifndef FC_RESOLVE_CREATE_H
#define FC_RESOLVE_CREATE_H

#include "api/call.h"
#include "resolve/account.h"
#include "resolve/session.h"
#include "token/scope.h"

struct creation {
	const struct account *account;
	const struct scope *scope;
	const char *profile; /* PROFILE_... of api/protocol.h */
	const char *cluster; /* of PROFILE_LITEFS_CLOUD, else NULL */
	const char *name;
	int64_t life; /* seconds */
	const char *remedy; /* command for who has to confirm it in a browser */
	const struct person *person; /* who may be sent there; NULL: nobody */
};

/* How its errors begin: "no new token for app 'shop' (account dev)". */
#define CREATION_SUBJECT_SIZE 300
void creation_subject(const struct account *account, const struct scope *scope,
		      char ret_text[CREATION_SUBJECT_SIZE]);

/*
 * Makes the token. It serves the scope, has its discharges, which are fetched
 * where they did not come along, and expires_at is the second in which it ends,
 * whatever says so. Errors name scope and account; facts.was_sent of the reply
 * says after a failure that there may be a token at Fly which nobody has, and
 * its id is set where it is known. ret_needs_person: it is there, but has to
 * be confirmed by a person; if there is one, token_confirm will go on.
 */
bool token_create(struct session *session, const struct creation *creation,
		  struct api_token *ret_token, bool *ret_needs_person,
		  struct error *err) MUST_CHECK;

/*
 * Sends the person to where that is done, and waits some minutes, for
 * which nobody else should have to wait. Otherwise as token_create.
 */
bool token_confirm(struct session *session, const struct creation *creation,
		   struct api_token *token, struct error *err) MUST_CHECK;

#endif
