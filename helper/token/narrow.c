/* SPDX-License-Identifier: MIT */
/* A credential cut down to what one consumer may do, and for how long. */
#include "config.h"

#include "token/narrow.h"

#include "token/armor.h"

static bool stays(const struct token *token, struct audience audience)
{
	return token_serves(token, audience) && !token->macaroon.is_proof;
}

static bool is_answered(const struct bundle *bundle, struct audience audience,
			const struct token *discharge)
{
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (token->kind == TOKEN_PERMISSION &&
		    macaroon_has_ticket(&token->macaroon,
					discharge->macaroon.kid) &&
		    stays(token, audience))
			return true;
	}
	return false;
}

static void append_comma(struct secret *text, size_t start)
{
	if (text->length > start)
		secret_append(text, ",", 1);
}

/* scratch is for the bytes of one macaroon, reused to allocate only once. */
static bool append_permission(const struct token *token,
			      struct slice caveat_set, struct secret *scratch,
			      struct secret *ret_text, struct error *err)
{
	size_t label = armor_label(token->text);

	scratch->length = 0;
	if (!macaroon_append(&token->macaroon, caveat_set, scratch, err))
		return false;
	armor_encode(
		secret_slice(scratch), token->bytes,
		slice_of(token->text.bytes + label, token->text.length - label),
		ret_text);
	return true;
}

static void append_discharges(const struct bundle *bundle,
			      struct audience audience, size_t start,
			      struct secret *ret_text)
{
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (token->kind != TOKEN_DISCHARGE ||
		    !is_answered(bundle, audience, token))
			continue;
		append_comma(ret_text, start);
		secret_append(ret_text, token->text.bytes, token->text.length);
	}
}

/* Enough for everything that can be appended, so that nothing moves. */
static void reserve(const struct bundle *bundle,
		    const struct slice *caveat_sets, size_t count,
		    struct secret *scratch, struct secret *ret_text)
{
	size_t added = 0, text = 0, longest = 0, i;

	for (i = 0; i < count; i++)
		if (caveat_sets[i].length > added)
			added = caveat_sets[i].length;
	added = 2 * added + 16;
	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		text += count * (token->text.length + added);
		if (token->bytes.length > longest)
			longest = token->bytes.length;
	}
	secret_reserve(scratch, longest + added);
	secret_reserve(ret_text, ret_text->length + text);
}

static bool fail_empty(const struct bundle *bundle, struct error *err)
{
	size_t permissions = bundle_count(bundle, TOKEN_PERMISSION);

	if (permissions == 0)
		return fail(err, ERR_DENIED,
			    "the credential holds no token that can be "
			    "narrowed");
	return fail(err, ERR_DENIED,
		    "none of the credential's %zu tokens is for this "
		    "organization and app",
		    permissions);
}

/* All copies of one permission token. */
static bool append_copies(const struct token *token,
			  const struct slice *caveat_sets, size_t count,
			  struct secret *scratch, size_t start,
			  struct secret *ret_text, struct error *err)
{
	size_t i;

	for (i = 0; i < count; i++) {
		append_comma(ret_text, start);
		if (!append_permission(token, caveat_sets[i], scratch, ret_text,
				       err))
			return false;
	}
	return true;
}

bool bundle_append_each(const struct bundle *bundle, struct audience audience,
			const struct slice *caveat_sets, size_t count,
			struct secret *ret_text, struct error *err)
{
	AUTO_SECRET struct secret scratch = SECRET_EMPTY;
	size_t start = ret_text->length, i;

	reserve(bundle, caveat_sets, count, &scratch, ret_text);
	for (i = 0; i < bundle->count; i++) {
		if (!stays(&bundle->tokens[i], audience))
			continue;
		if (!append_copies(&bundle->tokens[i], caveat_sets, count,
				   &scratch, start, ret_text, err)) {
			ret_text->length = start;
			ret_text->data[start] = '\0';
			return false;
		}
	}
	if (ret_text->length == start)
		return fail_empty(bundle, err);
	append_discharges(bundle, audience, start, ret_text);
	return true;
}

bool bundle_split(const struct bundle *bundle, struct audience audience,
		  struct secret *ret_permissions, struct secret *ret_discharges,
		  struct error *err)
{
	size_t start = ret_permissions->length, i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (!stays(token, audience))
			continue;
		append_comma(ret_permissions, start);
		secret_append(ret_permissions, token->text.bytes,
			      token->text.length);
	}
	if (ret_permissions->length == start)
		return fail_empty(bundle, err);
	append_discharges(bundle, audience, ret_discharges->length,
			  ret_discharges);
	return true;
}

bool bundle_append(const struct bundle *bundle, struct audience audience,
		   struct slice caveat_set, struct secret *ret_text,
		   struct error *err)
{
	return bundle_append_each(bundle, audience, &caveat_set, 1, ret_text,
				  err);
}

bool bundle_narrow(const struct bundle *bundle,
		   const struct narrowing *narrowing, struct secret *ret_text,
		   struct error *err)
{
	AUTO_SECRET struct secret caveat_set = SECRET_EMPTY;

	if (!recipe_write(narrowing->recipe, narrowing->audience.app_id,
			  &narrowing->window, &caveat_set, err))
		return false;
	return bundle_append(bundle, narrowing->audience,
			     secret_slice(&caveat_set), ret_text, err);
}
