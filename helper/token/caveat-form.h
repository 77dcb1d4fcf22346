/* SPDX-License-Identifier: MIT */
/*
 * The one table of caveats: what each type is called and what its body holds,
 * in MessagePack and in Fly's JSON (superfly/macaroon: caveat.go, caveats.go,
 * flyio/caveats.go, auth/caveats.go, resset/).
 */
#ifndef FC_CAVEAT_FORM_H
#define FC_CAVEAT_FORM_H

#include "util/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same value in MessagePack; in JSON. */
enum caveat_shape {
	SHAPE_UNSIGNED,	     /* number */
	SHAPE_UNSIGNED_32,   /* number of 32 bits at most */
	SHAPE_INTEGER,	     /* number with a sign */
	SHAPE_BIG_NUMBER,    /* big-endian bytes; number of any length */
	SHAPE_BOOLEAN,	     /* boolean; left out where false */
	SHAPE_TEXT,	     /* text */
	SHAPE_BYTES,	     /* binary; base64 */
	SHAPE_MASK,	     /* number; the letters of the actions */
	SHAPE_TEXTS,	     /* array or nil; array or null */
	SHAPE_COMMANDS,	     /* array of caveat_command_form, or nil */
	SHAPE_MASKS_BY_ID,   /* map from number to mask, or nil */
	SHAPE_MASKS_BY_NAME, /* map from text to mask, or nil */
	SHAPE_CAVEATS,	     /* a caveat set */
	SHAPE_COUNT,
};

struct caveat_field {
	const char *name; /* in JSON */
	enum caveat_shape shape;
};

#define CAVEAT_FIELDS_MAX 3

/* The body is an array of the fields; or, bare, the one field itself. */
struct caveat_form {
	uint64_t type;
	const char *name;
	const char *alias; /* read but not written; may be NULL */
	bool is_bare;
	size_t count;
	struct caveat_field fields[CAVEAT_FIELDS_MAX];
};

/* NULL when there is none. */
const struct caveat_form *caveat_form_of_type(uint64_t type);

/* The same by name or alias. */
const struct caveat_form *caveat_form_of_name(const char *name);

/* Of one element of SHAPE_COMMANDS; type and name mean nothing. */
extern const struct caveat_form caveat_command_form;

/*
 * Actions as letters, one for each bit in this order (resset/action.go). What
 * has no letter is not shown.
 */
#define ACTION_LETTERS "rwcdC"
#define ACTIONS_ALL    0x1fU
#define ACTIONS_SIZE   6
void actions_format(uint64_t mask, char ret_text[static ACTIONS_SIZE]);

/*
 * The mask of such letters in any order; '*' is every bit, those without a
 * letter included. False where there is another one: Fly skips it, but a word
 * like "read" would then grant deletion too.
 */
bool actions_parse(const char *text, uint64_t *ret_mask) MUST_CHECK;

#endif
