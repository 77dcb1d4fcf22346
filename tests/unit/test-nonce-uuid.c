/* SPDX-License-Identifier: MIT */
/* The UUID of a nonce, as Fly's library has it. */
#include "config.h"

#include "token/bundle.h"
#include "token/nonce-uuid.h"
#include "unit/tap.h"
#include "unit/vectors.h"

int main(void)
{
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	const char *wanted = vectors_text(extra, "/bundle/nonce_uuid");
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_SECRET struct secret old = SECRET_EMPTY;
	char uuid[NONCE_UUID_SIZE], other[NONCE_UUID_SIZE];
	struct macaroon macaroon;

	ok(vectors_bundle(vectors_text(extra, "/bundle/authorization_header"),
			  &bundle),
	   "a bundle");
	nonce_uuid(&bundle.tokens[0].macaroon, uuid);
	ok(strcmp(uuid, wanted) == 0, "the permission token's");
	nonce_uuid(&bundle.tokens[1].macaroon, other);
	ok(strcmp(uuid, other) != 0 && other[14] == '5',
	   "the discharge has its own");
	ok(vectors_bundle(vectors_text(extra, "/bundle/attenuated/readonly"),
			  &bundle),
	   "a narrowed copy");
	nonce_uuid(&bundle.tokens[0].macaroon, uuid);
	ok(strcmp(uuid, wanted) == 0, "has the same");
	vectors_base64(vectors_text(extra, "/v0_nonce/token_b64"), &old);
	ok(macaroon_decode(secret_slice(&old), &macaroon),
	   "a nonce of two elements");
	nonce_uuid(&macaroon, other);
	ok(strlen(other) == 36 && other[14] == '5', "has one too");
	json_object_put(extra);
	return tap_done();
}
