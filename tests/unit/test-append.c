/* SPDX-License-Identifier: MIT */
/* Caveats added to macaroons, byte for byte as Fly's library does it. */
#include "config.h"

#include "token/armor.h"
#include "token/bundle.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

static struct json_object *upstream;
static struct json_object *extra;

/* The header with the caveats added where the location is the vectors' own. */
static bool attenuate(const struct bundle *bundle, const char *location,
		      struct slice set, struct secret *ret_header)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	struct error err;
	size_t i;

	secret_append_string(ret_header, "FlyV1 ");
	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];
		struct slice base64 = slice_of(token->text.bytes + 4,
					       token->text.length - 4);

		if (i)
			secret_append(ret_header, ",", 1);
		if (!slice_equal(token->macaroon.location,
				 slice_of_string(location))) {
			secret_append(ret_header, token->text.bytes,
				      token->text.length);
			continue;
		}
		bytes.length = 0;
		if (!macaroon_append(&token->macaroon, set, &bytes, &err))
			return false;
		armor_encode(secret_slice(&bytes), token->bytes, base64,
			     ret_header);
	}
	return true;
}

static void test_upstream_attenuations(void)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_SECRET struct secret set = SECRET_EMPTY, got = SECRET_EMPTY;
	const char *location = vectors_text(upstream, "/location");

	json_object_object_foreach(vectors_at(upstream, "/attenuation"), base,
				   cases)
	{
		ok(vectors_bundle(base, &bundle) && bundle.count == 3,
		   "a foreign token, ours, a foreign token");
		json_object_object_foreach(cases, added, expected)
		{
			vectors_base64(added, &set);
			secret_clear(&got);
			ok(attenuate(&bundle, location, secret_slice(&set),
				     &got) &&
				   strcmp(got.data, json_object_get_string(
							    expected)) == 0,
			   "%s, byte for byte", added);
		}
	}
}

/* The caveats that one macaroon has beyond another, as a set. */
static void caveats_beyond(const struct macaroon *more,
			   const struct macaroon *less, struct secret *ret_set)
{
	size_t skip = less->caveats.bytes.length;
	char head = (char)(0x90 +
			   2 * (more->caveats.count - less->caveats.count));

	secret_clear(ret_set);
	secret_append(ret_set, &head, 1);
	secret_append(ret_set, more->caveats.bytes.bytes + skip,
		      more->caveats.bytes.length - skip);
}

/* Appending what expected has beyond base gives expected, byte for byte. */
static void check_append(const struct token *base, const struct token *expected,
			 const char *name)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY, bytes = SECRET_EMPTY;
	struct error err;

	caveats_beyond(&expected->macaroon, &base->macaroon, &set);
	ok(macaroon_append(&base->macaroon, secret_slice(&set), &bytes, &err) &&
		   slice_equal(secret_slice(&bytes), expected->bytes),
	   "%s, byte for byte", name);
}

static void test_extra_attenuations(void)
{
	AUTO_BUNDLE struct bundle base = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle expected = BUNDLE_EMPTY;
	AUTO_SECRET struct secret root = SECRET_EMPTY;
	size_t i;

	vectors_base64(vectors_text(extra, "/bundle/root_key_b64"), &root);
	ok(vectors_bundle(vectors_text(extra, "/bundle/authorization_header"),
			  &base),
	   "the base");
	json_object_object_foreach(vectors_at(extra, "/bundle/attenuated"),
				   name, header)
	{
		if (!ok(vectors_bundle(json_object_get_string(header),
				       &expected),
			"%s is decoded", name))
			continue;
		for (i = 0; i + 1 < expected.count; i++) {
			ok(vectors_verify(&expected.tokens[i].macaroon,
					  secret_slice(&root)),
			   "%s: signatures", name);
			check_append(&base.tokens[0], &expected.tokens[i],
				     name);
		}
	}
}

