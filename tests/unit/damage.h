/* SPDX-License-Identifier: MIT */
/* Ten thousand seeded mutations of bytes, and what must hold of all of them. */
#ifndef FC_DAMAGE_H
#define FC_DAMAGE_H

#include "token/caveat.h"
#include "util/secret.h"

#define MUTATIONS 10000

/*
 * FLY_CRED_SEED, or the same number every day; the first call prints it. Every
 * vector begins with it, so that the one that fails can be repeated alone.
 */
uint32_t damage_seed(void);

/*
 * Calls exercise with every mutation until it returns false; false then, and
 * the number of the mutation is printed. Each has its exact size on the heap,
 * so that a sanitizer sees the first byte beyond.
 */
bool damage(struct slice bytes, bool (*exercise)(struct slice bytes));

/* What is shown of the caveats as JSON is read as what is shown. */
bool caveats_survive_json(struct caveat_list list);

#endif
