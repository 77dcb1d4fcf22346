/* SPDX-License-Identifier: MIT */
/* Narrowing: the headers Fly's library judged, and what is left out. */
#include "config.h"

#include "token/lineage.h"
#include "token/narrow.h"
#include "unit/mint.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

static const struct audience anyone;

/* The header of the case of that base whose recipe is "none". */
static const char *base_header(struct json_object *cases, const char *base)
{
	size_t i;

	for (i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);

		if (strcmp(vectors_text(one, "/base"), base) == 0 &&
		    strcmp(vectors_text(one, "/recipe"), "none") == 0)
			return vectors_text(one, "/header");
	}
	return "";
}

static void test_headers(void)
{
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *cases = vectors_at(file, "/cases");
	AUTO_SECRET struct secret set = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_SECRET struct secret key = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle narrowed = BUNDLE_EMPTY;
	struct error err;
	size_t i;

	vectors_hex(vectors_text(file, "/key_hex"), &key);
	for (i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);
		const char *base = vectors_text(one, "/base");
		const char *header = vectors_text(one, "/header");

		vectors_hex(vectors_text(one, "/caveats_msgpack_hex"), &set);
		secret_clear(&got);
		ok(vectors_bundle(base_header(cases, base), &bundle) &&
			   bundle_append(&bundle, anyone, secret_slice(&set),
					 &got, &err) &&
			   strcmp(got.data, header + 6) == 0,
		   "%s token, %s: the header", base,
		   vectors_text(one, "/recipe"));
		ok(vectors_bundle(header, &narrowed) &&
			   vectors_verify(&narrowed.tokens[0].macaroon,
					  secret_slice(&key)),
		   "and its signatures");
	}
	ok(json_object_array_length(cases) == 16, "sixteen cases");
	json_object_put(file);
}

/* Recipe and window, in that order, on a whole bundle; its discharge kept. */
static void test_deploy_bundle(void)
{
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	const char *header = vectors_text(extra,
					  "/bundle/authorization_header");
	struct narrowing narrowing = {
		RECIPE_DOCKER, {4721, 8910}, {1700000000, 1800000000}};
	AUTO_SECRET struct secret got = SECRET_EMPTY, root = SECRET_EMPTY;
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle narrowed = BUNDLE_EMPTY;
	const struct macaroon *before, *after;
	struct error err;

	vectors_base64(vectors_text(extra, "/bundle/root_key_b64"), &root);
	vectors_hex("0d9296039181cd22ce030791800291800104"
		    "92ce6553f100ce6b49d200",
		    &set);
	ok(vectors_bundle(header, &bundle) &&
		   bundle_narrow(&bundle, &narrowing, &got, &err) &&
		   bundle_parse(secret_slice(&got), &narrowed, &err) &&
		   narrowed.count == 2,
	   "a deploy-shaped bundle is narrowed");
	before = &bundle.tokens[0].macaroon;
	after = &narrowed.tokens[0].macaroon;
	ok(after->caveats.count == 5 &&
		   memcmp(after->caveats.bytes.bytes,
			  before->caveats.bytes.bytes,
			  before->caveats.bytes.length) == 0,
	   "old caveats first");
	ok(slice_equal(slice_of(after->caveats.bytes.bytes +
					before->caveats.bytes.length,
				after->caveats.bytes.length -
					before->caveats.bytes.length),
		       secret_slice(&set)),
	   "then the recipe, then the window");
	ok(vectors_verify(after, secret_slice(&root)), "signatures");
	ok(slice_equal(narrowed.tokens[1].text, bundle.tokens[1].text),
	   "the discharge's text is unchanged");
	ok(bundle_expiry(&narrowed, narrowing.audience) == 1800000000,
	   "it ends with the window");
	json_object_put(extra);
}

static void test_lineage(void)
{
	struct json_object *cases = vectors_load("narrowing.json");
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	AUTO_BUNDLE struct bundle issued = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle narrowed = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle other = BUNDLE_EMPTY, none = BUNDLE_EMPTY;
	struct json_object *last = vectors_at(cases, "/cases/15");

	ok(vectors_bundle(base_header(vectors_at(cases, "/cases"),
				      vectors_text(last, "/base")),
			  &issued) &&
		   vectors_bundle(vectors_text(last, "/header"), &narrowed) &&
		   bundle_stems_from(&narrowed, &issued) &&
		   bundle_stems_from(&issued, &issued),
	   "what was narrowed stems from what it was");
	ok(vectors_bundle(vectors_text(extra, "/bundle/authorization_header"),
			  &other) &&
		   !bundle_stems_from(&other, &issued) &&
		   !bundle_stems_from(&narrowed, &other),
	   "and from nothing else");
	ok(!bundle_stems_from(&none, &issued) &&
		   !bundle_stems_from(&issued, &none),
	   "no token stems from none, nor none from one");
	json_object_put(extra);
	json_object_put(cases);
}

