/* SPDX-License-Identifier: MIT */
/* Tokens as Fly lists them, with what we know of them; and revoking them. */
#include "config.h"

#include "resolve/remote.h"

#include "resolve/endpoint.h"
#include "resolve/issued-ids.h"
#include "resolve/revocation.h"
#include "resolve/token-name.h"
#include "store/records.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <string.h>

static void free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void remote_tokens_clear(struct remote_tokens *tokens)
{
	size_t i;

	for (i = 0; i < tokens->count; i++) {
		free_text(tokens->items[i].listed.id);
		free_text(tokens->items[i].listed.name);
		free_text(tokens->items[i].listed.creator);
		free_text(tokens->items[i].listed.profile);
	}
	free(tokens->items);
	*tokens = (struct remote_tokens)REMOTE_TOKENS_EMPTY;
}

/* One listing on its way. */
struct listing {
	const struct issued_ids *stored;
	struct remote_tokens *tokens;
	size_t before; /* tokens that were there when it began */
	remote_progress *progress;
};

static void add(struct listing *listing, const struct api_listed *listed)
{
	struct remote_tokens *tokens = listing->tokens;
	struct remote_token *token;

	/* Doubled at every power of two: no capacity to remember. */
	if ((tokens->count & (tokens->count - 1)) == 0)
		tokens->items = alloc_resized(
			tokens->items, tokens->count ? 2 * tokens->count : 1,
			sizeof(*tokens->items));
	token = &tokens->items[tokens->count++];
	*token = (struct remote_token){.listed = *listed};
	token->listed.id = alloc_string(listed->id);
	token->listed.name = alloc_string(listed->name);
	token->listed.creator = alloc_string(listed->creator);
	token->listed.profile = alloc_string(listed->profile);
	token->is_stored = issued_ids_have(listing->stored, listed->id);
	token->is_ours = token->is_stored || token_name_is_ours(listed->name);
}

static bool take_page(const struct api_listed *page, size_t count,
		      int64_t total, void *data, struct error *err)
{
	struct listing *listing = data;
	size_t i;

	(void)err;
	for (i = 0; i < count; i++)
		add(listing, &page[i]);
	if (listing->progress)
		listing->progress(listing->tokens->count - listing->before,
				  total);
	return true;
}

static void judge(struct remote_token *token, int64_t now)
{
	int64_t expires_at = token->listed.expires_at;

	if (token->listed.revoked_at)
		token->state = REMOTE_REVOKED;
	else if (expires_at && expires_at <= now)
		token->state = REMOTE_EXPIRED;
	else if (expires_at)
		token->left = expires_at - now;
}

/* By expiry, what has none last; then by id, so that the order is one. */
static int compare(const void *a, const void *b)
{
	const struct api_listed *one =
		&((const struct remote_token *)a)->listed;
	const struct api_listed *two =
		&((const struct remote_token *)b)->listed;

	if (one->expires_at == two->expires_at)
		return strcmp(one->id, two->id);
	if (one->expires_at == 0 || two->expires_at == 0)
		return one->expires_at == 0 ? 1 : -1;
	return one->expires_at < two->expires_at ? -1 : 1;
}

static bool fail_list(const struct account *account, const struct scope *scope,
		      struct error *err)
{
	return fail(err, err->code,
		    "can't list tokens of %s '%s' (account %s)"
		    ": %s",
		    scope->kind == SCOPE_APP ? "app" : "organization",
		    scope->name, account->name, err->message);
}

bool remote_list(struct session *session, const struct account *account,
		 const struct scope *scope, remote_progress *progress,
		 struct remote_tokens *ret_tokens, struct error *err)
{
	AUTO_ISSUED_IDS struct issued_ids stored = ISSUED_IDS_EMPTY;
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct api_endpoint endpoint = account_endpoint(session, account);
	bool app = scope->kind == SCOPE_APP;
	struct api_scope what = {.app = app ? scope->name : NULL,
				 .organization = app ? NULL : scope->name};
	struct listing listing = {.stored = &stored,
				  .tokens = ret_tokens,
				  .before = ret_tokens->count,
				  .progress = progress};
	struct api_list_visitor visitor = {take_page, &listing};
	struct protocol_facts facts;
	size_t i;

