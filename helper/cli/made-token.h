/* SPDX-License-Identifier: MIT */
/* A new token to give away, printed. */
#ifndef FC_MADE_TOKEN_H
#define FC_MADE_TOKEN_H

#include "api/call.h"
#include "resolve/account.h"
#include "token/kind.h"

/* Start with MADE_TOKEN_EMPTY. */
struct made_token {
	const struct account *account;
	enum kind kind;
	const char *name; /* borrowed */
	struct api_token token;
	struct secret text; /* the token as it is given away */
};

#define MADE_TOKEN_EMPTY             \
	{                            \
		.text = SECRET_EMPTY \
	}
#define AUTO_MADE_TOKEN CLEANUP(made_token_clear)
void made_token_clear(struct made_token *made);

/* To standard output as one line, with the scheme word before it or without. */
bool made_token_print(const struct made_token *made, bool header,
		      struct error *err) MUST_CHECK;

/* The same as JSON, with all that is known of it. */
bool made_token_print_json(const struct made_token *made, struct error *err)
	MUST_CHECK;

/* One line for people on standard error: what it is and how to end it. */
void made_token_tell(const struct made_token *made);

#endif
