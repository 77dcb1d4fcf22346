/* SPDX-License-Identifier: MIT */
/* Generations: all of a store that one store key seals, in one directory. */
#ifndef FC_GENERATION_H
#define FC_GENERATION_H

#include "store/header.h"
#include "store/key-wrap.h"
#include "util/error.h"

#define GENERATION_CURRENT "current"
#define GENERATION_RECORDS "records"
#define GENERATION_SLOTS   "slots"
#define GENERATION_LOCKS   "locks" /* beside the generations */

/* Makes what lies beside generations, if it is not there. root: the store. */
bool generation_prepare(int root, struct error *err) MUST_CHECK;

/*
 * Makes the generation that the header counts, without records, with one slot
 * named after the secret's kind.
 */
bool generation_make(int root, const struct store_header *header,
		     const struct store_key *key,
		     const struct key_secret *secret, struct error *err)
	MUST_CHECK;

/*
 * For a store without a link to the generation in use, as copies that skip
 * links leave it: ERR_CORRUPT when there is a generation all the same, with the
 * remedy. path: the store's, for the message.
 */
bool generation_check_lost(int root, const char *path, struct error *err)
	MUST_CHECK;

/* Its directory, or -1. The caller closes. */
int generation_open(int root, int64_t number, struct error *err) MUST_CHECK;

/* Makes it the one in use, in one step and durably. */
bool generation_use(int root, int64_t number, struct error *err) MUST_CHECK;

/*
 * Removes every generation but that one with all it holds. After a rotation,
 * and after one that was interrupted.
 */
bool generation_sweep(int root, int64_t keep, struct error *err) MUST_CHECK;

#endif
