/* SPDX-License-Identifier: MIT */
/* Tokens as Fly lists them, with what we know of them; and revoking them. */
#ifndef FC_REMOTE_H
#define FC_REMOTE_H

#include "api/call-tokens.h"
#include "resolve/account.h"
#include "resolve/session.h"
#include "token/scope.h"

enum remote_state { REMOTE_LIVE, REMOTE_EXPIRED, REMOTE_REVOKED };

struct remote_token {
	struct api_listed listed; /* the texts are owned */
	enum remote_state state;
	int64_t left;	/* seconds, when live and the expiry is known */
	bool is_stored; /* it is in our store */
	bool is_ours;	/* it is, or fly-cred on this machine named it */
};

/* Start with REMOTE_TOKENS_EMPTY. */
struct remote_tokens {
	struct remote_token *items; /* the first to expire comes first */
	size_t count;
};

#define REMOTE_TOKENS_EMPTY \
	{                   \
		NULL, 0     \
	}
#define AUTO_REMOTE_TOKENS CLEANUP(remote_tokens_clear)
void remote_tokens_clear(struct remote_tokens *tokens);

/* Told after each page; total is 0 when Fly does not say it. May be NULL. */
typedef void remote_progress(size_t count, int64_t total);

/*
 * Appends all tokens of the app, or of the organization as such, to
 * ret_tokens and sorts them. Errors name scope and account.
 */
bool remote_list(struct session *session, const struct account *account,
		 const struct scope *scope, remote_progress *progress,
		 struct remote_tokens *ret_tokens, struct error *err)
	MUST_CHECK;

/*
 * The same for every app and organization that the account's stored tokens
 * are or were for; one that is not there any more is left out.
 */
bool remote_list_known(struct session *session, const struct account *account,
		       remote_progress *progress,
		       struct remote_tokens *ret_tokens, struct error *err)
	MUST_CHECK;

/*
 * Revokes the tokens at Fly in that order, going on after failures, and
 * forgets what was revoked. told is called for each: problem is NULL or why it
 * is still good, or why it was revoked and not forgotten.
 */
typedef void remote_told(const char *id, const struct error *problem,
			 void *data);
bool remote_revoke(struct session *session, const struct account *account,
		   const char *const *ids, size_t count, remote_told *told,
		   void *data, struct error *err) MUST_CHECK;

#endif
