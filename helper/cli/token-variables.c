/* SPDX-License-Identifier: MIT */
/* The variables by which a program learns its token; env and exec set them. */
#include "config.h"

#include "cli/token-variables.h"

#include "util/timestamp.h"

#include <stdio.h>

void token_variables(const struct resolved *resolved, struct token_texts *texts,
		     struct token_variable ret_variables[TOKEN_VARIABLES])
{
	const struct scope *scope = &resolved->plan.target.scope;

	snprintf(texts->scope, sizeof(texts->scope), "%s:%s",
		 scope->kind == SCOPE_APP ? "app" : "org", scope->name);
	timestamp_format(resolved->expires_at, texts->expires);
	ret_variables[0] = (struct token_variable){
		"FLY_API_TOKEN", secret_text(&resolved->token)};
	ret_variables[1] = (struct token_variable){"FLY_ACCESS_TOKEN", NULL};
	ret_variables[2] = (struct token_variable){"FLY_CRED_SCOPE",
						   texts->scope};
	ret_variables[3] = (struct token_variable){"FLY_CRED_EXPIRES",
						   texts->expires};
	ret_variables[4] = (struct token_variable){"FLY_SEND_METRICS", "0"};
}
