/* SPDX-License-Identifier: MIT */
/* What a renewal asks of Fly, for how long, and how often. */
#include "config.h"

#include "resolve/endpoint.h"
#include "unit/renewal-stage.h"

/* The number of seconds that the last request gave fly-cred-api. */
static int given(void)
{
	int seconds;

	for (seconds = 0; seconds <= 60; seconds++) {
		AUTO_FREE char *line = alloc_formatted("timeout=%d\n", seconds);

		if (file_has("request", line))
			return seconds;
	}
	return -1;
}

static void test_time(void)
{
	fake_token("T1");
	ok(renew(false) && stored("T1"), "a token is made: %s", err.message);
	ok(given() == 30, "in half a minute");
	session_limit(&session);
	ok(session_left(&session) <= 60 && session_left(&session) > 30,
	   "a command has a minute");
	session.deadline = clock_steady() + 12000;
	fake_token("T2");
	ok(renew(false) && stored("T2"), "another one: %s", err.message);
	ok(given() >= 1 && given() <= 10, "what has little time left gets %d",
	   given());
	session.deadline = clock_steady() - 1;
	ok(account_endpoint(&session, &account).timeout == 1,
	   "and never for ever");
	session.deadline = 0;
}

static void test_repeat(void)
{
	AUTO_FREE char *first = NULL, *second = NULL, *third = NULL;

	fake_create("status=error\\ncode=7\\nmessage=status 502\\nsent=1\\n"
		    "repeat=1\\n");
	ok(!renew(true), "an answer that may have got lost on its way");
	first = asked_name(1);
	second = asked_name(2);
	third = asked_name(3);
	ok(*first && *second && !*third && strcmp(first, second) != 0,
	   "is asked for once more, under another name");
	ok(left(2, "", first) && left(2, "", second), "both are remembered");
	forget_left();
	fake_create("status=error\\ncode=7\\nmessage=no connection\\n");
	ok(!renew(true) && left(0, "", NULL),
	   "what was not sent is no orphan");
}

int main(void)
{
	ok(stage_begin(), "a store and a login");
	test_time();
	test_repeat();
	return stage_end();
}
