/* SPDX-License-Identifier: MIT */
/*
 * Damaged text: ten thousand mutations of each token text in the vectors, taken
 * in as a command does it. Whatever comes through can be narrowed, and told to
 * people and programs.
 */
#include "config.h"

#include "cli/inspect-report.h"
#include "token/intake.h"
#include "token/kind.h"
#include "token/narrow.h"
#include "unit/damage.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

static unsigned int accepted;

/* Nothing a terminal would obey; and JSON for every macaroon. */
static bool exercise_inspect(const struct bundle *bundle)
{
	AUTO_SECRET struct secret words = SECRET_EMPTY;
	struct json_object *objects = inspect_json(bundle);
	size_t macaroons = bundle->count - bundle_count(bundle, TOKEN_OAUTH);
	bool fine = json_object_array_length(objects) == macaroons &&
		    json_object_to_json_string(objects) != NULL;
	size_t i;

	json_object_put(objects);
	inspect_words(bundle, 1700000000, &words);
	for (i = 0; i < words.length; i++) {
		unsigned char c = (unsigned char)words.data[i];

		fine = fine && (c == '\n' || (c >= ' ' && c != 0x7f));
	}
	return fine;
}

/* No kind of narrowing leaves a token that lives on, or none to be read. */
static bool exercise_narrow(const struct bundle *bundle)
{
	const struct narrowing narrowing = {RECIPE_READONLY, {0, 0}, {1, 100}};
	AUTO_SECRET struct secret narrowed = SECRET_EMPTY;
	AUTO_SECRET struct secret kind = SECRET_EMPTY, rest = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle again = BUNDLE_EMPTY;
	struct error err;

	if (bundle_narrow(bundle, &narrowing, &narrowed, &err) &&
	    (!bundle_parse(secret_slice(&narrowed), &again, &err) ||
	     bundle_expiry(&again, narrowing.audience) > 100))
		return false;
	if (kind_narrow(KIND_SSH, bundle, NULL, &kind, &err) &&
	    !bundle_parse(secret_slice(&kind), &again, &err))
		return false;
	kind.length = 0;
	return !bundle_split(bundle, narrowing.audience, &kind, &rest, &err) ||
	       bundle_parse(secret_slice(&kind), &again, &err);
}

static bool exercise(struct slice text)
{
	AUTO_SECRET struct secret normal = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct intake intake;
	struct error err;

	if (!intake_normalize(text, &normal, &intake, &err))
		return normal.length == 0;
	accepted++;
	return bundle_parse(secret_slice(&normal), &bundle, &err) &&
	       exercise_narrow(&bundle) && exercise_inspect(&bundle);
}

static void damage_text(const char *header, const char *name)
{
	ok(exercise(slice_of_string(header)), "%s", name);
	ok(damage(slice_of_string(header), exercise), "%s: mutations", name);
}

static void damage_all(struct json_object *headers)
{
	json_object_object_foreach(headers, name, header)
	{
		damage_text(json_object_get_string(header), name);
	}
}

static void test_upstream(void)
{
	struct json_object *file = vectors_load("macaroon-vectors.json");

	damage_all(vectors_at(file, "/macaroons"));
	damage_text(vectors_text(file, "/with_tps"), "with_tps");
	json_object_object_foreach(vectors_at(file, "/attenuation"), base,
				   cases)
	{
		damage_text(base, "attenuation base");
		damage_all(cases);
	}
	json_object_put(file);
}

static void test_others(void)
{
	struct json_object *extra = vectors_load("macaroon-extra-vectors.json");
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *cases = vectors_at(file, "/cases");
	size_t i;

	damage_text(vectors_text(extra, "/bundle/authorization_header"),
		    "deploy-shaped bundle");
	damage_all(vectors_at(extra, "/bundle/attenuated"));
	for (i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);

		damage_text(vectors_text(one, "/header"),
			    vectors_text(one, "/recipe"));
	}
	json_object_put(extra);
	json_object_put(file);
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	test_upstream();
	test_others();
	ok(accepted > MUTATIONS, "%u mutations were still read", accepted);
	return tap_done();
}
