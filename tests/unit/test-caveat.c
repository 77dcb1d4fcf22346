/* SPDX-License-Identifier: MIT */
/* Caveats: every type read, when they end, whom and what they name. */
#include "config.h"

#include "token/caveat.h"
#include "unit/tap.h"
#include "unit/vectors.h"

/* Points into bytes; an empty list when the set can't be read. */
static struct caveat_list list_of(const char *hex, struct secret *bytes)
{
	struct caveat_list list = {.count = 0};
	struct slice rest;

	vectors_hex(hex, bytes);
	rest = secret_slice(bytes);
	if (!caveats_read(&rest, &list) || rest.length)
		list = (struct caveat_list){.count = 0};
	return list;
}

static void test_every_type(void)
{
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	struct json_object *caveats = vectors_at(extra, "/caveats");
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	struct caveat caveat;
	size_t i;

	for (i = 0; i < json_object_array_length(caveats); i++) {
		struct json_object *one = json_object_array_get_idx(caveats, i);
		struct caveat_list list = list_of(
			vectors_text(one, "/caveat_set_hex"), &bytes);
		struct slice rest = list.bytes;

		ok(list.count == 1 && caveat_next(&rest, &caveat) &&
			   caveat.type == (uint64_t)json_object_get_int64(
						  vectors_at(one, "/type")) &&
			   caveat.raw.length == bytes.length - 1 &&
			   !caveat_next(&rest, &caveat),
		   "%s is read", vectors_text(one, "/name"));
	}
	ok(json_object_array_length(caveats) == 48, "all 48 of them");
	json_object_put(extra);
}

static void test_expiry(void)
{
	static const struct {
		const char *hex;
		int64_t expiry;
		const char *what;
	} cases[] = {
		{"90", EXPIRY_NEVER, "no caveat"},
		{"92007f1f", EXPIRY_NEVER, "no list at all"},
		{"92049200ce8aebf700", 2330720000, "one window"},
		{"94049200640492007f", 100, "the smaller of two"},
		{"940492007f04920064", 100, "in any order"},
		{"920492ffcf0000000100000000", INT64_C(4294967296), "64 bits"},
		{"92049200d3ffffffffffffffff", -1, "before 1970"},
		{"920d92920492006401", 100, "inside IfPresent"},
		{"920d92920d92920492006401"
		 "01",
		 100, "inside two of them"},
		{"940492000a0d92920492006401", 10, "outside and inside"},
		{"92049200cfffffffffffffffff", EXPIRY_UNUSABLE, "too far away"},
		{"920490", EXPIRY_UNUSABLE, "a window without fields"},
		{"9204920000", 0, "the epoch"},
		{"92049200c0", EXPIRY_UNUSABLE, "a window ending in nil"},
		{"9204a178", EXPIRY_UNUSABLE, "a window that is text"},
		{"920dc0", EXPIRY_UNUSABLE, "an IfPresent that is nil"},
		{"920d929101"
		 "01",
		 EXPIRY_UNUSABLE, "an IfPresent of half"},
		{"92cf000100000000000090", EXPIRY_NEVER, "unknown caveat"},
	};
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(caveats_expiry(list_of(cases[i].hex, &bytes)) ==
			   cases[i].expiry,
		   "expiry: %s", cases[i].what);
}

static void test_depth(void)
{
	AUTO_SECRET struct secret hex = SECRET_EMPTY, bytes = SECRET_EMPTY;
	int i;

	secret_append_string(&hex, "92");
	for (i = 0; i < 15; i++)
		secret_append_string(&hex, "0d9292");
	secret_append_string(&hex, "04920064");
	for (i = 0; i < 15; i++)
		secret_append_string(&hex, "01");
	ok(caveats_expiry(list_of(hex.data, &bytes)) == 100, "fifteen deep");
	secret_clear(&hex);
	secret_append_string(&hex, "92");
	for (i = 0; i < 5000; i++)
		secret_append_string(&hex, "0d9292");
	secret_append_string(&hex, "04920064");
	for (i = 0; i < 5000; i++)
		secret_append_string(&hex, "01");
	ok(list_of(hex.data, &bytes).count == 1 &&
		   caveats_expiry(list_of(hex.data, &bytes)) == EXPIRY_UNUSABLE,
	   "five thousand deep is refused, not followed");
}

static void test_organization(void)
{
	static const struct {
		const char *hex;
		bool allows_5;
		uint64_t only; /* 0: none */
	} cases[] = {
		{"90", true, 0},
		{"920092051f", true, 5},
		{"920092061f", false, 6},
		{"940092051f00920501", true, 5},
		{"940092051f00920601", false, 0},
		{"920092001f", true, 0},
		{"940092001f0092051f", true, 5},
		{"920d92920092051f01", true, 5},
		{"940092051f0d92920092061f01", false, 0},
		{"9200a178", false, 0},
		{"92009105", false, 0},
	};
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	uint64_t id;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct caveat_list list = list_of(cases[i].hex, &bytes);

		ok(caveats_allow_organization(list, 5) == cases[i].allows_5,
		   "organization 5 in %s", cases[i].hex);
		id = 0;
		ok(caveats_organization(list, &id) == (cases[i].only != 0) &&
			   id == cases[i].only,
		   "the only organization in %s", cases[i].hex);
	}
}

static void test_app(void)
{
	static const struct {
		const char *hex;
		bool allows_5;
		uint64_t only; /* 0: none or several */
	} cases[] = {
		{"90", true, 0},
		{"92039181051f", true, 5},
		{"92039181061f", false, 6},
		{"92039182051f061f", true, 0},
		{"94039182051f061f039181061f", false, 6},
		{"94039182051f061f039181071f", false, 0},
		{"92039181001f", true, 0},
		{"94039181001f039181051f", true, 5},
		{"92039180", false, 0},
		{"920391c0", false, 0},
		{"920d9294039181051f059182a2"
		 "7767"
		 "1fa178"
		 "1f01",
		 true, 5},
		{"94039181051f0d9292039181061f01", false, 0},
		{"92039181a1781f", false, 0},
	};
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	uint64_t id;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct caveat_list list = list_of(cases[i].hex, &bytes);

		ok(caveats_allow_app(list, 5) == cases[i].allows_5,
		   "app 5 in %s", cases[i].hex);
		id = 0;
		ok(caveats_app(list, &id) == (cases[i].only != 0) &&
			   (cases[i].only == 0 || id == cases[i].only),
		   "the only app in %s", cases[i].hex);
	}
}

static void test_shape(void)
{
	static const char *const bad[] = {"91",	  "9100",     "93001f00",
					  "9200", "92a10090", "92e01f",
					  "80",	  "c0"};
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	struct caveat_list list;
	struct slice rest;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		vectors_hex(bad[i], &bytes);
		rest = secret_slice(&bytes);
		ok(!caveats_read(&rest, &list), "%s is no caveat set", bad[i]);
	}
}

int main(void)
{
	test_every_type();
	test_expiry();
	test_depth();
	test_organization();
	test_app();
	test_shape();
	return tap_done();
}