static bool narrow(const struct secret *text, struct audience audience,
		   enum recipe recipe, struct secret *ret_text,
		   struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct narrowing narrowing = {recipe, audience, {1, 100}};

	return bundle_parse(secret_slice(text), &bundle, err) &&
	       bundle_narrow(&bundle, &narrowing, ret_text, err);
}

/* How many tokens of each kind are left: "2 permission, 1 discharge". */
static bool left(const struct secret *text, struct audience audience,
		 enum recipe recipe, size_t permissions, size_t discharges)
{
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct error err;
	size_t i;

	if (!narrow(text, audience, recipe, &got, &err) ||
	    !bundle_parse(secret_slice(&got), &bundle, &err))
		return false;
	for (i = 0; i < bundle.count; i++)
		if (bundle.tokens[i].kind !=
		    (i < permissions ? TOKEN_PERMISSION : TOKEN_DISCHARGE))
			return false;
	return bundle.count == permissions + discharges;
}

/* Narrowed in parts or whole: the same text. */
static bool same_in_parts(const struct secret *text, struct audience audience)
{
	AUTO_SECRET struct secret permissions = SECRET_EMPTY;
	AUTO_SECRET struct secret discharges = SECRET_EMPTY;
	AUTO_SECRET struct secret whole = SECRET_EMPTY, parts = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct error err;

	if (!bundle_parse(secret_slice(text), &bundle, &err) ||
	    !bundle_split(&bundle, audience, &permissions, &discharges, &err) ||
	    !narrow(&permissions, audience, RECIPE_WINDOW, &parts, &err) ||
	    !narrow(text, audience, RECIPE_WINDOW, &whole, &err))
		return false;
	if (discharges.length)
		secret_append(&parts, ",", 1);
	secret_append(&parts, discharges.data, discharges.length);
	return slice_equal(secret_slice(&parts), secret_slice(&whole));
}

static void test_left_out(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct audience org_5 = {5, 0}, org_6 = {6, 0}, app_9 = {5, 9};

	mint_discharge("0b", 0, "", &text);
	mint_permission(2, ORGANIZATION("05") THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 0, "", &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	mint_permission(2, ORGANIZATION("06") THIRD_PARTY("0b"), &text);
	mint_permission(2, ORGANIZATION("05") APP("08"), &text);
	mint_discharge("0c", 0, "", &text);
	secret_append_string(&text, ",fo1_abc");
	ok(left(&text, anyone, RECIPE_READONLY, 3, 3),
	   "OAuth and discharges of nothing are left out");
	ok(left(&text, org_5, RECIPE_WINDOW, 2, 2), "one organization's");
	ok(left(&text, org_6, RECIPE_WINDOW, 1, 1), "the other's");
	ok(left(&text, app_9, RECIPE_DOCKER, 1, 2), "what can be for the app");
	ok(same_in_parts(&text, anyone) && same_in_parts(&text, org_5) &&
		   same_in_parts(&text, org_6) && same_in_parts(&text, app_9),
	   "split first, it comes to the same");
	secret_clear(&text);
	mint_permission(1, ORGANIZATION("05"), &text);
	ok(same_in_parts(&text, org_5), "also where there is no discharge");
	ok(!same_in_parts(&text, org_6), "nothing to split is refused");
}

static bool refused(const struct secret *text, struct audience audience,
		    enum recipe recipe, enum error_code code)
{
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	struct error err;

	secret_append_string(&got, "before");
	return !narrow(text, audience, recipe, &got, &err) &&
	       err.code == code && strcmp(got.data, "before") == 0;
}

static void test_nothing_left(void)
{
	static const struct minted proof = {LOCATION_PERMISSION, "abcd", true,
					    0, ""};
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct audience org_7 = {7, 0}, app_9 = {5, 9};

	mint_permission(2, ORGANIZATION("05") APP("08"), &text);
	ok(refused(&text, org_7, RECIPE_WINDOW, ERR_DENIED),
	   "a foreign organization");
	ok(refused(&text, app_9, RECIPE_APP, ERR_DENIED), "a foreign app");
	ok(refused(&text, anyone, RECIPE_APP, ERR_FAILED),
	   "a recipe for an app without an app");
	mint(&proof, &text);
	ok(left(&text, anyone, RECIPE_WINDOW, 1, 0),
	   "what is final is not handed out wide");
	secret_clear(&text);
	mint(&proof, &text);
	ok(refused(&text, anyone, RECIPE_WINDOW, ERR_DENIED), "only final");
	secret_clear(&text);
	secret_append_string(&text, "fo1_abc");
	ok(refused(&text, anyone, RECIPE_WINDOW, ERR_DENIED), "only OAuth");
	secret_clear(&text);
	mint_discharge("0a", 0, "", &text);
	ok(refused(&text, anyone, RECIPE_WINDOW, ERR_DENIED),
	   "only a discharge");
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	test_headers();
	test_deploy_bundle();
	test_lineage();
	test_left_out();
	test_nothing_left();
	return tap_done();
}
