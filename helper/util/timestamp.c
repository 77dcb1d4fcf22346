/* SPDX-License-Identifier: MIT */
/* Numbers, durations and points in time, read from and written for people. */
#include "config.h"

#include "util/timestamp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DURATION_MAX (100 * 365 * DAY)

int64_t clock_now(void)
{
	return (int64_t)time(NULL);
}

int64_t clock_steady(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* In the C locale's sense. */
static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

bool number_parse(const char *text, int64_t *ret_number)
{
	char *end;
	long long number;

	if (!is_digit(text[*text == '-']))
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || *end != '\0')
		return false;
	*ret_number = number;
	return true;
}

/* Seconds of the unit that text begins with, and how long its name is. */
static double unit_parse(const char *text, size_t *ret_length)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = {
		{"ms", 1e-3}, {"us", 1e-6},  {"ns", 1e-9}, {"d", DAY},
		{"h", HOUR},  {"m", MINUTE}, {"s", 1},
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		*ret_length = strlen(units[i].name);
		if (strncmp(text, units[i].name, *ret_length) == 0)
			return units[i].seconds;
	}
	return 0;
}

/* A decimal number with or without a fraction, and how long it is. */
static double decimal_parse(const char *text, size_t *ret_length)
{
	double number = 0, scale = 1;
	const char *at = text;
	size_t digits = 0;

	for (; is_digit(*at); at++, digits++)
		number = 10 * number + (*at - '0');
	if (*at == '.')
		for (at++; is_digit(*at); at++, digits++) {
			number = 10 * number + (*at - '0');
			scale *= 10;
		}
	*ret_length = digits ? (size_t)(at - text) : 0;
	return number / scale;
}

bool duration_parse(const char *text, int64_t *ret_seconds, struct error *err)
{
	const char *at = text;
	double total = 0;

	if (strcmp(text, "0") == 0) {
		*ret_seconds = 0;
		return true;
	}
	do {
		size_t digits, length;
		double number = decimal_parse(at, &digits);
		double unit = unit_parse(at + digits, &length);

		if (digits == 0 || unit == 0)
			return fail(err, ERR_USAGE,
				    "'%.40s' is not a duration; "
				    "write for example 90s, 15m, 1h30m or 2d",
				    text);
		total += number * unit;
		at += digits + length;
	} while (*at);
	if (total > DURATION_MAX)
		return fail(err, ERR_USAGE, "'%.40s' is more than 100 years",
			    text);
	*ret_seconds = (int64_t)total;
	return true;
}

void duration_format(int64_t seconds, char ret_text[DURATION_SIZE])
{
	long long s = seconds < 0 ? 0 : seconds;

	if (s < MINUTE)
		snprintf(ret_text, DURATION_SIZE, "%llds", s);
	else if (s < HOUR)
		snprintf(ret_text, DURATION_SIZE, "%lldm", s / MINUTE);
	else if (s < DAY)
		snprintf(ret_text, DURATION_SIZE, "%lldh%lldm", s / HOUR,
			 s % HOUR / MINUTE);
	else
		snprintf(ret_text, DURATION_SIZE, "%lldd%lldh", s / DAY,
			 s % DAY / HOUR);
}

void timestamp_format(int64_t time, char ret_text[TIMESTAMP_SIZE])
{
	time_t seconds = (time_t)time;
	struct tm parts;

	if (gmtime_r(&seconds, &parts) == NULL)
		memset(&parts, 0, sizeof(parts));
	strftime(ret_text, TIMESTAMP_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* Seconds east of UTC for "Z", "+hh:mm" or "-hh:mm". */
static bool offset_parse(const char *text, int64_t *ret_seconds)
{
	int hours, minutes, length = 0;

	if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0) {
		*ret_seconds = 0;
		return true;
	}
	if ((*text != '+' && *text != '-') ||
	    sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &length) != 2 ||
	    text[1 + length] != '\0')
		return false;
	*ret_seconds = (*text == '-' ? -1 : 1) *
		       (hours * HOUR + minutes * MINUTE);
	return true;
}

bool timestamp_parse(const char *text, int64_t *ret_time)
{
	struct tm parts = {0};
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
	int64_t offset;

	if (rest == NULL)
		return false;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (!offset_parse(rest, &offset))
		return false;
	*ret_time = (int64_t)timegm(&parts) - offset;
	return true;
}
