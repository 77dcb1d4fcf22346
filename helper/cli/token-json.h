/* SPDX-License-Identifier: MIT */
/* The one form in which JSON tells of stored tokens. */
#ifndef FC_TOKEN_JSON_H
#define FC_TOKEN_JSON_H

#include "resolve/stored-tokens.h"

struct json_object;

/*
 * A new object, for the caller to put: account, scope, profile, name, id,
 * issued_at and expires_at (RFC 3339). Never the token.
 */
struct json_object *token_json(const struct stored_token *token);

/* Adds a text, or a time in RFC 3339; null for NULL and for 0. */
void json_add_text(struct json_object *object, const char *key,
		   const char *value);
void json_add_time(struct json_object *object, const char *key, int64_t time);

#endif
