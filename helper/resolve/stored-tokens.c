/* SPDX-License-Identifier: MIT */
/* The issued tokens of the store, as people and programs are told of them. */
#include "config.h"

#include "resolve/stored-tokens.h"

#include "store/records.h"
#include "util/alloc.h"

#include <string.h>

static const char *field(const struct record *record, const char *key)
{
	const char *value = attributes_get(&record->fields, key);

	return value ? value : "";
}

static int64_t number(const struct record *record, const char *key)
{
	int64_t value;

	return attributes_get_number(&record->fields, key, &value) ? value : 0;
}

bool stored_token_read(const struct record *record, int64_t now,
		       struct stored_token *ret_token)
{
	if (strcmp(field(record, "kind"), "token") != 0)
		return false;
	*ret_token = (struct stored_token){
		.account = field(record, "account_name"),
		.names = field(record, "names"),
		.profile = field(record, "profile"),
		.name = field(record, "name"),
		.id = field(record, "id"),
		.issued_at = number(record, "issued_at"),
		.expires_at = number(record, "expires_at"),
	};
	ret_token->left = ret_token->expires_at - now - number(record, "skew");
	return true;
}

static void free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void stored_tokens_clear(struct stored_tokens *tokens)
{
	size_t i;

	for (i = 0; i < tokens->count; i++) {
		free_text(tokens->items[i].account);
		free_text(tokens->items[i].names);
		free_text(tokens->items[i].profile);
		free_text(tokens->items[i].name);
		free_text(tokens->items[i].id);
	}
	free(tokens->items);
	*tokens = (struct stored_tokens)STORED_TOKENS_EMPTY;
}

struct collection {
	struct stored_tokens *tokens;
	int64_t now;
};

static bool collect(const struct record *record, void *data, struct error *err)
{
	const struct collection *collection = data;
	struct stored_tokens *tokens = collection->tokens;
	struct stored_token token;

	(void)err;
	if (!stored_token_read(record, collection->now, &token))
		return true;
	token.account = alloc_string(token.account);
	token.names = alloc_string(token.names);
	token.profile = alloc_string(token.profile);
	token.name = alloc_string(token.name);
	token.id = alloc_string(token.id);
	/* Doubled at every power of two: no capacity to remember. */
	if ((tokens->count & (tokens->count - 1)) == 0)
		tokens->items = alloc_resized(
			tokens->items, tokens->count ? 2 * tokens->count : 1,
			sizeof(*tokens->items));
	tokens->items[tokens->count++] = token;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct stored_token *one = a, *two = b;
	int order = strcmp(one->names, two->names);

	if (order == 0)
		order = strcmp(one->account, two->account);
	return order ? order : strcmp(one->profile, two->profile);
}

bool stored_tokens_load(struct store *store, int64_t now,
			struct stored_tokens *ret_tokens, struct error *err)
{
	struct collection collection = {ret_tokens, now};
	bool done;

	stored_tokens_clear(ret_tokens);
	done = store_each(store, collect, &collection, err);
	if (ret_tokens->count)
		qsort(ret_tokens->items, ret_tokens->count,
		      sizeof(*ret_tokens->items), compare);
	return done;
}