	if (!issued_ids_load(&session->store, NULL, &stored, err) ||
	    !account_login(&session->store, account, &login, err))
		return false;
	if (!api_list(&endpoint, &login, &what, &visitor, &facts, err))
		return fail_list(account, scope, err);
	for (i = listing.before; i < ret_tokens->count; i++)
		judge(&ret_tokens->items[i], clock_now() + facts.skew);
	if (ret_tokens->count)
		qsort(ret_tokens->items, ret_tokens->count,
		      sizeof(*ret_tokens->items), compare);
	return true;
}

/* The scopes that an account's tokens are for, gathered before asking. */
struct scopes {
	const struct account *account;
	char **texts;
	size_t count;
};

static void scopes_clear(struct scopes *scopes)
{
	size_t i;

	for (i = 0; i < scopes->count; i++)
		free(scopes->texts[i]);
	free(scopes->texts);
}

static bool collect_scope(const struct record *record, void *data,
			  struct error *err)
{
	struct scopes *scopes = data;
	const char *kind = attributes_get(&record->fields, "kind");
	const char *account = attributes_get(&record->fields, "account");
	const char *scope = attributes_get(&record->fields, "scope");

	(void)err;
	if (!kind || !account || !scope || strcmp(kind, "scope") != 0 ||
	    strcmp(account, scopes->account->id) != 0)
		return true;
	scopes->texts = alloc_resized(scopes->texts, scopes->count + 1,
				      sizeof(*scopes->texts));
	scopes->texts[scopes->count++] = alloc_string(scope);
	return true;
}

bool remote_list_known(struct session *session, const struct account *account,
		       remote_progress *progress,
		       struct remote_tokens *ret_tokens, struct error *err)
{
	CLEANUP(scopes_clear) struct scopes scopes = {.account = account};
	size_t i;

	if (!store_each(&session->store, collect_scope, &scopes, err))
		return false;
	for (i = 0; i < scopes.count; i++) {
		AUTO_SCOPE struct scope scope = SCOPE_EMPTY;

		if (!scope_parse(scopes.texts[i], &scope, err))
			return false;
		if (!remote_list(session, account, &scope, progress, ret_tokens,
				 err) &&
		    err->code != ERR_NOT_FOUND)
			return false;
	}
	return true;
}

/* Who is told, and what has to be forgotten before that. */
struct revoking {
	struct session *session;
	const struct issued_ids *stored;
	remote_told *told;
	void *data;
};

static bool forget(const struct revoking *revoking, const char *id,
		   struct error *err)
{
	struct store *store = &revoking->session->store;

	return (!issued_ids_have(revoking->stored, id) ||
		issued_forget_id(store, id, err)) &&
	       revocation_drop(store, id, err);
}

static bool take_result(const char *id, const struct error *problem, void *data,
			struct error *err)
{
	struct revoking *revoking = data;
	struct error forgetting;

	(void)err;
	if (problem == NULL && !forget(revoking, id, &forgetting)) {
		fail(&forgetting, forgetting.code,
		     "revoked, but still in the store: %s", forgetting.message);
		problem = &forgetting;
	}
	revoking->told(id, problem, revoking->data);
	return true;
}

bool remote_revoke(struct session *session, const struct account *account,
		   const char *const *ids, size_t count, remote_told *told,
		   void *data, struct error *err)
{
	AUTO_ISSUED_IDS struct issued_ids stored = ISSUED_IDS_EMPTY;
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct api_endpoint endpoint = account_endpoint(session, account);
	struct revoking revoking = {session, &stored, told, data};
	struct api_revoke_visitor visitor = {take_result, &revoking};

	return issued_ids_load(&session->store, NULL, &stored, err) &&
	       account_login(&session->store, account, &login, err) &&
	       api_revoke(&endpoint, &login, ids, count, &visitor, err);
}
