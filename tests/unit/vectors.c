/* SPDX-License-Identifier: MIT */
/* The test data in tests/data, and the checks an issuer would do with a key. */
#include "config.h"

#include "unit/vectors.h"

#include "token/encoding.h"
#include "util/alloc.h"

#include <json-c/json_pointer.h>
#include <sodium.h>
#include <stdio.h>

static void *require(void *found, const char *what)
{
	if (found == NULL) {
		printf("Bail out! no %s in the test data\n", what);
		exit(1);
	}
	return found;
}

struct json_object *vectors_load(const char *name)
{
	AUTO_FREE char *path = alloc_formatted("%s/tests/data/%s",
					       getenv("FLY_CRED_SRCDIR"), name);

	return require(json_object_from_file(path), name);
}

struct json_object *vectors_at(struct json_object *from, const char *pointer)
{
	struct json_object *found = NULL;

	if (json_pointer_get(from, pointer, &found))
		found = NULL;
	return require(found, pointer);
}

const char *vectors_text(struct json_object *from, const char *pointer)
{
	return json_object_get_string(vectors_at(from, pointer));
}

void vectors_hex(const char *hex, struct secret *ret_bytes)
{
	size_t length = strlen(hex);

	secret_clear(ret_bytes);
	secret_reserve(ret_bytes, length / 2);
	if (sodium_hex2bin((uint8_t *)ret_bytes->data, length / 2, hex, length,
			   NULL, &ret_bytes->length, NULL))
		require(NULL, "hexadecimal text");
}

void vectors_base64(const char *base64, struct secret *ret_bytes)
{
	size_t length = strlen(base64);

	secret_clear(ret_bytes);
	secret_reserve(ret_bytes, length);
	if (sodium_base642bin((uint8_t *)ret_bytes->data, length, base64,
			      length, NULL, &ret_bytes->length, NULL,
			      sodium_base64_VARIANT_ORIGINAL))
		require(NULL, "base64 text");
}

bool vectors_bundle(const char *header, struct bundle *ret_bundle)
{
	struct error err;

	return strncmp(header, "FlyV1 ", 6) == 0 &&
	       bundle_parse(slice_of_string(header + 6), ret_bundle, &err);
}

/* key may be hash itself. */
static void sign(struct slice key, struct slice head, struct slice bytes,
		 uint8_t ret_hash[MACAROON_TAIL_SIZE])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key.bytes, key.length);
	crypto_auth_hmacsha256_update(&state, head.bytes, head.length);
	crypto_auth_hmacsha256_update(&state, bytes.bytes, bytes.length);
	crypto_auth_hmacsha256_final(&state, ret_hash);
}

void vectors_tail(const struct macaroon *macaroon, struct slice key,
		  size_t caveat, uint8_t ret_tail[MACAROON_TAIL_SIZE])
{
	struct slice rest = macaroon->prefix, nonce, none = slice_of("", 0);
	struct caveat next;
	size_t fields;

	/* The prefix lacks caveats and tail: 0x94, nonce, location. */
	rest = slice_of(rest.bytes + 1, rest.length - 1);
	if (!encoding_next(&rest, &nonce))
		require(NULL, "nonce");
	sign(key, nonce, none, ret_tail);
	rest = macaroon->caveats.bytes;
	for (fields = 0; fields < caveat && caveat_next(&rest, &next); fields++)
		sign(slice_of(ret_tail, MACAROON_TAIL_SIZE),
		     slice_of("\x92", 1), next.raw, ret_tail);
}

bool vectors_verify(const struct macaroon *macaroon, struct slice key)
{
	uint8_t tail[MACAROON_TAIL_SIZE];

	vectors_tail(macaroon, key, macaroon->caveats.count, tail);
	if (macaroon->is_proof)
		sign(slice_of_string("proof-signature-finalization"),
		     slice_of(tail, sizeof(tail)), slice_of("", 0), tail);
	return slice_equal(slice_of(tail, sizeof(tail)), macaroon->tail);
}

bool vectors_unseal(struct slice sealed, const uint8_t key[32],
		    struct secret *ret_plain)
{
	const size_t nonce = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
	unsigned long long length = 0;

	secret_clear(ret_plain);
	secret_reserve(ret_plain, sealed.length);
	if (sealed.length < nonce ||
	    crypto_aead_chacha20poly1305_ietf_decrypt(
		    (uint8_t *)ret_plain->data, &length, NULL,
		    sealed.bytes + nonce, sealed.length - nonce, NULL, 0,
		    sealed.bytes, key))
		return false;
	ret_plain->length = (size_t)length;
	return true;
}

uint32_t vectors_random(uint32_t *state)
{
	*state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
	return *state >> 8;
}

static void mutate_once(struct secret *bytes, uint32_t *state)
{
	size_t at = vectors_random(state) % bytes->length;
	size_t left = bytes->length - at, size;
	char *data = bytes->data;

	switch (vectors_random(state) % 5) {
	case 0:
		data[at] = (char)vectors_random(state);
		break;
	case 1:
		data[at] ^= (char)(1U << vectors_random(state) % 8);
		break;
	case 2:
		size = 1 + vectors_random(state) % left;
		memmove(data + at, data + at + size, left - size);
		bytes->length -= size;
		break;
	case 3:
		size = 1 + vectors_random(state) % (left < 16 ? left : 16);
		secret_reserve(bytes, bytes->length + size);
		data = bytes->data;
		memmove(data + at + size, data + at, left);
		bytes->length += size;
		break;
	default:
		data[at] = "\x90\x91\x92\xdc\xdd\xdf\xc6\xdb"[vectors_random(
								      state) %
							      8];
		break;
	}
}

void vectors_mutate(struct secret *bytes, uint32_t *state)
{
	unsigned int count = 1 + vectors_random(state) % 4;

	while (count-- && bytes->length)
		mutate_once(bytes, state);
}
