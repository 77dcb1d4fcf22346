/* SPDX-License-Identifier: MIT */
/* Numbers, durations and points in time, read from and written for people. */
#ifndef FC_TIMESTAMP_H
#define FC_TIMESTAMP_H

#include "util/cleanup.h"
#include "util/error.h"

#include <stdint.h>

#define MINUTE INT64_C(60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Seconds since the epoch, by the system's clock. */
int64_t clock_now(void);

/* Milliseconds since a moment of the past that setting the clock can't move. */
int64_t clock_steady(void);

/* Decimal digits with an optional minus sign and nothing else. */
bool number_parse(const char *text, int64_t *ret_number) MUST_CHECK;

/*
 * A Go duration (time.ParseDuration: "90s", "1h30m", "0.5h") or one with days
 * ("2d", "1d12h"), as flyctl's --expiry plus d. Seconds, rounded down; no sign;
 * at most 100 years. ERR_USAGE names the text.
 */
bool duration_parse(const char *text, int64_t *ret_seconds, struct error *err)
	MUST_CHECK;

/*
 * The same for people, in at most two units and rounded down: "42s", "15m",
 * "1h59m", "2d4h". Negative durations are written as "0s".
 */
#define DURATION_SIZE 24
void duration_format(int64_t seconds, char ret_text[DURATION_SIZE]);

/* RFC 3339 in UTC, for example 2026-11-24T03:11:13Z. */
#define TIMESTAMP_SIZE 32
void timestamp_format(int64_t time, char ret_text[TIMESTAMP_SIZE]);

/* RFC 3339 with any offset; fractions of a second are dropped. */
bool timestamp_parse(const char *text, int64_t *ret_time) MUST_CHECK;

#endif
