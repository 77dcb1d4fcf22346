/* SPDX-License-Identifier: MIT */
/*
 * Damaged macaroons: cut off at every length, and ten thousand mutations of
 * each vector. What is still read must be consistent; nothing may crash.
 */
#include "config.h"

#include "token/grant.h"
#include "unit/damage.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

/* A window and Action r: 92 04 .. 1a 01. */
static const char added[] = "\x94\x04\x92\x01\x64\x1a\x01";

static unsigned int accepted;

/* Adding caveats never leaves more, and what is shown is read as shown. */
static bool exercise_caveats(struct caveat_list before,
			     struct caveat_list after)
{
	const struct access access = {.organization = 4721, .app = 8910};

	return caveats_survive_json(before) &&
	       (caveats_grant(after, &access).actions &
		~caveats_grant(before, &access).actions) == 0;
}

/* A macaroon that is read can be asked everything and narrowed. */
static bool exercise(struct slice bytes)
{
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	struct macaroon m, again;
	struct error err;
	uint64_t id;

	if (!macaroon_decode(bytes, &m))
		return true;
	accepted++;
	if (caveats_organization(m.caveats, &id) &&
	    !caveats_allow_organization(m.caveats, id))
		return false;
	if (caveats_app(m.caveats, &id) && !caveats_allow_app(m.caveats, id))
		return false;
	if (!macaroon_append(&m, slice_of(added, 7), &got, &err))
		return m.is_proof && got.length == 0;
	return macaroon_decode(secret_slice(&got), &again) &&
	       slice_equal(again.prefix, m.prefix) &&
	       again.caveats.count >= m.caveats.count &&
	       again.caveats.count <= m.caveats.count + 2 &&
	       caveats_expiry(again.caveats) <= 100 &&
	       exercise_caveats(m.caveats, again.caveats);
}

static bool cut_macaroon(struct slice bytes)
{
	AUTO_SECRET struct secret part = SECRET_EMPTY;
	bool refused = true;
	struct macaroon m;
	size_t length;

	for (length = 0; length < bytes.length; length++) {
		part.length = 0;
		secret_append(&part, bytes.bytes, length);
		refused = refused && !macaroon_decode(secret_slice(&part), &m);
	}
	secret_append(&part, bytes.bytes + length - 1, 1);
	refused = refused && macaroon_decode(secret_slice(&part), &m);
	secret_append(&part, "\0", 1);
	return refused && !macaroon_decode(secret_slice(&part), &m);
}

static void damage_header(const char *header, const char *name)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	bool mutated = true, cut = true;
	size_t i;

	if (!ok(vectors_bundle(header, &bundle), "%s", name))
		return;
	for (i = 0; i < bundle.count; i++) {
		mutated = mutated && damage(bundle.tokens[i].bytes, exercise);
		cut = cut && cut_macaroon(bundle.tokens[i].bytes);
	}
	ok(cut, "%s: cut off or too long is refused", name);
	ok(mutated, "%s: mutations", name);
}

/* One macaroon in base64, without a label. */
static void damage_base64(struct json_object *file, const char *pointer)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;

	vectors_base64(vectors_text(file, pointer), &bytes);
	ok(cut_macaroon(secret_slice(&bytes)),
	   "%s: cut off or too long is refused", pointer);
	ok(damage(secret_slice(&bytes), exercise), "%s: mutations", pointer);
}

static void damage_all(struct json_object *headers)
{
	json_object_object_foreach(headers, name, header)
	{
		damage_header(json_object_get_string(header), name);
	}
}

static void test_upstream(void)
{
	struct json_object *file = vectors_load("macaroon-vectors.json");

	damage_all(vectors_at(file, "/macaroons"));
	damage_header(vectors_text(file, "/with_tps"), "with_tps");
	json_object_object_foreach(vectors_at(file, "/attenuation"), base,
				   cases)
	{
		damage_header(base, "attenuation base");
		damage_all(cases);
	}
	json_object_put(file);
}

static void test_extra(void)
{
	struct json_object *file = vectors_load("macaroon-extra-vectors.json");
	const char *header = vectors_text(file, "/bundle/authorization_header");

	damage_header(header, "deploy-shaped bundle");
	damage_all(vectors_at(file, "/bundle/attenuated"));
	damage_base64(file, "/bundle/discharge_b64");
	damage_base64(file, "/bundle/discharge_bound_to_readonly_b64");
	damage_base64(file, "/bundle/discharge_short_bound_b64");
	damage_base64(file, "/v0_nonce/token_b64");
	damage_base64(file, "/v0_nonce/attenuated_action_read_b64");
	json_object_put(file);
}

static void test_narrowing(void)
{
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *cases = vectors_at(file, "/cases");
	size_t i;

	for (i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);

		damage_header(vectors_text(one, "/header"),
			      vectors_text(one, "/recipe"));
	}
	json_object_put(file);
}

/* Lengths that would make a decoder that believes them ask for gigabytes. */
static void test_bombs(void)
{
	static const struct slice bombs[] = {
		{(const uint8_t *)"\xdd\x10\0\0\0", 5},
		{(const uint8_t *)"\x94\xdd\x10\0\0\0", 6},
		{(const uint8_t *)"\x94\x93\xc4\x01x\xc4\x01x\xc2\xa1x"
				  "\xdd\xff\xff\xff\xfe",
		 16},
		{(const uint8_t *)"\x94\x93\xc6\xff\xff\xff\xff", 7},
	};
	struct macaroon m;
	size_t i;

	for (i = 0; i < sizeof(bombs) / sizeof(bombs[0]); i++)
		ok(!macaroon_decode(bombs[i], &m), "bomb %zu", i + 1);
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	test_upstream();
	test_extra();
	test_narrowing();
	test_bombs();
	ok(accepted > MUTATIONS, "%u mutations were still read", accepted);
	return tap_done();
}
