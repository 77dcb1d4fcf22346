/* SPDX-License-Identifier: MIT */
/* Durations as flyctl writes them and times as Fly's API does. */
#include "config.h"

#include "unit/tap.h"
#include "util/timestamp.h"

#include <string.h>

static void test_duration(void)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: refused */
	} cases[] = {
		{"90s", 90},	   {"1h30m", 5400}, {"2d", 172800},
		{"1d12h", 129600}, {"0.5h", 1800},  {"175200h0m0s", 630720000},
		{"0", 0},	   {"1500ms", 1},   {"", -1},
		{"5", -1},	   {"h", -1},	    {"-5m", -1},
		{"5x", -1},	   {"1h junk", -1}, {"1..5h", -1},
		{"99999999d", -1}, {"0x10s", -1},   {"1e3s", -1},
	};
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t seconds = -1;
		bool done = duration_parse(cases[i].text, &seconds, &err);

		ok(done == (cases[i].seconds >= 0) &&
			   seconds == cases[i].seconds,
		   "'%s' is %lld", cases[i].text, (long long)cases[i].seconds);
	}
}

static void test_duration_format(void)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{-5, "0s"},	 {42, "42s"},	 {60, "1m"},
		{7199, "1h59m"}, {7200, "2h0m"}, {187200, "2d4h"},
	};
	char text[DURATION_SIZE];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		duration_format(cases[i].seconds, text);
		ok(strcmp(text, cases[i].text) == 0, "%lld is '%s'",
		   (long long)cases[i].seconds, cases[i].text);
	}
}

static void test_timestamp(void)
{
	static const struct {
		const char *text;
		int64_t time; /* -1: refused */
	} cases[] = {
		{"1970-01-01T00:00:10Z", 10},
		{"2026-11-24T03:11:13Z", 1795489873},
		{"2026-11-24T03:11:13.987654Z", 1795489873},
		{"2026-11-24T05:11:13+02:00", 1795489873},
		{"2026-11-23T22:11:13-05:00", 1795489873},
		{"2026-11-24T03:11:13", -1},
		{"2026-11-24", -1},
		{"2026-11-24T03:11:13Zx", -1},
		{"yesterday", -1},
	};
	char text[TIMESTAMP_SIZE];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t time = -1;
		bool done = timestamp_parse(cases[i].text, &time);

		ok(done == (cases[i].time >= 0) && time == cases[i].time, "%s",
		   cases[i].text);
	}
	timestamp_format(1795489873, text);
	ok(strcmp(text, "2026-11-24T03:11:13Z") == 0, "and back");
}

int main(void)
{
	test_duration();
	test_duration_format();
	test_timestamp();
	return tap_done();
}
