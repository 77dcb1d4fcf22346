/* SPDX-License-Identifier: MIT */
/* What Fly knows of the tokens it made: listed and revoked, never shown. */
#include "config.h"

#include "api/call-tokens.h"

#include "api/exchange.h"
#include "api/request.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <string.h>

/* Seconds for a call with many answers. */
#define TIMEOUT 120

/* As many as go in one call, so that its time is enough for them. */
#define REVOKED_AT_ONCE 50

static struct api_endpoint patient(const struct api_endpoint *endpoint)
{
	struct api_endpoint slow = *endpoint;

	if (slow.timeout <= 0)
		slow.timeout = TIMEOUT;
	return slow;
}

/* Takes one field of a token; the id has begun it. */
static void token_take(const struct attribute *field, struct api_listed *token)
{
	const struct {
		const char *key;
		const char **text;
		int64_t *number;
	} members[] = {
		{FIELD_TOKEN_NAME, &token->name, NULL},
		{FIELD_CREATED_BY, &token->creator, NULL},
		{FIELD_PROFILE, &token->profile, NULL},
		{FIELD_CREATED_AT, NULL, &token->created_at},
		{FIELD_EXPIRES_AT, NULL, &token->expires_at},
		{FIELD_REVOKED_AT, NULL, &token->revoked_at},
	};
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (strcmp(field->key, members[i].key) != 0)
			continue;
		if (members[i].text)
			*members[i].text = field->value;
		else if (!number_parse(field->value, members[i].number))
			*members[i].number = 0;
	}
}

static bool page_take(const struct attributes *block, void *data,
		      struct error *err)
{
	const struct api_list_visitor *visitor = data;
	AUTO_FREE struct api_listed *tokens = alloc_zeroed(block->count,
							   sizeof(*tokens));
	size_t i, count = 0;
	int64_t total = 0;

	for (i = 0; i < block->count; i++) {
		const struct attribute *field = &block->items[i];

		if (strcmp(field->key, FIELD_TOKEN_ID) == 0)
			tokens[count++] = (struct api_listed){
				.id = field->value,
				.name = "",
				.creator = "",
				.profile = ""};
		else if (count)
			token_take(field, &tokens[count - 1]);
	}
	if (!attributes_get_number(block, FIELD_TOTAL, &total))
		total = 0;
	return visitor->page(tokens, count, total, visitor->data, err);
}

bool api_list(const struct api_endpoint *endpoint, const struct secret *login,
	      const struct api_scope *scope,
	      const struct api_list_visitor *visitor,
	      struct protocol_facts *ret_facts, struct error *err)
{
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	struct api_endpoint slow = patient(endpoint);
	struct api_list_visitor copy = *visitor;
	struct exchange_listener listener = {page_take, &copy};
	bool done;

	done = request_begin(&slow, OPERATION_LIST, login, &request, err) &&
	       request_add_scope(scope, &request, err) &&
	       exchange_stream(&slow, &request, &listener, &reply, err);
	*ret_facts = reply.facts;
	return done;
}

/* Answers to one call so far. */
struct revocation {
	const char *const *ids;
	size_t count;
	size_t answered;
	bool is_given_up; /* by the visitor */
	const struct api_revoke_visitor *visitor;
};

static bool result_give(struct revocation *revocation,
			const struct error *problem, struct error *err)
{
	const char *id = revocation->ids[revocation->answered++];
	const struct api_revoke_visitor *visitor = revocation->visitor;

	revocation->is_given_up = !visitor->result(id, problem, visitor->data,
						   err);
	return !revocation->is_given_up;
}

static bool result_take(const struct attributes *block, void *data,
			struct error *err)
{
	struct revocation *revocation = data;
	const char *id = attributes_get(block, FIELD_TOKEN_ID);
	struct error problem;

	if (revocation->answered == revocation->count || id == NULL ||
	    strcmp(id, revocation->ids[revocation->answered]) != 0)
		return request_fail_incomplete(err);
	if (attributes_get(block, FIELD_CODE) == NULL)
		return result_give(revocation, NULL, err);
	if (!protocol_get_error(block, &problem))
		return request_fail_incomplete(err);
	return result_give(revocation, &problem, err);
}

static bool revoke_some(const struct api_endpoint *endpoint,
			const struct secret *login,
			struct revocation *revocation, struct error *err)
{
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	struct exchange_listener listener = {result_take, revocation};
	size_t i;

	if (!request_begin(endpoint, OPERATION_REVOKE, login, &request, err))
		return false;
	for (i = 0; i < revocation->count; i++)
		if (!attributes_add(&request, FIELD_TOKEN_ID,
				    revocation->ids[i], err))
			return false;
	return exchange_stream(endpoint, &request, &listener, &reply, err) &&
	       (revocation->answered == revocation->count ||
		request_fail_incomplete(err));
}

bool api_revoke(const struct api_endpoint *endpoint, const struct secret *login,
		const char *const *ids, size_t count,
		const struct api_revoke_visitor *visitor, struct error *err)
{
	struct api_endpoint slow = patient(endpoint);
	size_t at, some;

	for (at = 0; at < count; at += some) {
		struct revocation revocation = {.ids = ids + at,
						.visitor = visitor};
		struct error problem;

		some = count - at < REVOKED_AT_ONCE ? count - at
						    : REVOKED_AT_ONCE;
		revocation.count = some;
		if (revoke_some(&slow, login, &revocation, err))
			continue;
		problem = *err;
		while (!revocation.is_given_up && revocation.answered < some)
			if (!result_give(&revocation, &problem, err))
				break;
		if (revocation.is_given_up)
			return false;
	}
	return true;
}
