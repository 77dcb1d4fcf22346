/* SPDX-License-Identifier: MIT */
/* Fuzz target: text through intake, bundle and narrowing. */
#include "config.h"

#include "fuzz/target.h"

#include "token/intake.h"
#include "token/narrow.h"

static void narrow(const struct bundle *bundle)
{
	static const struct narrowing narrowing = {
		RECIPE_DOCKER_IMAGES, {4721, 8910}, {1, 100}};
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle narrowed = BUNDLE_EMPTY;
	struct error err;

	if (!bundle_narrow(bundle, &narrowing, &text, &err)) {
		fuzz_require(text.length == 0);
		return;
	}
	fuzz_require(bundle_parse(secret_slice(&text), &narrowed, &err));
	fuzz_require(bundle_count(&narrowed, TOKEN_OAUTH) == 0);
	fuzz_require(bundle_expiry(&narrowed, narrowing.audience) <= 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_SECRET struct secret normal = SECRET_EMPTY, again = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct intake intake;
	struct error err;
	uint64_t id;

	if (!intake_normalize(slice_of(data, size), &normal, &intake, &err)) {
		fuzz_require(normal.length == 0);
		return 0;
	}
	fuzz_require(
		intake_normalize(secret_slice(&normal), &again, &intake, &err));
	fuzz_require(slice_equal(secret_slice(&normal), secret_slice(&again)));
	fuzz_require(bundle_parse(secret_slice(&normal), &bundle, &err));
	if (bundle_organization(&bundle, &id))
		fuzz_require(id != 0);
	if (bundle_app(&bundle, &id))
		fuzz_require(id != 0);
	narrow(&bundle);
	return 0;
}
