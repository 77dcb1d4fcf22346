/* SPDX-License-Identifier: MIT */
/* The variables by which a program learns its token; env and exec set them. */
#ifndef FC_TOKEN_VARIABLES_H
#define FC_TOKEN_VARIABLES_H

#include "resolve/resolve.h"

struct token_variable {
	const char *name;
	const char *value; /* NULL: must not be set */
};

#define TOKEN_VARIABLES 6 /* at most */

/*
 * FLY_API_TOKEN; FLY_ACCESS_TOKEN unset, since flyctl lets it hide the former
 * even when it is empty; FLY_CRED_SCOPE ("app:shop"), unset when it is not
 * known; FLY_CRED_EXPIRES (RFC 3339); FLY_SEND_METRICS=0, or flyctl sends the
 * token to its metrics host; and, unset, another variable whose token was
 * narrowed. Returns how many. The values live as long as resolved and the
 * texts, which are the caller's.
 */
struct token_texts {
	char scope[80];
	char expires[40];
};

size_t token_variables(const struct resolved *resolved,
		       struct token_texts *texts,
		       struct token_variable ret_variables[TOKEN_VARIABLES]);

#endif
