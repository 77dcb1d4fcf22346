/* SPDX-License-Identifier: MIT */
/*
 * Damaged tokens: cut off at every length, and ten thousand seeded mutations
 * of each vector. What is still read must be consistent; nothing may crash.
 */
#include "config.h"

#include "token/caveat-json.h"
#include "token/grant.h"
#include "token/intake.h"
#include "token/narrow.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

#define MUTATIONS 10000

/* A window and Action r: 92 04 .. 1a 01. */
static const char added[] = "\x94\x04\x92\x01\x64\x1a\x01";

static unsigned int accepted;

/* Adding caveats never leaves more, and what is shown is read as shown. */
static bool exercise_caveats(struct caveat_list before,
			     struct caveat_list after)
{
	const struct access access = {.organization = 4721, .app = 8910};
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct json_object *shown = caveats_to_json(before), *again = NULL;
	struct caveat_list list;
	struct error err;
	bool fine = true;

	if (caveats_from_json(shown, &set, &err)) {
		struct slice rest = secret_slice(&set);

		fine = caveats_read(&rest, &list);
		if (fine)
			again = caveats_to_json(list);
		fine = fine && json_object_equal(shown, again);
	}
	json_object_put(shown);
	json_object_put(again);
	return fine && (caveats_grant(after, &access).actions &
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

/* Exact sizes on the heap, so that a sanitizer sees the first byte beyond. */
static bool exercise_copy(const struct secret *bytes)
{
	uint8_t *copy = malloc(bytes->length ? bytes->length : 1);
	bool fine;

	memcpy(copy, secret_text(bytes), bytes->length);
	fine = exercise(slice_of(copy, bytes->length));
	free(copy);
	return fine;
}

static bool mutate_macaroon(struct slice bytes, uint32_t *state)
{
	AUTO_SECRET struct secret changed = SECRET_EMPTY;
	bool fine = true;
	int i;

	secret_reserve(&changed, bytes.length + 256);
	for (i = 0; fine && i < MUTATIONS; i++) {
		changed.length = 0;
		secret_append(&changed, bytes.bytes, bytes.length);
		vectors_mutate(&changed, state);
		fine = exercise_copy(&changed);
	}
	return fine;
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
	uint32_t state = 20260101;
	size_t i;

	if (!ok(vectors_bundle(header, &bundle), "%s", name))
		return;
	for (i = 0; i < bundle.count; i++) {
		mutated = mutated &&
			  mutate_macaroon(bundle.tokens[i].bytes, &state);
		cut = cut && cut_macaroon(bundle.tokens[i].bytes);
	}
	ok(cut, "%s: cut off or too long is refused", name);
	ok(mutated, "%s: mutations", name);
}

/* Text through intake, and what passes through bundle and narrowing. */
static bool mutate_text(const char *header)
{
	const struct narrowing narrowing = {RECIPE_READONLY, {0, 0}, {1, 100}};
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	AUTO_SECRET struct secret narrowed = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct intake intake;
	struct error err;
	uint32_t state = 7;
	int i;

	for (i = 0; i < MUTATIONS; i++) {
		text.length = normal.length = 0;
		secret_append_string(&text, header);
		vectors_mutate(&text, &state);
		if (!intake_normalize(secret_slice(&text), &normal, &intake,
				      &err))
			continue;
		if (!bundle_parse(secret_slice(&normal), &bundle, &err))
			return false;
		narrowed.length = 0;
		if (bundle_narrow(&bundle, &narrowing, &narrowed, &err) &&
		    (!bundle_parse(secret_slice(&narrowed), &bundle, &err) ||
		     bundle_expiry(&bundle, narrowing.audience) > 100))
			return false;
	}
	return true;
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
	ok(mutate_text(vectors_text(file, "/with_tps")), "its text");
	json_object_put(file);
}

static void test_extra(void)
{
	struct json_object *file = vectors_load("macaroon-extra-vectors.json");
	const char *header = vectors_text(file, "/bundle/authorization_header");

	damage_header(header, "deploy-shaped bundle");
	damage_all(vectors_at(file, "/bundle/attenuated"));
	ok(mutate_text(header), "its text");
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
