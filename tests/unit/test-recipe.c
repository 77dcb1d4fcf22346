/* SPDX-License-Identifier: MIT */
/* Recipes: the bytes that Fly's library was asked about, and no others. */
#include "config.h"

#include "token/recipe.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#define APP_ID UINT64_C(1234567)

static const struct {
	const char *name;
	const char *vector; /* its name in narrowing.json */
	enum recipe recipe;
} recipes[] = {
	{"window", "none", RECIPE_WINDOW},
	{"app", "app", RECIPE_APP},
	{"docker", "docker", RECIPE_DOCKER},
	{"docker-images", "docker images", RECIPE_DOCKER_IMAGES},
	{"readonly", "readonly", RECIPE_READONLY},
	{"readonly-app", "readonly app", RECIPE_READONLY_APP},
};

#define RECIPES (sizeof(recipes) / sizeof(recipes[0]))

static void test_bytes(void)
{
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *cases = vectors_at(file, "/cases");
	AUTO_SECRET struct secret wanted = SECRET_EMPTY, got = SECRET_EMPTY;
	struct error err;
	size_t i, k, found;

	for (i = 0; i < RECIPES; i++) {
		found = 0;
		for (k = 0; k < json_object_array_length(cases); k++) {
			struct json_object *one = json_object_array_get_idx(
				cases, k);

			if (strcmp(vectors_text(one, "/recipe"),
				   recipes[i].vector))
				continue;
			vectors_hex(vectors_text(one, "/caveats_msgpack_hex"),
				    &wanted);
			secret_clear(&got);
			ok(recipe_write(recipes[i].recipe, APP_ID, NULL, &got,
					&err) &&
				   slice_equal(secret_slice(&got),
					       secret_slice(&wanted)),
			   "%s, byte for byte", recipes[i].name);
			found++;
		}
		ok(found == 2, "%s: both bases", recipes[i].name);
	}
	json_object_put(file);
}

static void test_window(void)
{
	static const struct {
		struct window window;
		enum recipe recipe;
		const char *hex;
	} cases[] = {
		{{1700000000, 2330720000},
		 RECIPE_WINDOW,
		 "920492ce6553f100ce8aebf700"},
		{{0, 127}, RECIPE_WINDOW, "920492007f"},
		{{-1, INT64_C(4294967296)},
		 RECIPE_WINDOW,
		 "920492ffcf0000000100000000"},
		{{0, 127}, RECIPE_READONLY, "941a010492007f"},
	};
	AUTO_SECRET struct secret wanted = SECRET_EMPTY, got = SECRET_EMPTY;
	struct window backwards = {100, 100};
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		vectors_hex(cases[i].hex, &wanted);
		secret_clear(&got);
		ok(recipe_write(cases[i].recipe, 0, &cases[i].window, &got,
				&err) &&
			   slice_equal(secret_slice(&got),
				       secret_slice(&wanted)),
		   "a window: %s", cases[i].hex);
	}
	secret_clear(&got);
	ok(!recipe_write(RECIPE_WINDOW, 0, &backwards, &got, &err) &&
		   got.length == 0,
	   "a window of no length is refused");
}

static void test_names(void)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	enum recipe recipe = RECIPE_COUNT;
	struct error err;
	size_t i;

	ok(RECIPES == RECIPE_COUNT, "all recipes are tested");
	for (i = 0; i < RECIPES; i++) {
		ok(strcmp(recipe_name(recipes[i].recipe), recipes[i].name) ==
				   0 &&
			   recipe_parse(recipes[i].name, &recipe) &&
			   recipe == recipes[i].recipe,
		   "%s by name", recipes[i].name);
		/* App 0 is every app. */
		ok(recipe_write(recipes[i].recipe, 0, NULL, &set, &err) !=
			   recipe_needs_app(recipes[i].recipe),
		   "%s without an app", recipes[i].name);
	}
	ok(!recipe_parse("", &recipe) && !recipe_parse("Docker", &recipe) &&
		   !recipe_parse("docker images", &recipe),
	   "other names are none");
}

int main(void)
{
	test_bytes();
	test_window();
	test_names();
	return tap_done();
}
