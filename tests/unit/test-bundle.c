/* SPDX-License-Identifier: MIT */
/* Bundles: what is in them and when they end, stale discharges included. */
#include "config.h"

#include "token/bundle.h"
#include "unit/mint.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static const struct audience anyone;

static bool parse(const struct secret *text, struct bundle *bundle)
{
	struct error err;

	return bundle_parse(secret_slice(text), bundle, &err);
}

/* Parses, forgets the text afterwards. */
static int64_t expiry_of(struct secret *text, struct audience audience)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	int64_t expiry = 1;

	if (parse(text, &bundle))
		expiry = bundle_expiry(&bundle, audience);
	secret_clear(text);
	return expiry;
}

static void test_kinds(void)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct error err;

	mint_permission(1, ORGANIZATION("05"), &text);
	mint_discharge("0a", 0, "", &text);
	mint_permission(0, "", &text);
	secret_append_string(&text, ",fo1_abc");
	ok(parse(&text, &bundle) && bundle.count == 4, "four tokens");
	ok(bundle_count(&bundle, TOKEN_PERMISSION) == 2 &&
		   bundle_count(&bundle, TOKEN_DISCHARGE) == 1 &&
		   bundle_count(&bundle, TOKEN_OAUTH) == 1,
	   "of three kinds");
	ok(bundle.tokens[3].text.length == 7, "each with its own text");
	ok(bundle_parse(slice_of("", 0), &bundle, &err) && bundle.count == 0,
	   "no text, no tokens");
	secret_append_string(&text, ",fm2_AAAA");
	err.message[0] = '\0';
	ok(!bundle_parse(secret_slice(&text), &bundle, &err) &&
		   err.code == ERR_CORRUPT && bundle.count == 0 &&
		   strstr(err.message, "5 of 5") &&
		   !strstr(err.message, "AAAA"),
	   "a damaged one is named by its place");
	bundle_clear(&bundle);
	ok(bundle.tokens == NULL && bundle.decoded.data == NULL,
	   "cleared twice is cleared");
}

static void test_vector(void)
{
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	uint64_t id = 0;

	ok(vectors_bundle(vectors_text(extra, "/bundle/authorization_header"),
			  &bundle) &&
		   bundle_expiry(&bundle, anyone) ==
			   json_object_get_int64(vectors_at(
				   extra, "/bundle/discharge_expiration_unix")),
	   "the deploy-shaped bundle ends with its discharge");
	ok(bundle_organization(&bundle, &id) && id == 4721, "organization");
	ok(bundle_app(&bundle, &id) && id == 8910, "app");
	ok(!bundle_lacks_discharge(&bundle), "it lacks nothing");
	ok(vectors_bundle(
		   vectors_text(extra, "/bundle/attenuated/validity_window"),
		   &bundle) &&
		   bundle_expiry(&bundle, anyone) == 1800000000,
	   "an added window ends it earlier");
	ok(vectors_bundle(vectors_text(extra, "/bundle/attenuated/ssh"),
			  &bundle) &&
		   bundle_expiry(&bundle, anyone) == 2330720000 &&
		   bundle_app(&bundle, &id) && id == 8910,
	   "two permission tokens share a discharge");
	json_object_put(extra);
}

