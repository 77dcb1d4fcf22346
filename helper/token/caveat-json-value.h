/* SPDX-License-Identifier: MIT */
/* Values of caveats, maps and lists of them from JSON to MessagePack. */
#ifndef FC_CAVEAT_JSON_VALUE_H
#define FC_CAVEAT_JSON_VALUE_H

#include "token/caveat-form.h"
#include "util/error.h"

#include <msgpack.h>

struct json_object;

/* Where the result goes, and the place for messages. */
struct value_reader {
	struct msgpack_packer packer;
	struct error *err;
	size_t number; /* of the caveat, from 1 */
	const char *type;
	const char *member;
	unsigned int depth;
};

/* False, and ERR_USAGE "caveat 2 (Apps): 'apps' <what>". */
bool fail_value(struct value_reader *reader, const char *what);

/*
 * Packs one value of any shape but caveats and commands. What has been packed
 * when it fails is of no use.
 */
bool value_read(struct value_reader *reader, enum caveat_shape shape,
		struct json_object *json) MUST_CHECK;

#endif
