/* SPDX-License-Identifier: MIT */
/* The parts that caveats are written of, in the canonical encoding. */
#include "config.h"

#include "token/caveat-write.h"

void caveat_pack_text(struct msgpack_packer *packer, const char *text)
{
	msgpack_pack_str_with_body(packer, text, strlen(text));
}

void caveat_pack_if_present(struct msgpack_packer *packer, size_t conditions)
{
	msgpack_pack_uint64(packer, CAVEAT_IF_PRESENT);
	msgpack_pack_array(packer, 2);
	msgpack_pack_array(packer, 2 * conditions);
}

void caveat_pack_resources(struct msgpack_packer *packer, enum caveat_type type,
			   size_t count)
{
	msgpack_pack_uint64(packer, type);
	msgpack_pack_array(packer, 1);
	msgpack_pack_map(packer, count);
}
