/* SPDX-License-Identifier: MIT */
/* Ten thousand seeded mutations of bytes, and what must hold of all of them. */
#include "config.h"

#include "unit/damage.h"

#include "token/caveat-json.h"
#include "unit/vectors.h"

#include <stdio.h>

uint32_t damage_seed(void)
{
	static uint32_t seed;
	const char *text = getenv("FLY_CRED_SEED");

	if (seed)
		return seed;
	seed = text ? (uint32_t)strtoul(text, NULL, 10) : 20260101;
	printf("# FLY_CRED_SEED=%u\n", seed);
	fflush(stdout);
	return seed;
}

static bool exercise_copy(const struct secret *bytes,
			  bool (*exercise)(struct slice bytes))
{
	uint8_t *copy = malloc(bytes->length ? bytes->length : 1);
	bool fine;

	memcpy(copy, secret_text(bytes), bytes->length);
	fine = exercise(slice_of(copy, bytes->length));
	free(copy);
	return fine;
}

bool damage(struct slice bytes, bool (*exercise)(struct slice bytes))
{
	AUTO_SECRET struct secret changed = SECRET_EMPTY;
	uint32_t state = damage_seed();
	int i;

	secret_reserve(&changed, bytes.length + 256);
	for (i = 0; i < MUTATIONS; i++) {
		changed.length = 0;
		secret_append(&changed, bytes.bytes, bytes.length);
		vectors_mutate(&changed, &state);
		if (exercise_copy(&changed, exercise))
			continue;
		printf("# mutation %d\n", i + 1);
		return false;
	}
	return true;
}

bool caveats_survive_json(struct caveat_list list)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct json_object *shown = caveats_to_json(list), *again = NULL;
	struct caveat_list back;
	struct error err;
	bool fine = true;

	if (caveats_from_json(shown, &set, &err)) {
		struct slice rest = secret_slice(&set);

		fine = caveats_read(&rest, &back);
		if (fine)
			again = caveats_to_json(back);
		fine = fine && json_object_equal(shown, again);
	}
	json_object_put(shown);
	json_object_put(again);
	return fine;
}
