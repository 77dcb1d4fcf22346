/* SPDX-License-Identifier: MIT */
/* Caveats to Fly's JSON form and back, byte for byte as Fly's library. */
#include "config.h"

#include "token/bundle.h"
#include "token/caveat-json.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static struct json_object *upstream;
static struct json_object *extra;
static struct json_object *narrowing;

static void object_clear(struct json_object **object)
{
	json_object_put(*object);
}

#define AUTO_JSON CLEANUP(object_clear)

/* What is written is compared as text read again, as a reader has it. */
static struct json_object *as_read(struct json_object *written)
{
	return json_tokener_parse(json_object_to_json_string(written));
}

static bool writes(struct slice set, struct json_object *wanted)
{
	AUTO_JSON struct json_object *got = NULL, *again = NULL;
	struct caveat_list list;

	if (!caveats_read(&set, &list))
		return false;
	got = caveats_to_json(list);
	again = as_read(got);
	return json_object_equal(again, wanted);
}

static bool reads(struct json_object *json, struct slice wanted)
{
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	struct error err;

	return caveats_from_json(json, &got, &err) &&
	       slice_equal(secret_slice(&got), wanted);
}

/*
 * Some can't come back: "rwcdC" stands for 0x1f as well as for every bit there
 * is, and json-c reads no number of more than 64 bits.
 */
static bool is_one_way(const char *name)
{
	return strcmp(name, "Organization_star_mask") == 0 ||
	       strcmp(name, "Apps_sorted") == 0 ||
	       strcmp(name, "GoogleUserID") == 0;
}

static void test_every_type(void)
{
	struct json_object *caveats = vectors_at(extra, "/caveats");
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	size_t count = json_object_array_length(caveats), i;

	for (i = 0; i < count; i++) {
		struct json_object *one = json_object_array_get_idx(caveats, i);
		const char *name = vectors_text(one, "/name");
		struct json_object *json = vectors_at(one, "/json");

		vectors_hex(vectors_text(one, "/caveat_set_hex"), &set);
		ok(writes(secret_slice(&set), json), "%s to JSON", name);
		ok(reads(json, secret_slice(&set)) != is_one_way(name),
		   "%s from JSON, byte for byte", name);
	}
	ok(count == 48, "48 encodings");
}

static void test_recipes(void)
{
	struct json_object *cases = vectors_at(narrowing, "/cases");
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	size_t count = json_object_array_length(cases), i;

	for (i = 0; i < count; i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);
		struct json_object *json = vectors_at(one, "/caveats");

		vectors_hex(vectors_text(one, "/caveats_msgpack_hex"), &set);
		ok(writes(secret_slice(&set), json) &&
			   reads(json, secret_slice(&set)),
		   "%s, both ways", vectors_text(one, "/recipe"));
	}
	ok(count == 16, "sixteen recipes");
}

/* Those that are only in Fly's tests have numbers from 2^48 on. */
static bool is_real(struct slice set)
{
	struct caveat_list list;
	struct caveat caveat;

	return caveats_read(&set, &list) && caveat_next(&list.bytes, &caveat) &&
	       caveat.type < 1 << 16;
}

static void test_upstream(void)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	size_t real = 0, other = 0;

	json_object_object_foreach(vectors_at(upstream, "/caveats"), name, text)
	{
		AUTO_JSON struct json_object *json = NULL;
		struct json_object *reason = NULL;
		struct caveat_list list;
		struct slice rest;

		vectors_base64(json_object_get_string(text), &set);
		rest = secret_slice(&set);
		if (!caveats_read(&rest, &list))
			continue;
		json = caveats_to_json(list);
		if (!is_real(secret_slice(&set))) {
			json_object_object_get_ex(
				json_object_array_get_idx(json, 0), "undecoded",
				&reason);
			ok(reason &&
				   strcmp(json_object_get_string(reason),
					  "unknown type") == 0 &&
				   !reads(json, secret_slice(&set)),
			   "%s: shown as unknown, not read", name);
			other++;
			continue;
		}
		ok(reads(json, secret_slice(&set)) != is_one_way(name),
		   "%s to JSON and back", name);
		real++;
	}
	ok(real == 12 && other == 12, "twelve real ones, twelve for tests");
}

/* What Fly's own program prints of a whole token. */
static void test_debug(void)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct json_object *wanted = vectors_at(extra, "/bundle/debug_json");
	size_t i;

	if (!ok(vectors_bundle(
			vectors_text(extra, "/bundle/authorization_header"),
			&bundle) &&
			bundle.count == 2,
		"a permission token and its discharge"))
		return;
	for (i = 0; i < bundle.count; i++) {
		struct json_object *one = json_object_array_get_idx(wanted, i);
		AUTO_JSON struct json_object *got = caveats_to_json(
			bundle.tokens[i].macaroon.caveats);

		ok(json_object_equal(got, vectors_at(one, "/caveats")),
		   "caveats of token %zu", i + 1);
	}
}

static const struct {
	const char *hex;
	const char *json;
	const char *what;
} shown[] = {
	{"92ce0001234502",
	 "[{\"type\":\"74565\",\"body\":\"Ag==\","
	 "\"undecoded\":\"unknown type\"}]",
	 "an unknown type"},
	{"92009104",
	 "[{\"type\":\"0\",\"body\":\"kQQ=\","
	 "\"undecoded\":\"unexpected body\"}]",
	 "too few fields"},
	{"920f91a1ff",
	 "[{\"type\":\"15\",\"body\":\"kaH/\","
	 "\"undecoded\":\"unexpected body\"}]",
	 "text that is none"},
	{"920f91a100",
	 "[{\"type\":\"15\",\"body\":\"kaEA\","
	 "\"undecoded\":\"unexpected body\"}]",
	 "a NUL in text"},
	{"920d9292ce000123450201",
	 "[{\"type\":\"IfPresent\",\"body\":{\"ifs\":[{\"type\":\"74565\","
	 "\"body\":\"Ag==\",\"undecoded\":\"unknown type\"}],\"else\":\"r\"}}]",
	 "an unknown type inside IfPresent"},
	{"9219c400", "[{\"type\":\"GoogleUserID\",\"body\":0}]",
	 "a number of no bytes"},
	{"92039281", NULL, "a body cut off"},
};

static void test_shown(void)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	size_t i;

	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		AUTO_JSON struct json_object *wanted = NULL;

		if (shown[i].json)
			wanted = json_tokener_parse(shown[i].json);
		vectors_hex(shown[i].hex, &set);
		ok(writes(secret_slice(&set), wanted) == (wanted != NULL),
		   "shown: %s", shown[i].what);
	}
}

int main(void)
{
	upstream = vectors_load("macaroon-vectors.json");
	extra = vectors_load("macaroon-extra-vectors.json");
	narrowing = vectors_load("narrowing.json");
	test_every_type();
	test_recipes();
	test_upstream();
	test_debug();
	test_shown();
	json_object_put(upstream);
	json_object_put(extra);
	json_object_put(narrowing);
	return tap_done();
}
