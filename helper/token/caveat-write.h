/* SPDX-License-Identifier: MIT */
/* The parts that caveats are written of, in the canonical encoding. */
#ifndef FC_CAVEAT_WRITE_H
#define FC_CAVEAT_WRITE_H

#include "token/caveat.h"

#include <msgpack.h>

/* Bits of an action mask (superfly/macaroon, resset/action.go). */
#define MAY_READ  0x01U
#define MAY_WRITE 0x02U
#define MAY_ALL	  0x1fU

void caveat_pack_text(struct msgpack_packer *packer, const char *text);

/*
 * Fly judges an IfPresent by those of its conditions that concern the access,
 * and by its last mask when none does. That is how one app is allowed without
 * forbidding every request that names no app. That many conditions and the mask
 * follow.
 */
void caveat_pack_if_present(struct msgpack_packer *packer, size_t conditions);

/* A condition on resources; that many pairs of id and mask follow. */
void caveat_pack_resources(struct msgpack_packer *packer, enum caveat_type type,
			   size_t count);

#endif
