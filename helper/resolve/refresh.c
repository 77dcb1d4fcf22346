/* SPDX-License-Identifier: MIT */
/* A stored token that goes on with new discharges, instead of a new token. */
#include "config.h"

#include "resolve/refresh.h"

#include "resolve/discharge.h"
#include "token/narrow.h"
#include "util/timestamp.h"

/* Discharges that end so soon after the first one are fetched with it. */
#define TOGETHER MINUTE

bool issued_goes_on(const struct issued *issued, int64_t now)
{
	int64_t given = issued->expires_at - issued->issued_at;

	return issued->discharges &&
	       issued_lasts_until(issued) - (now + issued->skew) >= given;
}

/* From an organization's token other apps will be served, too. */
static struct audience audience_of(const struct issued_key *key,
				   const struct issued_new *fresh)
{
	return (struct audience){
		.organization_id = fresh->organization_number,
		.app_id = key->profile == ISSUED_APP ? fresh->app_number : 0,
	};
}

bool token_keep(struct store *store, const struct issued_key *key,
		struct slice text, struct issued_new *fresh, struct error *err)
{
	AUTO_SECRET struct secret permissions = SECRET_EMPTY;
	AUTO_SECRET struct secret discharges = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	fresh->permissions = &permissions;
	fresh->discharges = &discharges;
	return bundle_parse(text, &bundle, err) &&
	       bundle_split(&bundle, audience_of(key, fresh), &permissions,
			    &discharges, err) &&
	       issued_keep(store, key, fresh, err);
}

static bool fetch(struct session *session, const struct issued_key *key,
		  const struct issued *issued, struct secret *text,
		  struct error *err)
{
	const struct discharging job = {
		.account = key->account,
		.scope = key->scope,
		.organization = issued->organization,
		.now = clock_now() + issued->skew,
		.until = issued->expires_at + TOGETHER,
	};
	bool needs_person;

	secret_append_string(text, issued->permissions);
	secret_append(text, ",", 1);
	secret_append_string(text, issued->discharges);
	return discharges_fetch(session, &job, text, &needs_person, err);
}

/*
 * When the token ends now. It must be worth it: a new one may come with
 * discharges that are good for longer.
 */
static bool set_expiry(const struct issued_key *key, struct slice text,
		       const struct issued *old, struct issued_new *fresh,
		       struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	int64_t worth;

	if (!bundle_parse(text, &bundle, err))
		return false;
	fresh->expires_at = bundle_expiry(&bundle, audience_of(key, fresh));
	if (fresh->expires_at > fresh->lasts_until)
		fresh->expires_at = fresh->lasts_until;
	worth = (old->expires_at - old->issued_at) / 2;
	return (fresh->expires_at > old->expires_at &&
		fresh->expires_at - fresh->issued_at >= worth) ||
	       fail(err, ERR_EXPIRED,
		    "new discharges hardly prolong the token for '%s'",
		    key->scope->name);
}

bool token_refresh(struct session *session, const struct issued_key *key,
		   const struct issued *issued, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct issued_new fresh = {
		.app_number = issued->app_number,
		.organization_number = issued->organization_number,
		.organization = issued->organization,
		.id = issued->id,
		.name = issued->name,
		.issued_at = clock_now() + issued->skew,
		.lasts_until = issued_lasts_until(issued),
		.skew = issued->skew,
	};

	return fetch(session, key, issued, &text, err) &&
	       set_expiry(key, secret_slice(&text), issued, &fresh, err) &&
	       token_keep(&session->store, key, secret_slice(&text), &fresh,
			  err);
}
