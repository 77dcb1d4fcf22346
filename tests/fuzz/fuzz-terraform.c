/* SPDX-License-Identifier: MIT */
/* Fuzz target: text as terraform's CLI configuration. */
#include "config.h"

#include "fuzz/target.h"

#include "cli/terraform-config.h"

#include <stdio.h>
#include <string.h>

#define BLOCK "credentials_helper"
#define LINE  "\n" BLOCK " \"fly\" {}\n"

/* A complaint is of the one form. */
static void check_message(const struct error *err)
{
	unsigned long line;

	fuzz_require(err->code == ERR_USAGE);
	fuzz_require(sscanf(err->message, "%lu: ", &line) == 1 && line > 0);
}

/* Two texts in a row, or the first without a part of it. */
static bool find_in(struct slice first, struct slice second,
		    struct terraform_helper *ret_helper)
{
	uint8_t *both = malloc(first.length + second.length + 1);
	struct error err;
	bool found;

	fuzz_require(both != NULL);
	if (first.length)
		memcpy(both, first.bytes, first.length);
	if (second.length)
		memcpy(both + first.length, second.bytes, second.length);
	found = terraform_config_find(
		slice_of(both, first.length + second.length), ret_helper,
		&err);
	free(both);
	return found;
}

/* What setup appends is found, at the end. */
static void check_added(struct slice text)
{
	struct terraform_helper helper;

	fuzz_require(find_in(text, slice_of_string(LINE), &helper));
	fuzz_require(helper.is_there && strcmp(helper.name, "fly") == 0);
	fuzz_require(helper.start == text.length + 1);
	fuzz_require(helper.end == text.length + strlen(LINE) - 1);
}

/* The block is what it should be, and without it there is none. */
static void check_found(struct slice text,
			const struct terraform_helper *helper)
{
	struct terraform_helper rest;

	fuzz_require(helper->start < helper->end);
	fuzz_require(helper->end <= text.length);
	fuzz_require(memcmp(text.bytes + helper->start, BLOCK,
			    strlen(BLOCK)) == 0);
	fuzz_require(text.bytes[helper->end - 1] == '}' ||
		     text.bytes[helper->end - 1] == ']');
	if (find_in(slice_of(text.bytes, helper->start),
		    slice_of(text.bytes + helper->end,
			     text.length - helper->end),
		    &rest))
		fuzz_require(!rest.is_there);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of(data, size);
	struct terraform_helper helper;
	struct error err;

	if (!terraform_config_find(text, &helper, &err))
		check_message(&err);
	else if (helper.is_there)
		check_found(text, &helper);
	else
		check_added(text);
	return 0;
}
