/* SPDX-License-Identifier: MIT */
/* When tokens are renewed and how long they are handed out for. */
#include "config.h"

#include "resolve/life.h"
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
		{"docker: fresh", {24 * H, 23 * H}, &docker, {0}, false},
		{"docker: 16 min", {24 * H, 16 * MIN}, &docker, {0}, false},
		{"docker: 14 min", {24 * H, 14 * MIN}, &docker, {0}, true},
		{"docker: of 10 min 6",
		 {10 * MIN, 6 * MIN},
		 &docker,
		 {0},
		 false},
		{"docker: of 10 min 4",
		 {10 * MIN, 4 * MIN},
		 &docker,
		 {0},
		 true},
		{"docker: --for more",
		 {24 * H, 2 * H},
		 &docker,
		 {3 * H, 0},
		 true},
		{"docker: dead", {24 * H, -5}, &docker, {0}, true},
		{"docker: of 6 s 4", {6, 4}, &docker, {0}, true},
		{"shell: over half", {24 * H, 13 * H}, &shell, {0}, false},
		{"shell: under half", {24 * H, 11 * H}, &shell, {0}, true},
		{"command: over half", {24 * H, 13 * H}, &command, {0}, false},
		{"command: --for",
		 {24 * H, 13 * H},
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
	struct life day = {24 * H, 20 * H}, short_life = {1 * H, 30 * MIN};

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
	struct life day = {24 * H, 20 * H}, short_life = {20 * MIN, 9 * MIN};

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

int main(void)
{
	test_due();
	test_give();
	test_need_and_ask();
	return tap_done();
}
