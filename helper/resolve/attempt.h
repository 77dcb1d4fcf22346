/* SPDX-License-Identifier: MIT */
/*
 * One attempt at a time to renew a token, across processes; why it failed is
 * passed on to those who waited for it, who do not try again: 64 waiters would
 * else ask an API that is down one after the other, up to 30 seconds each.
 */
#ifndef FC_ATTEMPT_H
#define FC_ATTEMPT_H

#include "resolve/issued.h"
#include "util/cleanup.h"

struct attempt {
	struct store *store;
	const struct issued_key *key;
	int lock;
	struct secret before; /* the note that was there before we waited */
	const char *name;     /* of the token that is asked for; borrowed */
	int64_t expires_at;   /* of that token, by our clock */
};

#define ATTEMPT_NONE                               \
	{                                          \
		.lock = -1, .before = SECRET_EMPTY \
	}
#define AUTO_ATTEMPT CLEANUP(attempt_end)

/* Lets the next one through. */
void attempt_end(struct attempt *attempt);

/*
 * Waits at most that many seconds until nobody else renews the token. The
 * attempt borrows store and key.
 */
bool attempt_wait(struct store *store, const struct issued_key *key,
		  int64_t seconds, struct attempt *ret_attempt,
		  struct error *err) MUST_CHECK;

/* Whether another's attempt ended badly while we waited; err is its reason. */
bool attempt_was_made(struct attempt *attempt, struct error *err) MUST_CHECK;

/*
 * The name of a token that somebody asked for who did not live to tell what
 * became of it; false when there is none. The name is the note's.
 */
bool attempt_was_cut_short(struct attempt *attempt, struct record *ret_note,
			   const char **ret_name, int64_t *ret_expires_at)
	MUST_CHECK;

/*
 * Begins our own, to get a token of that name, which the attempt borrows; NULL
 * when it is a question and no token. That fails when there is no room to tell how it ended: the token would find none
 * either.
 */
bool attempt_begin(struct attempt *attempt, const char *name,
		   int64_t expires_at, struct error *err) MUST_CHECK;

/*
 * How it ended: the reason, or NULL. is_open: Fly may have made the token, and
 * nobody could be told its name, so the next one is.
 */
void attempt_report(struct attempt *attempt, const struct error *reason,
		    bool is_open);

#endif
