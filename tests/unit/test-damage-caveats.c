/* SPDX-License-Identifier: MIT */
/*
 * Damaged caveats: ten thousand mutations of each set in the vectors, in
 * MessagePack and in JSON. Whatever is read can be asked and shown.
 */
#include "config.h"

#include "token/caveat-form.h"
#include "token/caveat-json.h"
#include "token/grant.h"
#include "unit/damage.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

static unsigned int accepted;

static bool exercise_set(struct slice bytes)
{
	const struct access access = {.organization = 4721, .app = 8910};
	struct caveat_list list;
	uint64_t id;

	if (!caveats_read(&bytes, &list))
		return true;
	accepted++;
	if (caveats_organization(list, &id) &&
	    !caveats_allow_organization(list, id))
		return false;
	if (caveats_app(list, &id) && !caveats_allow_app(list, id))
		return false;
	return (caveats_grant(list, &access).actions & ~ACTIONS_ALL) == 0 &&
	       caveats_survive_json(list);
}

/* What is read from JSON is a set, whole and in its canonical form. */
static bool exercise_json(struct slice bytes)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct caveat_list list;
	struct slice rest;
	struct error err;

	if (!caveats_from_json_text(bytes, &set, &err))
		return set.length == 0;
	accepted++;
	rest = secret_slice(&set);
	return caveats_read(&rest, &list) && rest.length == 0 &&
	       caveats_survive_json(list);
}

static void test_upstream(void)
{
	struct json_object *file = vectors_load("macaroon-vectors.json");
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;

	json_object_object_foreach(vectors_at(file, "/caveats"), name, set)
	{
		vectors_base64(json_object_get_string(set), &bytes);
		ok(damage(secret_slice(&bytes), exercise_set),
		   "%s: mutations", name);
	}
	json_object_put(file);
}

static void test_both_forms(struct json_object *vector, const char *name,
			    const char *set, const char *json)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	const char *text = json_object_to_json_string_ext(
		vectors_at(vector, json), JSON_C_TO_STRING_PLAIN);

	vectors_hex(vectors_text(vector, set), &bytes);
	ok(damage(secret_slice(&bytes), exercise_set), "%s: mutations", name);
	ok(damage(slice_of_string(text), exercise_json), "%s: as JSON", name);
}

static void test_extra(void)
{
	struct json_object *file = vectors_load("macaroon-extra-vectors.json");
	struct json_object *all = vectors_at(file, "/caveats");
	size_t i;

	for (i = 0; i < json_object_array_length(all); i++) {
		struct json_object *one = json_object_array_get_idx(all, i);

		test_both_forms(one, vectors_text(one, "/name"),
				"/caveat_set_hex", "/json");
	}
	json_object_put(file);
}

static void test_narrowing(void)
{
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *all = vectors_at(file, "/cases");
	size_t i;

	for (i = 0; i < json_object_array_length(all); i++) {
		struct json_object *one = json_object_array_get_idx(all, i);

		test_both_forms(one, vectors_text(one, "/recipe"),
				"/caveats_msgpack_hex", "/caveats");
	}
	json_object_put(file);
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	test_upstream();
	test_extra();
	test_narrowing();
	ok(accepted > MUTATIONS, "%u mutations were still read", accepted);
	return tap_done();
}
