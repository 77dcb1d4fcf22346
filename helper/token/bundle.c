/* SPDX-License-Identifier: MIT */
/* The tokens that are one credential. */
#include "config.h"

#include "token/bundle.h"

#include "token/armor.h"
#include "util/alloc.h"

void bundle_clear(struct bundle *bundle)
{
	free(bundle->tokens);
	secret_clear(&bundle->decoded);
	*bundle = (struct bundle)BUNDLE_EMPTY;
}

static size_t count_tokens(struct slice text)
{
	const uint8_t *end = text.bytes + text.length, *at = text.bytes;
	size_t count = 1;

	while ((at = memchr(at, ',', (size_t)(end - at)))) {
		count++;
		at++;
	}
	return count;
}

static bool decode_token(struct token *token, struct secret *decoded)
{
	size_t label = armor_label(token->text), start = decoded->length;
	struct slice base64;

	token->kind = TOKEN_OAUTH;
	if (label == 0)
		return true;
	base64 = slice_of(token->text.bytes + label,
			  token->text.length - label);
	if (!armor_decode(base64, decoded))
		return false;
	token->bytes = slice_of(decoded->data + start, decoded->length - start);
	if (!macaroon_decode(token->bytes, &token->macaroon))
		return false;
	token->kind = slice_equal(token->macaroon.location,
				  slice_of_string(PERMISSION_LOCATION))
			      ? TOKEN_PERMISSION
			      : TOKEN_DISCHARGE;
	token->expiry = caveats_expiry(token->macaroon.caveats);
	return true;
}

bool bundle_parse(struct slice text, struct bundle *ret_bundle,
		  struct error *err)
{
	size_t count = count_tokens(text), i;
	struct slice rest = text;

	bundle_clear(ret_bundle);
	if (text.length == 0)
		return true;
	ret_bundle->tokens = alloc_zeroed(count, sizeof(struct token));
	secret_reserve(&ret_bundle->decoded, armor_decoded_size(text.length));
	for (i = 0; i < count; i++) {
		struct token *token = &ret_bundle->tokens[i];
		const uint8_t *comma = memchr(rest.bytes, ',', rest.length);

		token->text = rest;
		if (comma) {
			token->text.length = (size_t)(comma - rest.bytes);
			rest = slice_of(comma + 1,
					rest.length - token->text.length - 1);
		}
		if (!decode_token(token, &ret_bundle->decoded)) {
			bundle_clear(ret_bundle);
			return fail(err, ERR_CORRUPT,
				    "token %zu of %zu can't be decoded", i + 1,
				    count);
		}
	}
	ret_bundle->count = count;
	return true;
}

size_t bundle_count(const struct bundle *bundle, enum token_kind kind)
{
	size_t count = 0, i;

	for (i = 0; i < bundle->count; i++)
		count += bundle->tokens[i].kind == kind;
	return count;
}

bool token_serves(const struct token *token, struct audience audience)
{
	const struct caveat_list caveats = token->macaroon.caveats;

	if (token->kind != TOKEN_PERMISSION)
		return false;
	if (audience.organization_id &&
	    !caveats_allow_organization(caveats, audience.organization_id))
		return false;
	return audience.app_id == 0 ||
	       caveats_allow_app(caveats, audience.app_id);
}

/*
 * A discharge that needs one itself is never accepted (macaroon.go, verify: no
 * nesting).
 */
int64_t bundle_discharge_expiry(const struct bundle *bundle,
				struct slice ticket)
{
	int64_t latest = EXPIRY_UNUSABLE;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (token->kind == TOKEN_DISCHARGE && token->expiry > latest &&
		    slice_equal(token->macaroon.kid, ticket) &&
		    !macaroon_needs_discharge(&token->macaroon))
			latest = token->expiry;
	}
	return latest;
}

int64_t bundle_token_expiry(const struct bundle *bundle,
			    const struct token *token)
{
	struct slice rest = token->macaroon.caveats.bytes, ticket;
	int64_t expiry = token->expiry, end;
	struct caveat caveat;

	while (caveat_next(&rest, &caveat)) {
		if (caveat.type != CAVEAT_THIRD_PARTY)
			continue;
		end = EXPIRY_UNUSABLE;
		if (caveat_ticket(&caveat, &ticket))
			end = bundle_discharge_expiry(bundle, ticket);
		if (end < expiry)
			expiry = end;
	}
	return expiry;
}

int64_t bundle_expiry(const struct bundle *bundle, struct audience audience)
{
	int64_t latest = EXPIRY_UNUSABLE, expiry;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		if (!token_serves(&bundle->tokens[i], audience))
			continue;
		expiry = bundle_token_expiry(bundle, &bundle->tokens[i]);
		if (expiry > latest)
			latest = expiry;
	}
	return latest;
}

static bool is_discharged(const struct bundle *bundle, struct slice ticket)
{
	size_t i;

	for (i = 0; i < bundle->count; i++)
		if (bundle->tokens[i].kind == TOKEN_DISCHARGE &&
		    slice_equal(bundle->tokens[i].macaroon.kid, ticket))
			return true;
	return false;
}

bool bundle_lacks_discharge(const struct bundle *bundle)
{
	struct caveat caveat;
	struct slice rest, ticket;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		if (bundle->tokens[i].kind != TOKEN_PERMISSION)
			continue;
		rest = bundle->tokens[i].macaroon.caveats.bytes;
		while (caveat_next(&rest, &caveat))
			if (caveat.type == CAVEAT_THIRD_PARTY &&
			    (!caveat_ticket(&caveat, &ticket) ||
			     !is_discharged(bundle, ticket)))
				return true;
	}
	return false;
}

/* The id that ask finds in every permission token. */
static bool common_id(const struct bundle *bundle,
		      bool (*ask)(struct caveat_list, uint64_t *),
		      uint64_t *ret_id)
{
	uint64_t common = 0, id;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (token->kind != TOKEN_PERMISSION)
			continue;
		if (!ask(token->macaroon.caveats, &id) ||
		    (common && id != common))
			return false;
		common = id;
	}
	*ret_id = common;
	return common != 0;
}

bool bundle_organization(const struct bundle *bundle, uint64_t *ret_id)
{
	return common_id(bundle, caveats_organization, ret_id);
}

bool bundle_app(const struct bundle *bundle, uint64_t *ret_id)
{
	return common_id(bundle, caveats_app, ret_id);
}
