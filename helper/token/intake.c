/* SPDX-License-Identifier: MIT */
/* Token text as people hand it over, checked and put into one form. */
#include "config.h"

#include "token/intake.h"

#include "token/armor.h"
#include "token/bundle.h"
#include "token/encoding.h"

#include <strings.h>

/* Less is the beginning of a label or of a scheme word, not a token. */
#define OAUTH_MIN 8

static bool is_space(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim_start(struct slice *text)
{
	while (text->length && is_space(text->bytes[0])) {
		text->bytes++;
		text->length--;
	}
}

/* Takes the text up to the next separator, and that, off rest. */
static bool next_part(struct slice *rest, struct slice *ret_part)
{
	const uint8_t *comma;

	if (rest->bytes == NULL)
		return false;
	*ret_part = *rest;
	comma = memchr(rest->bytes, ',', rest->length);
	if (comma == NULL) {
		*rest = slice_of(NULL, 0);
		return true;
	}
	ret_part->length = (size_t)(comma - rest->bytes);
	*rest = slice_of(comma + 1, rest->length - ret_part->length - 1);
	return true;
}

/* Words may be stacked, "Bearer FlyV1 ...", and are no token by themselves. */
static bool strip_scheme(struct slice *part)
{
	static const char *const words[] = {"Bearer", "FlyV1"};
	size_t i;

	trim_start(part);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (part->length < length ||
		    strncasecmp((const char *)part->bytes, words[i], length))
			continue;
		if (part->length > length && !is_space(part->bytes[length]))
			continue;
		part->bytes += length;
		part->length -= length;
		return true;
	}
	return false;
}

/* Appends the tokens with a comma after each; returns how many. */
static size_t clean_tokens(struct slice text, struct secret *ret_clean)
{
	struct slice rest = text, part;
	size_t count = 0, i;

	secret_reserve(ret_clean, text.length + 1);
	while (next_part(&rest, &part)) {
		size_t start = ret_clean->length;

		while (strip_scheme(&part))
			continue;
		for (i = 0; i < part.length; i++)
			if (!is_space(part.bytes[i]))
				secret_append(ret_clean, &part.bytes[i], 1);
		if (ret_clean->length == start)
			continue;
		secret_append(ret_clean, ",", 1);
		count++;
	}
	return count;
}

/* The token looked at, for messages. */
struct place {
	struct slice token;
	size_t number;
	size_t total;
};

static bool fail_cut(const struct place *place, struct error *err)
{
	return fail(err, ERR_USAGE,
		    "token %zu of %zu breaks off after %zu characters: the "
		    "paste is incomplete; copy it again",
		    place->number, place->total, place->token.length);
}

static bool fail_character(const struct place *place, size_t at,
			   struct error *err)
{
	return fail(err, ERR_USAGE,
		    "token %zu of %zu has a character that does not belong "
		    "there, at place %zu; copy it again",
		    place->number, place->total, at + 1);
}

static bool fail_damaged(const struct place *place, struct error *err)
{
	return fail(err, ERR_USAGE,
		    "token %zu of %zu is damaged: its %zu characters are no "
		    "macaroon; copy it again",
		    place->number, place->total, place->token.length);
}

static bool is_base64(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* Where the first character stands that base64 can't have there. */
static size_t base64_span(struct slice text, size_t from)
{
	size_t at = from, padding = 0;

	while (at < text.length && is_base64(text.bytes[at]))
		at++;
	for (; at < text.length && text.bytes[at] == '=' && padding < 2; at++)
		padding++;
	return at;
}

static bool check_macaroon(const struct place *place, size_t label,
			   struct error *err)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	struct slice token = place->token, base64;
	size_t wrong = base64_span(token, label);
	struct macaroon macaroon;

	if (wrong < token.length)
		return fail_character(place, wrong, err);
	base64 = slice_of(token.bytes + label, token.length - label);
	if (base64.length == 0 || base64.length % 4)
		return fail_cut(place, err);
	secret_reserve(&bytes, armor_decoded_size(base64.length));
	if (!armor_decode(base64, &bytes))
		return fail_damaged(place, err);
	if (macaroon_decode(secret_slice(&bytes), &macaroon))
		return true;
	if ((uint8_t)bytes.data[0] == 0x94 &&
	    encoding_extent(secret_slice(&bytes)) == 0)
		return fail_cut(place, err);
	return fail_damaged(place, err);
}

/* A quote, a variable's name: the label is there, but not at the start. */
static bool check_oauth(const struct place *place, struct error *err)
{
	struct slice token = place->token;
	size_t at;

	if (token.length < OAUTH_MIN)
		return fail_cut(place, err);
	for (at = 1; at < token.length; at++)
		if (armor_label(slice_of(token.bytes + at, token.length - at)))
			return fail(err, ERR_USAGE,
				    "token %zu of %zu has %zu characters "
				    "before its beginning; copy it again",
				    place->number, place->total, at);
	return true;
}

static bool check_token(const struct place *place, struct error *err)
{
	size_t label = armor_label(place->token), at;

	for (at = 0; at < place->token.length; at++)
		if (place->token.bytes[at] <= ' ' ||
		    place->token.bytes[at] >= 0x7f)
			return fail_character(place, at, err);
	return label ? check_macaroon(place, label, err)
		     : check_oauth(place, err);
}

/* Appends the macaroons among the tokens, or the others. */
static size_t append_tokens(struct slice tokens, bool macaroons,
			    struct secret *ret_text, size_t start)
{
	struct slice token;
	size_t count = 0;

	while (next_part(&tokens, &token)) {
		if ((armor_label(token) != 0) != macaroons)
			continue;
		if (ret_text->length > start)
			secret_append(ret_text, ",", 1);
		secret_append(ret_text, token.bytes, token.length);
		count++;
	}
	return count;
}

static bool write_normal(struct slice tokens, struct secret *ret_text,
			 struct intake *ret_intake, struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	size_t start = ret_text->length, macaroons, others;

	macaroons = append_tokens(tokens, true, ret_text, start);
	others = append_tokens(tokens, false, ret_text, start);
	if (!bundle_parse(
		    slice_of(ret_text->data + start, ret_text->length - start),
		    &bundle, err)) {
		ret_text->length = start;
		ret_text->data[start] = '\0';
		return false;
	}
	ret_intake->kind = macaroons == 0 ? INTAKE_OAUTH
			   : others == 0  ? INTAKE_MACAROONS
					  : INTAKE_BOTH;
	ret_intake->permissions = bundle_count(&bundle, TOKEN_PERMISSION);
	ret_intake->lacks_discharge = bundle_lacks_discharge(&bundle);
	return true;
}

bool intake_normalize(struct slice text, struct secret *ret_text,
		      struct intake *ret_intake, struct error *err)
{
	AUTO_SECRET struct secret clean = SECRET_EMPTY;
	struct slice rest, tokens;
	struct place place = {.number = 1};

	if (text.length > INTAKE_LIMIT)
		return fail(err, ERR_USAGE, "a token has at most %zu bytes",
			    INTAKE_LIMIT);
	place.total = clean_tokens(text, &clean);
	if (place.total == 0)
		return fail(err, ERR_USAGE, "there is no token in the text");
	tokens = rest = slice_of(clean.data, clean.length - 1);
	for (; next_part(&rest, &place.token); place.number++)
		if (!check_token(&place, err))
			return false;
	return write_normal(tokens, ret_text, ret_intake, err);
}
