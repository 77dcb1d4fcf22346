/* SPDX-License-Identifier: MIT */
/* Which token another one was narrowed from. */
#include "config.h"

#include "token/lineage.h"

static bool has_prefix(const struct bundle *bundle, struct slice prefix)
{
	size_t i;

	for (i = 0; i < bundle->count; i++)
		if (bundle->tokens[i].kind == TOKEN_PERMISSION &&
		    slice_equal(bundle->tokens[i].macaroon.prefix, prefix))
			return true;
	return false;
}

bool bundle_stems_from(const struct bundle *narrowed,
		       const struct bundle *issued)
{
	size_t i;

	for (i = 0; i < narrowed->count; i++)
		if (narrowed->tokens[i].kind == TOKEN_PERMISSION &&
		    !has_prefix(issued, narrowed->tokens[i].macaroon.prefix))
			return false;
	return bundle_count(narrowed, TOKEN_PERMISSION) > 0;
}
