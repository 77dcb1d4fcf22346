/* SPDX-License-Identifier: MIT */
/* What a person pastes where the code of a login is asked for. */
#ifndef FC_PASTED_CODE_H
#define FC_PASTED_CODE_H

#include "util/secret.h"

enum pasted {
	PASTED_NOTHING,
	PASTED_CODE,
	PASTED_TOKEN, /* of Fly, with or without a scheme word */
	PASTED_WRONG, /* neither */
};

/*
 * Tells which it is. A code comes as CODE, as CODE#STATE, or inside the address
 * of the callback; ret_state stays empty for the first.
 */
enum pasted pasted_read(struct slice text, struct secret *ret_code,
			struct secret *ret_state);

#endif
