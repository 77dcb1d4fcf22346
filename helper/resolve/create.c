/* SPDX-License-Identifier: MIT */
/* A new token from Fly's API, looked at before anybody uses it. */
#include "config.h"

#include "resolve/create.h"

#include "resolve/discharge.h"
#include "resolve/endpoint.h"
#include "token/bundle.h"
#include "util/timestamp.h"

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

static bool fail_unreadable(struct error *err)
{
	return fail(err, ERR_NETWORK,
		    "Fly's API sent a token that can't be read; try again");
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
		return fail_unreadable(err);
	if (bundle_lacks_discharge(&bundle))
		return fail(err, ERR_DENIED,
			    "it came with a ticket that can't be read; try "
			    "again");
	expires_at = bundle_expiry(&bundle, audience);
	if (expires_at < token->expires_at)
		token->expires_at = expires_at;
	return expires_at != EXPIRY_UNUSABLE ||
	       fail(err, ERR_DENIED,
		    "Fly's API sent a token for something else; try again");
}

/* Puts in the discharges that did not come along. */
static bool complete(struct session *session, const struct creation *creation,
		     const struct person *person, struct api_token *token,
		     bool *ret_needs_person, struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	const char *organization = token->place.organization.slug;
	int64_t now = clock_now() + token->place.reply.facts.skew;
	const struct discharging job = {.account = creation->account,
					.scope = creation->scope,
					.organization = organization,
					.now = now,
					.until = now,
					.person = person};

	*ret_needs_person = false;
	if (!bundle_parse(slice_of_string(token->text), &bundle, err))
		return fail_unreadable(err);
	if (!bundle_lacks_discharge(&bundle))
		return true;
	secret_clear(&token->whole);
	secret_append_string(&token->whole, token->text);
	if (!discharges_fetch(session, &job, &token->whole, ret_needs_person,
			      err))
		return false;
	token->text = secret_text(&token->whole);
	return true;
}

/* From an answer to a token. */
static bool finish(struct session *session, const struct creation *creation,
		   const struct person *person, struct api_token *token,
		   bool *ret_needs_person, struct error *err)
{
	token->place.reply.facts.was_sent = true;
	if (!complete(session, creation, person, token, ret_needs_person,
		      err) ||
	    !check(token, err)) {
		if (*ret_needs_person)
			fail(err, err->code, "%s; run '%s' at a terminal",
			     err->message, creation->remedy);
		return fail_create(creation, err);
	}
	token->place.reply.facts.was_sent = false;
	return true;
}

bool token_create(struct session *session, const struct creation *creation,
		  struct api_token *ret_token, bool *ret_needs_person,
		  struct error *err)
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

	*ret_needs_person = false;
	if (!account_login(&session->store, creation->account, &login, err))
		return false;
	if (!api_create(&endpoint, &login, &order, ret_token, err))
		return fail_create(creation, err);
	return finish(session, creation, NULL, ret_token, ret_needs_person,
		      err);
}

bool token_confirm(struct session *session, const struct creation *creation,
		   struct api_token *token, struct error *err)
{
	bool done, ignored;

	done = finish(session, creation, creation->person, token, &ignored,
		      err);
	/* The time a person took is not what the rest of it has to do with. */
	session_limit(session);
	return done;
}
