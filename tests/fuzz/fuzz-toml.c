/* SPDX-License-Identifier: MIT */
/* Fuzz target: text as a fly.toml. */
#include "config.h"

#include "fuzz/target.h"

#include "resolve/toml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A complaint is of the one form and shows nothing that could hurt. */
static void check_message(const struct error *err)
{
	unsigned long line, column;
	const char *at;

	fuzz_require(err->code == ERR_USAGE);
	fuzz_require(sscanf(err->message, "%lu:%lu: ", &line, &column) == 2);
	fuzz_require(line > 0 && column > 0);
	for (at = err->message; *at; at++)
		fuzz_require(*at >= ' ' && *at < 0x7f);
}

/* Where one reading ends in a good text, appended lines change nothing. */
static void check_longer(struct slice text, const char *value)
{
	static const char more[] = "\n# app = 'x'\n[x]\napp = 'x'\n";
	char again[MARKUP_VALUE_SIZE], *longer;
	struct error err;

	longer = malloc(text.length + sizeof(more));
	fuzz_require(longer != NULL);
	if (text.length)
		memcpy(longer, text.bytes, text.length);
	memcpy(longer + text.length, more, sizeof(more));
	fuzz_require(toml_find_string(
		slice_of(longer, text.length + sizeof(more) - 1), "app", again,
		&err));
	fuzz_require(strcmp(value, again) == 0);
	free(longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of(data, size);
	char value[MARKUP_VALUE_SIZE];
	struct error err;

	memset(value, 'x', sizeof(value));
	if (!toml_find_string(text, "app", value, &err)) {
		check_message(&err);
		return 0;
	}
	fuzz_require(memchr(value, '\0', sizeof(value)) != NULL);
	check_longer(text, value);
	return 0;
}
