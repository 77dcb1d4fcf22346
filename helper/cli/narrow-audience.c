/* SPDX-License-Identifier: MIT */
/* Which tokens of a bundle 'fly-cred narrow' keeps, and for whom. */
#include "config.h"

#include "cli/narrow-audience.h"

#include "util/terminal.h"
#include "util/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

static bool fail_name(const char *option, const char *name, bool is_known,
		      uint64_t id, struct error *err)
{
	char shown[70], hint[100];

	text_printable(name, shown, sizeof(shown));
	snprintf(hint, sizeof(hint),
		 "'fly-cred get --%s NAME | fly-cred inspect' shows it",
		 option);
	if (is_known)
		snprintf(hint, sizeof(hint),
			 "this token is for number %" PRIu64, id);
	return fail(err, ERR_USAGE,
		    "--%s takes a number, not '%s', because names can't be "
		    "looked up offline; %s",
		    option, shown, hint);
}

static bool is_number(const char *text, uint64_t *ret_id)
{
	int64_t number;

	if (!number_parse(text, &number) || number <= 0)
		return false;
	*ret_id = (uint64_t)number;
	return true;
}

/* 0 where the token names none or several. */
static uint64_t organization_of(const struct token *token)
{
	uint64_t id;

	return caveats_organization(token->macaroon.caveats, &id) ? id : 0;
}

static bool names_app(const struct token *token, uint64_t app_id)
{
	uint64_t id;

	return caveats_app(token->macaroon.caveats, &id) && id == app_id;
}

/*
 * The organization of the tokens that serve the audience, or of those among
 * them that name its app; false when they differ. 0 when there are none.
 */
static bool common_organization(const struct bundle *bundle,
				struct audience audience, bool by_name,
				uint64_t *ret_id)
{
	bool found = false;
	uint64_t id = 0;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (!token_serves(token, audience) ||
		    (by_name && !names_app(token, audience.app_id)))
			continue;
		if (found && organization_of(token) != id)
			return false;
		id = organization_of(token);
		found = true;
	}
	*ret_id = id;
	return true;
}

static bool settle_organization(const struct bundle *bundle,
				struct audience *audience, struct error *err)
{
	uint64_t id = 0;

	if (common_organization(bundle, *audience, true, &id) && id) {
		audience->organization_id = id;
		return true;
	}
	if (!common_organization(bundle, *audience, false, &id))
		return fail(err, ERR_USAGE,
			    "tokens of several organizations could serve app "
			    "%" PRIu64 "; say which with --org",
			    audience->app_id);
	audience->organization_id = id;
	return true;
}

bool narrow_audience(const struct bundle *bundle, const char *app,
		     const char *organization, bool needs_app,
		     struct audience *ret_audience, struct error *err)
{
	struct audience audience = {0, 0};
	uint64_t id = 0;
	bool is_known;

	if (app && !is_number(app, &audience.app_id)) {
		is_known = bundle_app(bundle, &id);
		return fail_name("app", app, is_known, id, err);
	}
	if (organization &&
	    !is_number(organization, &audience.organization_id)) {
		is_known = bundle_organization(bundle, &id);
		return fail_name("org", organization, is_known, id, err);
	}
	if (needs_app && app == NULL && !bundle_app(bundle, &audience.app_id))
		return fail(err, ERR_USAGE,
			    "that is for one app, and the token is not: say "
			    "which with --app");
	if (audience.app_id && !organization &&
	    !settle_organization(bundle, &audience, err))
		return false;
	*ret_audience = audience;
	return true;
}

bool narrow_needs_organization(const struct bundle *bundle,
			       struct audience audience)
{
	size_t i;

	for (i = 0; i < bundle->count; i++)
		if (audience.organization_id &&
		    token_serves(&bundle->tokens[i], audience) &&
		    organization_of(&bundle->tokens[i]) !=
			    audience.organization_id)
			return true;
	return false;
}
