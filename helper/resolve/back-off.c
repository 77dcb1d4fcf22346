/* SPDX-License-Identifier: MIT */
/* When Fly is left alone after failures, and for how long. */
#include "config.h"

#include "resolve/back-off.h"

#include <stdio.h>

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The nth wait, at least half of it; many who failed come back at once else. */
static int64_t wait_of(int64_t n, int64_t first, int64_t longest,
		       uint32_t random)
{
	int64_t step = first;

	for (; n > 1 && step < longest; n--)
		step *= 2;
	step = smaller(step, longest);
	return step / 2 + random % (step / 2 + 1);
}

enum back_off_reach back_off_reach(const struct protocol_facts *facts,
				   enum error_code code, bool made)
{
	if (facts->login_refused)
		return BACK_OFF_LOGIN;
	if (code == ERR_NETWORK || facts->retry_after > 0)
		return BACK_OFF_ACCOUNT;
	/* Only who talks has a clock. */
	if (code == ERR_DENIED || made || facts->has_skew || facts->was_sent)
		return BACK_OFF_SCOPE;
	return BACK_OFF_NOTHING;
}

void back_off_fail(struct back_off *state,
		   const struct back_off_failure *failure)
{
	int64_t now = failure->now, wait;
	int64_t told = smaller(failure->retry_after, BACK_OFF_TOLD_MAX);
	bool overlaps = state->failures && state->since >= failure->began &&
			state->since <= now;

	if (now - state->since > BACK_OFF_FORGOTTEN || state->since > now)
		state->failures = state->until = 0;
	state->failures += !overlaps;
	wait = wait_of(state->failures, BACK_OFF_FIRST, BACK_OFF_LONGEST,
		       failure->random);
	wait = now + (told > wait ? told : wait);
	state->since = now;
	if (state->until < wait)
		state->until = wait;
	state->code = failure->reason->code;
	snprintf(state->message, sizeof(state->message), "%.*s",
		 BACK_OFF_MESSAGE_SIZE - 1, failure->reason->message);
}

void back_off_erase(struct back_off *state, int64_t age, int64_t now,
		    uint32_t random)
{
	int64_t wait;

	if (age > BACK_OFF_YOUNG) {
		state->erasures = 0;
		return;
	}
	state->since = now;
	if (state->erasures++ == 0)
		return;
	wait = wait_of(state->erasures - 1, BACK_OFF_ERASE_FIRST,
		       BACK_OFF_ERASE_LONGEST, random);
	state->until = now + wait;
	state->code = ERR_DENIED;
	snprintf(state->message, sizeof(state->message),
		 "the last ones were erased soon after they were made, as is "
		 "done where a server refuses them");
}

void back_off_succeed(struct back_off *state)
{
	*state = (struct back_off){.erasures = state->erasures,
				   .since = state->since};
}

int64_t back_off_left(const struct back_off *state, int64_t now)
{
	return now >= state->since && state->until > now ? state->until - now
							  : 0;
}