static void test_old_nonce(void)
{
	AUTO_SECRET struct secret old = SECRET_EMPTY, set = SECRET_EMPTY;
	AUTO_SECRET struct secret wanted = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_SECRET struct secret key = SECRET_EMPTY;
	struct macaroon m;
	struct error err;

	vectors_hex(vectors_text(extra, "/v0_nonce/root_key_hex"), &key);
	vectors_base64(vectors_text(extra, "/v0_nonce/token_b64"), &old);
	vectors_base64(
		vectors_text(extra, "/v0_nonce/attenuated_action_read_b64"),
		&wanted);
	vectors_hex("921a01", &set);
	ok(macaroon_decode(secret_slice(&old), &m) && !m.is_proof &&
		   vectors_verify(&m, secret_slice(&key)),
	   "a nonce of two elements");
	ok(macaroon_append(&m, secret_slice(&set), &got, &err) &&
		   slice_equal(secret_slice(&got), secret_slice(&wanted)),
	   "stays one of two");
}

/* Sixteen elements of the flat list no longer fit the short array head. */
static void test_array_switch(void)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY, next = SECRET_EMPTY;
	AUTO_SECRET struct secret key = SECRET_EMPTY;
	struct macaroon m;
	struct error err;
	bool right = true;
	char set[5] = "\x92\x08\x91\xcc";
	size_t i;

	vectors_hex(vectors_text(extra, "/v0_nonce/root_key_hex"), &key);
	vectors_base64(vectors_text(extra, "/v0_nonce/token_b64"), &bytes);
	for (i = 2; i <= 40; i++) {
		char user[5] = {set[0], set[1], set[2], set[3],
				(char)(0x80 + i)};

		right = right && macaroon_decode(secret_slice(&bytes), &m);
		secret_clear(&next);
		right = right &&
			macaroon_append(&m, slice_of(user, 5), &next, &err) &&
			macaroon_decode(secret_slice(&next), &m) &&
			m.caveats.count == i &&
			vectors_verify(&m, secret_slice(&key));
		if (i == 7)
			ok(right && m.prefix.bytes[m.prefix.length] == 0x9e,
			   "14 elements: a short head");
		if (i == 8)
			ok(right && memcmp(m.prefix.bytes + m.prefix.length,
					   "\xdc\0\x10", 3) == 0,
			   "16 elements: a long one");
		secret_clear(&bytes);
		secret_append(&bytes, next.data, next.length);
	}
	ok(right, "up to 40 caveats, each verified");
}

static bool append_hex(const struct macaroon *m, const char *hex,
		       struct secret *ret_bytes)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct error err;

	vectors_hex(hex, &set);
	secret_clear(ret_bytes);
	return macaroon_append(m, secret_slice(&set), ret_bytes, &err);
}

static void test_append_rules(void)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_SECRET struct secret once = SECRET_EMPTY;
	struct macaroon m;

	vectors_base64(vectors_text(extra, "/v0_nonce/token_b64"), &bytes);
	ok(macaroon_decode(secret_slice(&bytes), &m), "a base");
	ok(append_hex(&m, "90", &got) &&
		   slice_equal(secret_slice(&got), secret_slice(&bytes)),
	   "an empty set changes nothing");
	ok(append_hex(&m, "9200927b1f", &got) &&
		   slice_equal(secret_slice(&got), secret_slice(&bytes)),
	   "a caveat that is there already is not added again");
	ok(append_hex(&m, "921a01", &once) &&
		   append_hex(&m, "941a011a01", &got) &&
		   slice_equal(secret_slice(&got), secret_slice(&once)),
	   "the same one twice is added once");
	ok(!append_hex(&m, "921705", &got) && !append_hex(&m, "921805", &got) &&
		   !append_hex(&m, "9219c40105", &got),
	   "attestations are refused");
	ok(!append_hex(&m, "920b93a178c40102c40102", &got),
	   "third-party caveats are refused");
	ok(!append_hex(&m, "911a", &got) && !append_hex(&m, "921a0100", &got) &&
		   !append_hex(&m, "92a17801", &got) &&
		   !append_hex(&m, "1a01", &got) && got.length == 0,
	   "what is no caveat set is refused");
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	upstream = vectors_load("macaroon-vectors.json");
	extra = vectors_load("macaroon-extra-vectors.json");
	test_upstream_attenuations();
	test_extra_attenuations();
	test_old_nonce();
	test_array_switch();
	test_append_rules();
	json_object_put(upstream);
	json_object_put(extra);
	return tap_done();
}
