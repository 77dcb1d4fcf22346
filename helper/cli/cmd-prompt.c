/* SPDX-License-Identifier: MIT */
/* fly-cred prompt: the token of the shell, for its prompt. */
#include "config.h"

#include "cli/command.h"
#include "token/scope.h"
#include "util/timestamp.h"

#include <stdio.h>

static const struct option_row options[] = {
	{.name = NULL},
};

/* A prompt is no place for complaints: what makes no sense is not shown. */
static bool run(const void *data, char **arguments, struct error *err)
{
	const char *text = getenv("FLY_CRED_SCOPE");
	const char *expires = getenv("FLY_CRED_EXPIRES");
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	char left[DURATION_SIZE] = "expired";
	int64_t end, now = clock_now();

	(void)data;
	(void)arguments;
	if (text == NULL || expires == NULL || !timestamp_parse(expires, &end) ||
	    !scope_parse(text, &scope, err))
		return true;
	if (end > now)
		duration_format(end - now, left);
	printf("%s %s\n", scope.name, left);
	return true;
}

const struct command command_prompt = {
	.name = "prompt",
	.arguments = "",
	.summary = "print app and life of the shell's token, for a prompt",
	.example = "PS1='$(fly-cred prompt) \\$ '",
	.options = options,
	.run = run,
};
