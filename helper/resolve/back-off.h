/* SPDX-License-Identifier: MIT */
/*
 * When Fly is left alone after failures, and for how long. Nothing but
 * decisions over what is known; resolve/back-off-notes.h remembers it. All
 * times are seconds of our clock.
 */
#ifndef FC_BACK_OFF_H
#define FC_BACK_OFF_H

#include "api/protocol.h"
#include "util/error.h"

#include <stdint.h>

/* A wait doubles from the first to the longest; one of it half is random. */
#define BACK_OFF_FIRST	   INT64_C(4)
#define BACK_OFF_LONGEST   INT64_C(300)
#define BACK_OFF_FORGOTTEN INT64_C(3600) /* after so long it starts anew */
#define BACK_OFF_TOLD_MAX  INT64_C(3600) /* of a Retry-After */

/* A token is young that long; who erases one was refused with it. */
#define BACK_OFF_YOUNG	       INT64_C(600)
#define BACK_OFF_ERASE_FIRST   INT64_C(120) /* from the second erasure on */
#define BACK_OFF_ERASE_LONGEST INT64_C(3600)

#define BACK_OFF_MESSAGE_SIZE 400
#define BACK_OFF_LOGIN_SIZE   33 /* of a hash in hexadecimal */

/* What is known of one account, or of one token's scope; zeros: nothing. */
struct back_off {
	int64_t failures;     /* in a row */
	int64_t erasures;     /* of young tokens, in a row */
	int64_t since;	      /* the last failure or erasure */
	int64_t until;	      /* nobody asks before; 0: anybody may */
	enum error_code code; /* of the last failure */
	char message[BACK_OFF_MESSAGE_SIZE];
	char login[BACK_OFF_LOGIN_SIZE]; /* which Fly refused; "": none */
};

/* What a failure says something about. */
enum back_off_reach {
	BACK_OFF_NOTHING, /* Fly was not asked */
	BACK_OFF_SCOPE,	  /* this app or organization */
	BACK_OFF_ACCOUNT, /* everything that is asked with this login */
	BACK_OFF_LOGIN,	  /* the login itself, until there is another */
};

/* made: there was an answer with a token, and it would not do. */
enum back_off_reach back_off_reach(const struct protocol_facts *facts,
				   enum error_code code, bool made);

/* One failure of an attempt that lasted from began to now. */
struct back_off_failure {
	const struct error *reason;
	int64_t began, now;
	int64_t retry_after; /* seconds; 0: Fly did not say */
	uint32_t random;
	const char *login; /* it was made with; see back_off_login */
};

/*
 * Counts the failure and sets until. Attempts that overlap count once.
 * Retry-After is kept to, as far as BACK_OFF_TOLD_MAX.
 */
void back_off_fail(struct back_off *state,
		   const struct back_off_failure *failure);

/*
 * The token, made that many seconds ago, was thrown away. After the first young
 * one another may be made at once; later ones have to wait.
 */
void back_off_erase(struct back_off *state, int64_t age, int64_t now,
		    uint32_t random);

/* A token was made: what failed is over, erasures are remembered. */
void back_off_succeed(struct back_off *state);

/* Seconds to wait; 0 also where the clock went back behind what is noted. */
int64_t back_off_left(const struct back_off *state, int64_t now);

#endif
