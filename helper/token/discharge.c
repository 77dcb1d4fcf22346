/* SPDX-License-Identifier: MIT */
/* Discharges: which a credential lacks, and how one that came is put in. */
#include "config.h"

#include "token/discharge.h"

#include "token/armor.h"

/* Whether one of the first count is for the same ticket. */
static bool is_listed(const struct ticket *tickets, size_t count,
		      struct slice bytes)
{
	size_t i;

	for (i = 0; i < count && i < TICKETS_MAX; i++)
		if (slice_equal(tickets[i].bytes, bytes))
			return true;
	return false;
}

size_t tickets_due(const struct bundle *bundle, int64_t until,
		   struct ticket ret_tickets[TICKETS_MAX])
{
	struct caveat caveat;
	struct ticket ticket;
	size_t count = 0, i;

	for (i = 0; i < bundle->count; i++) {
		struct slice rest = bundle->tokens[i].macaroon.caveats.bytes;

		if (bundle->tokens[i].kind != TOKEN_PERMISSION)
			continue;
		while (caveat_next(&rest, &caveat)) {
			if (!caveat_ticket(&caveat, &ticket.bytes) ||
			    !caveat_third_party(&caveat, &ticket.location) ||
			    is_listed(ret_tickets, count, ticket.bytes) ||
			    bundle_discharge_expiry(bundle, ticket.bytes) >=
				    until)
				continue;
			if (count < TICKETS_MAX)
				ret_tickets[count] = ticket;
			count++;
		}
	}
	return count;
}

/* The answer as a list, whether it came with a label or as base64 alone. */
static bool read_answer(struct slice answer, struct secret *text,
			struct bundle *ret_bundle)
{
	struct error ignored;

	secret_reserve(text, answer.length + 4);
	if (armor_label(answer) == 0)
		secret_append_string(text, "fm2_");
	secret_append(text, answer.bytes, answer.length);
	return bundle_parse(secret_slice(text), ret_bundle, &ignored);
}

static bool is_answer(const struct token *token, struct slice ticket)
{
	return token->kind == TOKEN_DISCHARGE &&
	       slice_equal(token->macaroon.kid, ticket);
}

static void append_text(const struct token *token, struct secret *text)
{
	if (text->length)
		secret_append(text, ",", 1);
	secret_append(text, token->text.bytes, token->text.length);
}

/* Appends all but the older answers, then those of the new that are good. */
static bool put(const struct bundle *bundle, const struct bundle *answer,
		struct slice ticket, int64_t now, struct secret *text)
{
	size_t found = 0, i;

	for (i = 0; i < bundle->count; i++)
		if (!is_answer(&bundle->tokens[i], ticket))
			append_text(&bundle->tokens[i], text);
	for (i = 0; i < answer->count; i++) {
		const struct token *token = &answer->tokens[i];

		if (!is_answer(token, ticket) || token->expiry <= now ||
		    macaroon_needs_discharge(&token->macaroon))
			continue;
		append_text(token, text);
		found++;
	}
	return found > 0;
}

bool discharge_put(const struct bundle *bundle, struct slice ticket,
		   struct slice answer, int64_t now, struct secret *ret_text,
		   struct error *err)
{
	AUTO_SECRET struct secret copy = SECRET_EMPTY, text = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle parsed = BUNDLE_EMPTY;

	if (!read_answer(answer, &copy, &parsed))
		return fail(err, ERR_NETWORK,
			    "the discharge that came can't be read; try again "
			    "later");
	if (!put(bundle, &parsed, ticket, now, &text))
		return fail(err, ERR_NETWORK,
			    "the discharge that came is for something else, or "
			    "has ended; try again later");
	secret_append(ret_text, text.data, text.length);
	return true;
}

bool fail_undischarged(const char *what, struct error *err)
{
	return fail(err, ERR_USAGE,
		    "%s lacks a discharge, the confirmation that belongs to it "
		    "(Fly says: missing third-party discharge tokens); copy "
		    "all its parts, or make a new one: 'fly-cred create'; "
		    "'fly-cred inspect' tells what is missing",
		    what);
}
