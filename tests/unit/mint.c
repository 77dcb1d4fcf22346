/* SPDX-License-Identifier: MIT */
/* Macaroons made to measure, for cases that no vector has. */
#include "config.h"

#include "unit/mint.h"

#include "token/armor.h"
#include "token/encoding.h"
#include "unit/vectors.h"

#include <msgpack.h>

void mint(const struct minted *minted, struct secret *ret_text)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY, part = SECRET_EMPTY;
	static const char made_up[32] = "made up, and nobody's signature!";
	const struct slice none = slice_of("", 0);
	struct msgpack_packer packer;

	msgpack_packer_init(&packer, &bytes, encoding_write);
	msgpack_pack_array(&packer, 4);
	msgpack_pack_array(&packer, 3);
	vectors_hex(minted->kid, &part);
	msgpack_pack_bin_with_body(&packer, part.data, part.length);
	msgpack_pack_bin_with_body(&packer, made_up, 16);
	if (minted->is_proof)
		msgpack_pack_true(&packer);
	else
		msgpack_pack_false(&packer);
	msgpack_pack_str_with_body(&packer, minted->location,
				   strlen(minted->location));
	msgpack_pack_array(&packer, 2 * (size_t)minted->caveats);
	vectors_hex(minted->bodies, &part);
	secret_append(&bytes, part.data, part.length);
	msgpack_pack_bin_with_body(&packer, made_up, 32);
	if (ret_text->length)
		secret_append(ret_text, ",", 1);
	armor_encode(secret_slice(&bytes), none, none, ret_text);
}

void mint_permission(unsigned int caveats, const char *bodies,
		     struct secret *ret_text)
{
	struct minted minted = {LOCATION_PERMISSION, "abcd", false, caveats,
				bodies};

	mint(&minted, ret_text);
}

void mint_discharge(const char *ticket, unsigned int caveats,
		    const char *bodies, struct secret *ret_text)
{
	struct minted minted = {LOCATION_DISCHARGE, ticket, true, caveats,
				bodies};

	mint(&minted, ret_text);
}
