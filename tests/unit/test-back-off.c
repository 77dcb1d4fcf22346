/* SPDX-License-Identifier: MIT */
/* For how long Fly is left alone after failures, at fixed times. */
#include "config.h"

#include "resolve/back-off.h"
#include "unit/tap.h"

#include <string.h>

#define NOW 1800000000
#define ALL 0xffffffffU /* not a multiple: random numbers are reduced */

static const struct error down = {ERR_NETWORK, "it is down"};

static void fail_at(struct back_off *state, int64_t began, int64_t now,
		    int64_t retry_after, uint32_t random)
{
	back_off_fail(state, &(struct back_off_failure){
				     .reason = &down,
				     .began = began,
				     .now = now,
				     .retry_after = retry_after,
				     .random = random,
			     });
}

static void test_doubling(void)
{
	static const int64_t least[] = {2, 4, 8, 16, 32, 64, 128, 150, 150};
	struct back_off low = {0}, high = {0};
	int64_t now = NOW, left;
	size_t i;

	ok(back_off_left(&low, NOW) == 0, "nothing known: nobody waits");
	for (i = 0; i < sizeof(least) / sizeof(least[0]); i++) {
		fail_at(&low, now, now, 0, 0);
		fail_at(&high, now, now, 0, (uint32_t)least[i]);
		left = back_off_left(&low, now);
		ok(left == least[i] && back_off_left(&high, now) == 2 * left,
		   "failure %zu: from %lld to twice that", i + 1,
		   (long long)left);
		now += 300;
	}
	ok(low.code == ERR_NETWORK && strcmp(low.message, "it is down") == 0,
	   "the reason is kept");
	ok(back_off_left(&low, now) == 0, "and once more anybody may ask");
	fail_at(&low, now + 3600, now + 3600, 0, 0);
	ok(back_off_left(&low, now + 3600) == 2, "an hour later it starts anew");
	fail_at(&low, now + 3602, now + 3602, 0, ALL);
	ok(back_off_left(&low, now + 3602) <= 8, "whatever is random");
}

static void test_overlap(void)
{
	struct back_off state = {0};
	int i;

	for (i = 0; i < 9; i++)
		fail_at(&state, NOW - 20, NOW + i / 4, 0, 0);
	ok(back_off_left(&state, NOW + 2) == 2,
	   "attempts at the same time count once");
	fail_at(&state, NOW + 3, NOW + 9, 0, 0);
	ok(back_off_left(&state, NOW + 9) == 4, "a later one counts");
}

static void test_retry_after(void)
{
	struct back_off state = {0};

	fail_at(&state, NOW, NOW, 90, 0);
	ok(back_off_left(&state, NOW) == 90, "Retry-After is kept to");
	fail_at(&state, NOW + 5, NOW + 5, 0, 0);
	ok(back_off_left(&state, NOW + 5) == 85, "whatever is said after it");
	fail_at(&state, NOW + 95, NOW + 95, 1, 0);
	ok(back_off_left(&state, NOW + 95) == 8, "never less than without it");
	fail_at(&state, NOW + 99, NOW + 99, INT64_MAX, 0);
	ok(back_off_left(&state, NOW + 99) == 3600, "and an hour at most");
}

static void test_success(void)
{
	struct back_off state = {0};

	fail_at(&state, NOW, NOW, 90, 0);
	back_off_succeed(&state);
	ok(back_off_left(&state, NOW) == 0, "a success ends it");
	fail_at(&state, NOW + 9, NOW + 9, 0, 0);
	ok(back_off_left(&state, NOW + 9) == 2, "and what led to it");
}

static void test_clock(void)
{
	struct back_off state = {0};

	fail_at(&state, NOW, NOW, 0, 0);
	ok(back_off_left(&state, NOW - 86400) == 0,
	   "a clock that was set back lets nobody wait for a day");
	fail_at(&state, NOW - 86400, NOW - 86400, 0, 0);
	ok(back_off_left(&state, NOW - 86400) == 2, "and it starts anew");
}

static void test_erase(void)
{
	struct back_off state = {0};

	back_off_erase(&state, 3, NOW, 0);
	ok(back_off_left(&state, NOW) == 0, "one erasure is nobody's loop");
	back_off_succeed(&state);
	back_off_erase(&state, 3, NOW + 5, 0);
	ok(back_off_left(&state, NOW + 5) == 60, "the second waits a minute");
	ok(state.code == ERR_DENIED && *state.message, "and says why");
	back_off_succeed(&state);
	back_off_erase(&state, 3, NOW + 70, 60);
	ok(back_off_left(&state, NOW + 70) == 180, "the third longer");
	for (; state.erasures < 30;)
		back_off_erase(&state, 3, NOW + 300, ALL);
	ok(back_off_left(&state, NOW + 300) <= 3600 &&
		   back_off_left(&state, NOW + 300) >= 1800,
	   "an hour at most");
	back_off_succeed(&state);
	back_off_erase(&state, 601, NOW + 4000, 0);
	back_off_erase(&state, 3, NOW + 4000, 0);
	ok(back_off_left(&state, NOW + 4000) == 0,
	   "a token that did serve ends the count");
}

static void test_erase_and_failure(void)
{
	struct back_off state = {0};

	back_off_erase(&state, 3, NOW, 0);
	back_off_erase(&state, 3, NOW, 0);
	fail_at(&state, NOW + 1, NOW + 1, 0, 0);
	ok(back_off_left(&state, NOW + 1) == 59,
	   "a failure does not shorten the wait after erasures");
}

static void test_reach(void)
{
	static const struct {
		const char *what;
		struct protocol_facts facts;
		enum error_code code;
		bool made;
		enum back_off_reach reach;
	} cases[] = {
		{"the login refused",
		 {.has_skew = true, .login_refused = true},
		 ERR_DENIED,
		 false,
		 BACK_OFF_LOGIN},
		{"no connection", {0}, ERR_NETWORK, false, BACK_OFF_ACCOUNT},
		{"status 429",
		 {.has_skew = true, .retry_after = 7},
		 ERR_NETWORK,
		 false,
		 BACK_OFF_ACCOUNT},
		{"Retry-After with anything",
		 {.has_skew = true, .retry_after = 7},
		 ERR_FAILED,
		 false,
		 BACK_OFF_ACCOUNT},
		{"one organization refused",
		 {.has_skew = true},
		 ERR_DENIED,
		 false,
		 BACK_OFF_SCOPE},
		{"a refusal without date", {0}, ERR_DENIED, false,
		 BACK_OFF_SCOPE},
		{"no such app",
		 {.has_skew = true},
		 ERR_NOT_FOUND,
		 false,
		 BACK_OFF_SCOPE},
		{"a token that can't be kept", {0}, ERR_FAILED, true,
		 BACK_OFF_SCOPE},
		{"no login in the store", {0}, ERR_NOT_FOUND, false,
		 BACK_OFF_NOTHING},
		{"fly-cred-api broken",
		 {.was_sent = true},
		 ERR_FAILED,
		 false,
		 BACK_OFF_SCOPE},
		{"fly-cred-api missing", {0}, ERR_FAILED, false,
		 BACK_OFF_NOTHING},
		{"a setting is wrong", {0}, ERR_USAGE, false, BACK_OFF_NOTHING},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(back_off_reach(&cases[i].facts, cases[i].code,
				  cases[i].made) == cases[i].reach,
		   "reach: %s", cases[i].what);
}

int main(void)
{
	test_doubling();
	test_overlap();
	test_retry_after();
	test_success();
	test_clock();
	test_erase();
	test_erase_and_failure();
	test_reach();
	return tap_done();
}