static void test_expiry(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	mint_permission(0, "", &text);
	ok(expiry_of(&text, anyone) == EXPIRY_NEVER, "no window at all");
	mint_permission(1, WINDOW("64"), &text);
	ok(expiry_of(&text, anyone) == 100, "its own window");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(expiry_of(&text, anyone) == EXPIRY_UNUSABLE, "no discharge");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0b", 1, WINDOW("64"), &text);
	ok(expiry_of(&text, anyone) == EXPIRY_UNUSABLE, "only another's");
	mint_permission(2, WINDOW("32") THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	ok(expiry_of(&text, anyone) == 50, "its window before the discharge's");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 2, WINDOW("64") WINDOW("32"), &text);
	ok(expiry_of(&text, anyone) == 50, "the smallest window in it");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, WINDOW("0a"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	mint_discharge("0a", 1, WINDOW("14"), &text);
	ok(expiry_of(&text, anyone) == 100, "stale discharges do no harm");
	mint_permission(2, THIRD_PARTY("0a") THIRD_PARTY("0b"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	mint_discharge("0b", 1, WINDOW("32"), &text);
	ok(expiry_of(&text, anyone) == 50, "of two tickets the earlier");
	mint_permission(2, THIRD_PARTY("0a") THIRD_PARTY("0b"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	ok(expiry_of(&text, anyone) == EXPIRY_UNUSABLE, "one of them missing");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, THIRD_PARTY("0b"), &text);
	mint_discharge("0b", 1, WINDOW("64"), &text);
	ok(expiry_of(&text, anyone) == EXPIRY_UNUSABLE,
	   "discharges don't nest");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 0, "", &text);
	ok(expiry_of(&text, anyone) == EXPIRY_NEVER, "a discharge for ever");
	mint_permission(1, WINDOW("64"), &text);
	mint_permission(1, WINDOW("7f"), &text);
	mint_permission(1, WINDOW("0a"), &text);
	ok(expiry_of(&text, anyone) == 127, "the latest permission token");
	secret_append_string(&text, "fo1_abc");
	ok(expiry_of(&text, anyone) == EXPIRY_UNUSABLE, "OAuth tells nothing");
}

static void test_audience(void)
{
	AUTO_SECRET struct secret both = SECRET_EMPTY, text = SECRET_EMPTY;
	struct audience org_5 = {5, 0}, org_6 = {6, 0}, org_7 = {7, 0};
	struct audience app_9 = {5, 9}, app_8 = {0, 8};
	static const struct {
		size_t audience;
		int64_t expiry;
		const char *what;
	} cases[] = {
		{0, 100, "organization 5"},  {1, 127, "organization 6"},
		{2, INT64_MIN, "a third"},   {3, 100, "app 9 of 5"},
		{4, 127, "app 8 of either"},
	};
	struct audience audiences[] = {org_5, org_6, org_7, app_9, app_8};
	size_t i;

	mint_permission(3, ORGANIZATION("05") APP("09") WINDOW("64"), &both);
	mint_permission(2, ORGANIZATION("06") WINDOW("7f"), &both);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		secret_append(&text, both.data, both.length);
		ok(expiry_of(&text, audiences[cases[i].audience]) ==
			   cases[i].expiry,
		   "expiry for %s", cases[i].what);
	}
}

static void test_common(void)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	uint64_t id = 1;

	mint_permission(2, ORGANIZATION("05") APP("09"), &text);
	mint_permission(2, ORGANIZATION("05") APP("08"), &text);
	ok(parse(&text, &bundle) && bundle_organization(&bundle, &id) &&
		   id == 5 && !bundle_app(&bundle, &id),
	   "one organization, two apps");
	mint_permission(1, ORGANIZATION("06"), &text);
	ok(parse(&text, &bundle) && !bundle_organization(&bundle, &id),
	   "two organizations");
	secret_clear(&text);
	secret_append_string(&text, "fo1_abc");
	ok(parse(&text, &bundle) && !bundle_organization(&bundle, &id) &&
		   !bundle_app(&bundle, &id),
	   "an OAuth token names none");
	secret_clear(&text);
	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(parse(&text, &bundle) && bundle_lacks_discharge(&bundle),
	   "a ticket without discharge");
	mint_discharge("0a", 0, "", &text);
	ok(parse(&text, &bundle) && !bundle_lacks_discharge(&bundle),
	   "and with it");
	mint_permission(1, "0ba178", &text);
	ok(parse(&text, &bundle) && bundle_lacks_discharge(&bundle),
	   "a ticket that can't be read");
}

int main(void)
{
	test_kinds();
	test_vector();
	test_expiry();
	test_audience();
	test_common();
	return tap_done();
}
