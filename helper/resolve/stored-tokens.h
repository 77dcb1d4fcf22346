/* SPDX-License-Identifier: MIT */
/* The issued tokens of the store, as people and programs are told of them. */
#ifndef FC_STORED_TOKENS_H
#define FC_STORED_TOKENS_H

#include "store/record.h"
#include "store/store.h"
#include "util/cleanup.h"

#include <stdint.h>

/* Never the token itself. */
struct stored_token {
	const char *account; /* its name */
	const char *names;   /* what it is for: "app:shop" */
	const char *profile; /* Fly's: "deploy" */
	const char *name;    /* at Fly */
	const char *id;	     /* of the record at Fly */
	int64_t issued_at, expires_at; /* by Fly's clock; 0: not known */
	int64_t left; /* seconds, by our clock's now and the known skew */
};

/*
 * Whether the record is an issued token, and what it says; what it leaves out
 * is "". The texts are the record's.
 */
bool stored_token_read(const struct record *record, int64_t now,
		       struct stored_token *ret_token) MUST_CHECK;

/* Start with STORED_TOKENS_EMPTY; the texts are owned. */
struct stored_tokens {
	struct stored_token *items; /* by what they are for, then by account */
	size_t count;
};

#define STORED_TOKENS_EMPTY \
	{                   \
		NULL, 0     \
	}
#define AUTO_STORED_TOKENS CLEANUP(stored_tokens_clear)
void stored_tokens_clear(struct stored_tokens *tokens);

/* All of them. False when a record does not open; those read are there. */
bool stored_tokens_load(struct store *store, int64_t now,
			struct stored_tokens *ret_tokens, struct error *err)
	MUST_CHECK;

#endif
