/* SPDX-License-Identifier: MIT */
/* Which token another one was narrowed from. */
#ifndef FC_LINEAGE_H
#define FC_LINEAGE_H

#include "token/bundle.h"

/*
 * Whether the permission tokens of narrowed, of which there is at least one,
 * all have the nonce and the location of one of those of issued: narrowing
 * leaves them as they are, and no two tokens that were issued share them.
 * Signatures are not looked at, for which nobody here has a key.
 */
bool bundle_stems_from(const struct bundle *narrowed,
		       const struct bundle *issued);

#endif
