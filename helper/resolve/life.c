/* SPDX-License-Identifier: MIT */
/* How long tokens live: life given, life left, and when to renew. */
#include "config.h"

#include "resolve/life.h"

#include "util/timestamp.h"

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t life_needed(struct life life, struct life_policy policy,
		    struct life_wish wish)
{
	if (wish.least)
		return larger(wish.least, LIFE_DEAD);
	return larger(smaller(policy.need, life.given / 2), LIFE_DEAD);
}

bool life_is_due(struct life life, struct life_policy policy,
		 struct life_wish wish)
{
	int64_t half = life.given / 2;
	int64_t below = policy.renew_below ? smaller(policy.renew_below, half)
					   : half;

	return life.is_doubtful ||
	       life.left < larger(below, life_needed(life, policy, wish));
}

int64_t life_to_give(struct life life, struct life_policy policy,
		     struct life_wish wish)
{
	int64_t give = wish.give ? wish.give : policy.give;

	return give ? smaller(larger(give, wish.least), life.left) : life.left;
}

int64_t life_to_ask(int64_t standard, struct life_wish wish)
{
	return larger(standard, 2 * wish.least);
}

bool life_fail(struct life life, int64_t needed, const char *what,
	       const char *remedy, struct error *err)
{
	char left[DURATION_SIZE], wanted[DURATION_SIZE];

	duration_format(life.left, left);
	duration_format(needed, wanted);
	return fail(err, ERR_EXPIRED,
		    "%s lives %s more, less than the %s needed; ask for less "
		    "with --for, or %s",
		    what, left, wanted, remedy);
}
