/* SPDX-License-Identifier: MIT */
/* A new token from Fly's API, looked at before anybody uses it. */
#include "config.h"

#include "resolve/create.h"

#include "resolve/endpoint.h"
#include "token/bundle.h"

#include <stdio.h>

void creation_subject(const struct account *account, const struct scope *scope,
		      char ret_text[CREATION_SUBJECT_SIZE])
{
	snprintf(ret_text, CREATION_SUBJECT_SIZE,
		 "no new token for %s '%s' (account %s)",
		 scope->kind == SCOPE_APP ? "app" : "organization", scope->name,
		 account->name);
}

/* Says for whom and for what it failed, before what the API said. */
static bool fail_create(const struct creation *creation, struct error *err)
{
	char subject[CREATION_SUBJECT_SIZE];

	creation_subject(creation->account, creation->scope, subject);
	return fail(err, err->code, "%s: %s", subject, err->message);
}

/* A token is taken for good only if it serves and says until when. */
static bool check(struct api_token *token, struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct audience audience = {
		.organization_id = (uint64_t)token->place.organization.number,
		.app_id = (uint64_t)token->place.app_number,
	};
	int64_t expires_at;

	if (!bundle_parse(slice_of_string(token->text), &bundle, err))
		return fail(err, ERR_NETWORK,
			    "Fly's API sent a token that can't be read; try "
			    "again");
	if (bundle_lacks_discharge(&bundle))
		return fail(err, ERR_DENIED,
			    "Fly's API sent a token without its discharge; "
			    "the organization may ask for more than this "
			    "login; run 'fly-cred login' again");
	expires_at = bundle_expiry(&bundle, audience);
	if (expires_at < token->expires_at)
		token->expires_at = expires_at;
	return expires_at != EXPIRY_UNUSABLE ||
	       fail(err, ERR_DENIED,
		    "Fly's API sent a token for something else; try again");
}

bool token_create(struct session *session, const struct creation *creation,
		  struct api_token *ret_token, struct error *err)
{
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct api_endpoint endpoint = account_endpoint(session,
							creation->account);
	bool app = creation->scope->kind == SCOPE_APP;
	struct api_order order = {
		.scope = {.app = app ? creation->scope->name : NULL,
			  .organization = app ? NULL : creation->scope->name},
		.profile = creation->profile,
		.cluster = creation->cluster,
		.name = creation->name,
		.life = creation->life,
	};

	if (!account_login(&session->store, creation->account, &login, err))
		return false;
	if (!api_create(&endpoint, &login, &order, ret_token, err))
		return fail_create(creation, err);
	ret_token->place.reply.facts.was_sent = true;
	if (!check(ret_token, err))
		return false;
	ret_token->place.reply.facts.was_sent = false;
	return true;
}
