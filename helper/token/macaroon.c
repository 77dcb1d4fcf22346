/* SPDX-License-Identifier: MIT */
/* One macaroon: taken apart, and narrowed by adding caveats. */
#include "config.h"

#include "token/macaroon.h"

#include "token/encoding.h"

#include <msgpack.h>
#include <sodium.h>
#include <string.h>

static bool decode_nonce(struct slice *rest, struct macaroon *ret_macaroon)
{
	struct slice kid, proof, random;
	size_t fields;

	if (!encoding_array(rest, &fields) || fields < 2 || fields > 3 ||
	    !encoding_next(rest, &kid) ||
	    !encoding_bytes(kid, &ret_macaroon->kid) ||
	    !encoding_next(rest, &random) ||
	    !encoding_bytes(random, &ret_macaroon->random))
		return false;
	ret_macaroon->is_proof = false;
	return fields == 2 ||
	       (encoding_next(rest, &proof) &&
		encoding_boolean(proof, &ret_macaroon->is_proof));
}

bool macaroon_decode(struct slice bytes, struct macaroon *ret_macaroon)
{
	struct slice rest = bytes, location, tail;
	struct macaroon macaroon;
	size_t fields;

	if (!encoding_array(&rest, &fields) || fields != 4 ||
	    !decode_nonce(&rest, &macaroon) ||
	    !encoding_next(&rest, &location) ||
	    !encoding_bytes(location, &macaroon.location))
		return false;
	macaroon.prefix = slice_of(bytes.bytes, bytes.length - rest.length);
	if (!caveats_read(&rest, &macaroon.caveats) ||
	    !encoding_next(&rest, &tail) ||
	    !encoding_bytes(tail, &macaroon.tail) ||
	    macaroon.tail.length != MACAROON_TAIL_SIZE || rest.length)
		return false;
	*ret_macaroon = macaroon;
	return true;
}

/*
 * Appends those of additions that neither the macaroon nor they had before, or
 * says why they can't be added.
 */
static bool collect_additions(const struct macaroon *macaroon,
			      struct slice additions, struct secret *ret_kept,
			      size_t *ret_count, struct error *err)
{
	struct caveat caveat;

	*ret_count = 0;
	while (caveat_next(&additions, &caveat)) {
		struct caveat_list kept = {.bytes = secret_slice(ret_kept)};

		if (caveats_contain(macaroon->caveats, caveat.raw) ||
		    caveats_contain(kept, caveat.raw))
			continue;
		if (caveat.type == CAVEAT_THIRD_PARTY ||
		    (caveat.type >= CAVEAT_FLYIO_USER &&
		     caveat.type <= CAVEAT_GOOGLE_USER))
			return fail(err, ERR_FAILED,
				    "a caveat of type %u can't be added to a "
				    "finished token",
				    (unsigned int)caveat.type);
		secret_append(ret_kept, caveat.raw.bytes, caveat.raw.length);
		++*ret_count;
	}
	return true;
}

/*
 * Each tail is the key of the next, and what is signed is a caveat set of that
 * one caveat, whose array head is not in the list (macaroon.go, Add).
 */
static void sign_caveat(uint8_t tail[MACAROON_TAIL_SIZE], struct slice raw)
{
	static const uint8_t array_of_two = 0x92;
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, tail, MACAROON_TAIL_SIZE);
	crypto_auth_hmacsha256_update(&state, &array_of_two, 1);
	crypto_auth_hmacsha256_update(&state, raw.bytes, raw.length);
	crypto_auth_hmacsha256_final(&state, tail);
	explicit_bzero(&state, sizeof(state));
}

static void write_macaroon(const struct macaroon *macaroon,
			   struct slice additions, size_t count,
			   struct secret *ret_bytes)
{
	uint8_t tail[MACAROON_TAIL_SIZE];
	struct msgpack_packer packer;
	struct caveat caveat;

	memcpy(tail, macaroon->tail.bytes, sizeof(tail));
	msgpack_packer_init(&packer, ret_bytes, encoding_write);
	secret_append(ret_bytes, macaroon->prefix.bytes,
		      macaroon->prefix.length);
	msgpack_pack_array(&packer, 2 * (macaroon->caveats.count + count));
	secret_append(ret_bytes, macaroon->caveats.bytes.bytes,
		      macaroon->caveats.bytes.length);
	secret_append(ret_bytes, additions.bytes, additions.length);
	while (caveat_next(&additions, &caveat))
		sign_caveat(tail, caveat.raw);
	msgpack_pack_bin_with_body(&packer, tail, sizeof(tail));
	explicit_bzero(tail, sizeof(tail));
}

bool macaroon_append(const struct macaroon *macaroon, struct slice caveat_set,
		     struct secret *ret_bytes, struct error *err)
{
	AUTO_SECRET struct secret kept = SECRET_EMPTY;
	struct caveat_list additions;
	size_t count;

	if (macaroon->is_proof)
		return fail(err, ERR_FAILED,
			    "a macaroon that is final can't be narrowed");
	if (!caveats_read(&caveat_set, &additions) || caveat_set.length)
		return fail(err, ERR_FAILED,
			    "what is to be added is no caveat set");
	if (!collect_additions(macaroon, additions.bytes, &kept, &count, err))
		return false;
	write_macaroon(macaroon, secret_slice(&kept), count, ret_bytes);
	return true;
}

bool macaroon_has_ticket(const struct macaroon *macaroon, struct slice ticket)
{
	struct slice rest = macaroon->caveats.bytes, found;
	struct caveat caveat;

	while (caveat_next(&rest, &caveat))
		if (caveat_ticket(&caveat, &found) &&
		    slice_equal(found, ticket))
			return true;
	return false;
}

bool macaroon_needs_discharge(const struct macaroon *macaroon)
{
	struct slice rest = macaroon->caveats.bytes;
	struct caveat caveat;

	while (caveat_next(&rest, &caveat))
		if (caveat.type == CAVEAT_THIRD_PARTY)
			return true;
	return false;
}
