/* SPDX-License-Identifier: MIT */
/* The variables by which a program learns its token; env and exec set them. */
#include "config.h"

#include "cli/token-variables.h"

#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

/* Whether it is one of the others anyway. */
static bool is_listed(const struct token_variable *variables, size_t count,
		      const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(variables[i].name, name) == 0)
			return true;
	return false;
}

size_t token_variables(const struct resolved *resolved,
		       struct token_texts *texts,
		       struct token_variable ret_variables[TOKEN_VARIABLES])
{
	const struct scope *scope = &resolved->plan.target.scope;
	const char *source = resolved->variable;
	const struct token_variable always[] = {
		{"FLY_API_TOKEN", secret_text(&resolved->token)},
		{"FLY_ACCESS_TOKEN", NULL},
		{"FLY_CRED_SCOPE", scope->name ? texts->scope : NULL},
		{"FLY_CRED_EXPIRES", texts->expires},
		{"FLY_SEND_METRICS", "0"},
	};
	size_t count = sizeof(always) / sizeof(always[0]);

	snprintf(texts->scope, sizeof(texts->scope), "%s:%s",
		 scope->kind == SCOPE_APP ? "app" : "org",
		 scope->name ? scope->name : "");
	timestamp_format(resolved->expires_at, texts->expires);
	memcpy(ret_variables, always, sizeof(always));
	if (source && !is_listed(always, count, source))
		ret_variables[count++] = (struct token_variable){source, NULL};
	return count;
}
