/* SPDX-License-Identifier: MIT */
/*
 * How long tokens live: life given, life left, and when to renew. All in
 * seconds.
 */
#ifndef FC_LIFE_H
#define FC_LIFE_H

#include "util/error.h"

#include <stdint.h>

/* Less than this is as good as expired: it would die on the way. */
#define LIFE_DEAD INT64_C(5)

/* What one consumer is given by default. */
struct life_policy {
	int64_t give;	     /* 0: all that remains */
	int64_t renew_below; /* 0: half of what the issued token was given */
	int64_t need;	     /* refuse below this; 0: below LIFE_DEAD */
};

/* What was asked for on the command line; 0 where nothing was. */
struct life_wish {
	int64_t least; /* --for */
	int64_t give;  /* --life */
};

/* An issued token: what it was given, and what is left of that. */
struct life {
	int64_t given;
	int64_t left;
	bool is_doubtful; /* by our clock it is not even made: what is left? */
};

/*
 * Below what a consumer is refused: --for to the letter, else the policy's
 * need but never more than half of what the token was given.
 */
int64_t life_needed(struct life life, struct life_policy policy,
		    struct life_wish wish);

/* Whether to renew before handing anything out; what is doubtful is due. */
bool life_is_due(struct life life, struct life_policy policy,
		 struct life_wish wish);

/* max(--for, --life or the default), never beyond what is left. */
int64_t life_to_give(struct life life, struct life_policy policy,
		     struct life_wish wish);

/*
 * ERR_EXPIRED: what ("the token for 'shop'") has less left than needed; ask for
 * less, or remedy ("run 'fly-cred renew'").
 */
bool life_fail(struct life life, int64_t needed, const char *what,
	       const char *remedy, struct error *err);

/* How long a new token shall live: max(standard, 2 * --for). */
int64_t life_to_ask(int64_t standard, struct life_wish wish);

#endif
