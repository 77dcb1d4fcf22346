/* SPDX-License-Identifier: MIT */
/* When tokens are renewed and how long they are handed out for. */
#include "config.h"

#include "resolve/issued.h"
#include "unit/tap.h"

enum { MIN = 60, H = 3600 };

static const struct life_policy docker = {2 * H, 15 * MIN, 0};
static const struct life_policy shell = {8 * H, 0, 0};
static const struct life_policy command = {0, 0, 15 * MIN};

static void test_due(void)
{
	static const struct {
		const char *what;
		struct life life;
		const struct life_policy *policy;
		struct life_wish wish;
		bool due;
	} cases[] = {
		{"docker: fresh", {24 * H, 23 * H, false}, &docker, {0}, false},
		{"docker: 16 min", {24 * H, 16 * MIN, false}, &docker, {0}, false},
		{"docker: 14 min", {24 * H, 14 * MIN, false}, &docker, {0}, true},
		{"docker: of 10 min 6",
		 {10 * MIN, 6 * MIN, false},
		 &docker,
		 {0},
		 false},
		{"docker: of 10 min 4",
		 {10 * MIN, 4 * MIN, false},
		 &docker,
		 {0},
		 true},
		{"docker: --for more",
		 {24 * H, 2 * H, false},
		 &docker,
		 {3 * H, 0},
		 true},
		{"docker: dead", {24 * H, -5, false}, &docker, {0}, true},
		{"docker: of 6 s 4", {6, 4, false}, &docker, {0}, true},
		{"shell: over half", {24 * H, 13 * H, false}, &shell, {0}, false},
		{"shell: under half", {24 * H, 11 * H, false}, &shell, {0}, true},
		{"command: over half", {24 * H, 13 * H, false}, &command, {0}, false},
		{"command: --for",
		 {24 * H, 13 * H, false},
		 &command,
		 {14 * H, 0},
		 true},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(life_is_due(cases[i].life, *cases[i].policy,
			       cases[i].wish) == cases[i].due,
		   "%s is %sdue", cases[i].what, cases[i].due ? "" : "not ");
}

static void test_give(void)
{
	struct life day = {24 * H, 20 * H, false};
	struct life short_life = {1 * H, 30 * MIN, false};

	ok(life_to_give(day, docker, (struct life_wish){0}) == 2 * H,
	   "docker gets two hours");
	ok(life_to_give(day, docker, (struct life_wish){5 * H, 0}) == 5 * H,
	   "--for lifts the default");
	ok(life_to_give(day, docker, (struct life_wish){0, 1 * H}) == 1 * H,
	   "--life lowers it");
	ok(life_to_give(day, docker, (struct life_wish){2 * H, 1 * H}) == 2 * H,
	   "--for outranks --life");
	ok(life_to_give(short_life, docker, (struct life_wish){0}) == 30 * MIN,
	   "never more than is left");
	ok(life_to_give(day, command, (struct life_wish){0}) == 20 * H,
	   "a command gets all that remains");
	ok(life_to_give(day, command, (struct life_wish){0, 1 * H}) == 1 * H,
	   "unless --life says less");
}

static void test_need_and_ask(void)
{
	struct life day = {24 * H, 20 * H, false};
	struct life short_life = {20 * MIN, 9 * MIN, false};

	ok(life_needed(day, command, (struct life_wish){0}) == 15 * MIN,
	   "a command needs a quarter of an hour");
	ok(life_needed(short_life, command, (struct life_wish){0}) == 10 * MIN,
	   "but never more than half of what there was");
	ok(life_needed(short_life, command, (struct life_wish){1 * H, 0}) ==
		   1 * H,
	   "--for is meant to the letter");
	ok(life_needed(day, docker, (struct life_wish){0}) == LIFE_DEAD,
	   "docker takes what is alive");
	ok(life_to_ask(24 * H, (struct life_wish){0}) == 24 * H, "a day");
	ok(life_to_ask(24 * H, (struct life_wish){20 * H, 0}) == 40 * H,
	   "twice --for");
}

static void test_clock(void)
{
	const struct issued day = {.issued_at = 1000000,
				   .expires_at = 1000000 + 24 * H,
				   .skew = -40};
	const struct life_wish none = {0};
	struct life life = issued_life(&day, 1000040 + 6 * H);

	ok(life.given == 24 * H && life.left == 18 * H && !life.is_doubtful &&
		   !life_is_due(life, docker, none),
	   "Fly's clock counts, not ours");
	life = issued_life(&day, 1000000 - 10);
	ok(life.left == 24 * H && !life.is_doubtful,
	   "a small step back makes it no older than new");
	life = issued_life(&day, 1000000 - 30 * 24 * H);
	ok(life.left == 24 * H,
	   "a clock set back by a month makes nothing live for a month");
	ok(life_is_due(life, docker, none) && life_is_due(life, shell, none) &&
		   life_is_due(life, command, none),
	   "but renews what may be long dead");
	ok(life_needed(life, docker, none) <= life.left,
	   "and it serves where it can't be renewed");
	life = issued_life(&day, 1000040 + 30 * 24 * H);
	ok(life.left < 0 && life_is_due(life, docker, none),
	   "a clock set forward renews, too");
}

int main(void)
{
	test_clock();
	test_due();
	test_give();
	test_need_and_ask();
	return tap_done();
}
