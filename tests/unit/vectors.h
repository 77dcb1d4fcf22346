/* SPDX-License-Identifier: MIT */
/* The test data in tests/data, and the checks an issuer would do with a key. */
#ifndef FC_VECTORS_H
#define FC_VECTORS_H

#include "token/bundle.h"

#include <json-c/json.h>

/* That file of tests/data; the caller puts it. Ends the test when it fails. */
struct json_object *vectors_load(const char *name);

/* What a JSON pointer (RFC 6901) leads to; ends the test when it fails. */
struct json_object *vectors_at(struct json_object *from, const char *pointer);
const char *vectors_text(struct json_object *from, const char *pointer);

/* Replace what bytes held. */
void vectors_hex(const char *hex, struct secret *ret_bytes);
void vectors_base64(const char *base64, struct secret *ret_bytes);

/* Parses a header, "FlyV1 " included; text must outlive the bundle. */
bool vectors_bundle(const char *header, struct bundle *ret_bundle);

/* Whether the macaroon's chain of signatures begins with that key. */
bool vectors_verify(const struct macaroon *macaroon, struct slice key);

/* The signature before the caveat of that number; 0 is that of the nonce. */
void vectors_tail(const struct macaroon *macaroon, struct slice key,
		  size_t caveat, uint8_t ret_tail[MACAROON_TAIL_SIZE]);

/* Opens nonce, ciphertext and tag; false when the key is another one. */
bool vectors_unseal(struct slice sealed, const uint8_t key[32],
		    struct secret *ret_plain);

/* The next of a seeded series of numbers. */
uint32_t vectors_random(uint32_t *state);

/* Changes, drops, doubles or inserts a few bytes. */
void vectors_mutate(struct secret *bytes, uint32_t *state);

#endif
