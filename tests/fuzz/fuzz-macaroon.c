/* SPDX-License-Identifier: MIT */
/* Fuzz target: bytes as a macaroon, and as caveats added to one. */
#include "config.h"

#include "fuzz/target.h"

#include "token/caveat-json.h"
#include "token/encoding.h"
#include "token/grant.h"
#include "token/macaroon.h"

#include <json-c/json.h>

/* An empty permission token: nonce, location, no caveats, a made-up tail. */
static const char empty[] = "\x94\x93\xc4\x01k\xc4\x01n\xc2\xa1l\x90\xc4\x20"
			    "made up, and nobody's signature!";

/* What was added is there once, and nothing else has changed. */
static void append(struct slice bytes, struct slice caveat_set)
{
	AUTO_SECRET struct secret once = SECRET_EMPTY, twice = SECRET_EMPTY;
	struct macaroon m, more;
	struct error err;

	if (!macaroon_decode(bytes, &m))
		return;
	if (!macaroon_append(&m, caveat_set, &once, &err)) {
		fuzz_require(once.length == 0);
		return;
	}
	fuzz_require(macaroon_decode(secret_slice(&once), &more));
	fuzz_require(slice_equal(more.prefix, m.prefix));
	fuzz_require(more.caveats.count >= m.caveats.count);
	fuzz_require(caveats_expiry(more.caveats) <= caveats_expiry(m.caveats));
	fuzz_require(macaroon_append(&more, caveat_set, &twice, &err));
	fuzz_require(slice_equal(secret_slice(&once), secret_slice(&twice)));
}

/* What is read back from JSON is shown as it was. */
static void show(struct slice caveat_set)
{
	const struct access access = {.organization = 4721, .app = 8910};
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct json_object *shown, *again;
	struct caveat_list list;
	struct slice rest;
	struct error err;

	if (!caveats_read(&caveat_set, &list))
		return;
	fuzz_require(caveats_grant(list, &access).actions <= 31);
	shown = caveats_to_json(list);
	if (caveats_from_json(shown, &set, &err)) {
		rest = secret_slice(&set);
		fuzz_require(caveats_read(&rest, &list) && rest.length == 0);
		again = caveats_to_json(list);
		fuzz_require(json_object_equal(shown, again));
		json_object_put(again);
	}
	json_object_put(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = slice_of(data, size);

	fuzz_require(encoding_extent(input) <= size);
	append(input, slice_of("\x94\x04\x92\x01\x64\x1a\x01", 7));
	append(slice_of(empty, sizeof(empty) - 1), input);
	show(input);
	return 0;
}
