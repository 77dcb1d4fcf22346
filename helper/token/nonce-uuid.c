/* SPDX-License-Identifier: MIT */
/* The name that Fly's logs have for a macaroon. */
#include "config.h"

#include "token/nonce-uuid.h"

#include <uuid.h>

/* 968fc2c6-a94f-4988-a544-2ad72b02f222, which Fly chose. */
static const uuid_t name_space = {0x96, 0x8f, 0xc2, 0xc6, 0xa9, 0x4f,
				  0x49, 0x88, 0xa5, 0x44, 0x2a, 0xd7,
				  0x2b, 0x02, 0xf2, 0x22};

void nonce_uuid(const struct macaroon *macaroon,
		char ret_text[static NONCE_UUID_SIZE])
{
	uuid_t key, uuid;

	uuid_generate_sha1(key, name_space, (const char *)macaroon->kid.bytes,
			   macaroon->kid.length);
	uuid_generate_sha1(uuid, key, (const char *)macaroon->random.bytes,
			   macaroon->random.length);
	uuid_unparse_lower(uuid, ret_text);
}
