/* SPDX-License-Identifier: MIT */
/* What a handed-out token is narrowed to. */
#include "config.h"

#include "token/recipe.h"

#include "token/caveat-write.h"
#include "token/encoding.h"
#include "util/timestamp.h"

#include <sodium.h>

struct window window_from(int64_t now, int64_t life)
{
	return (struct window){
		.not_before = now - (int64_t)randombytes_uniform(DAY),
		.not_after = now + life,
	};
}

static void pack_app(struct msgpack_packer *packer, uint64_t app_id,
		     unsigned int mask)
{
	caveat_pack_resources(packer, CAVEAT_APPS, 1);
	msgpack_pack_uint64(packer, app_id == EVERY_APP ? 0 : app_id);
	msgpack_pack_unsigned_int(packer, mask);
}

static void write_app(struct msgpack_packer *packer, uint64_t app_id)
{
	caveat_pack_if_present(packer, 2);
	pack_app(packer, app_id, MAY_ALL);
	caveat_pack_resources(packer, CAVEAT_FEATURE_SET, 2);
	caveat_pack_text(packer, "builder");
	msgpack_pack_unsigned_int(packer, MAY_ALL);
	caveat_pack_text(packer, "wg");
	msgpack_pack_unsigned_int(packer, MAY_ALL);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

/* An empty set refuses everything that names such a resource. */
static void pack_app_itself(struct msgpack_packer *packer, uint64_t app_id,
			    unsigned int otherwise)
{
	caveat_pack_if_present(packer, 3);
	pack_app(packer, app_id, MAY_READ | MAY_WRITE);
	caveat_pack_resources(packer, CAVEAT_MACHINES, 0);
	caveat_pack_resources(packer, CAVEAT_VOLUMES, 0);
	msgpack_pack_unsigned_int(packer, otherwise);
}

static void write_docker(struct msgpack_packer *packer, uint64_t app_id)
{
	pack_app_itself(packer, app_id, MAY_READ);
}

/* The second caveat alone would still push to every app. */
static void write_docker_images(struct msgpack_packer *packer, uint64_t app_id)
{
	pack_app_itself(packer, app_id, 0);
	caveat_pack_if_present(packer, 1);
	caveat_pack_resources(packer, CAVEAT_APP_FEATURE_SET, 1);
	caveat_pack_text(packer, "images");
	msgpack_pack_unsigned_int(packer, MAY_READ | MAY_WRITE);
	msgpack_pack_unsigned_int(packer, 0);
}

static void write_readonly(struct msgpack_packer *packer, uint64_t app_id)
{
	(void)app_id;
	msgpack_pack_uint64(packer, CAVEAT_ACTION);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

static void write_readonly_app(struct msgpack_packer *packer, uint64_t app_id)
{
	write_app(packer, app_id);
	write_readonly(packer, app_id);
}

static void write_nothing(struct msgpack_packer *packer, uint64_t app_id)
{
	(void)packer;
	(void)app_id;
}

static const struct {
	const char *name;
	void (*write)(struct msgpack_packer *packer, uint64_t app_id);
	size_t caveats;
	bool needs_app;
} recipes[RECIPE_COUNT] = {
	[RECIPE_WINDOW] = {"window", write_nothing, 0, false},
	[RECIPE_APP] = {"app", write_app, 1, true},
	[RECIPE_DOCKER] = {"docker", write_docker, 1, true},
	[RECIPE_DOCKER_IMAGES] = {"docker-images", write_docker_images, 2,
				  true},
	[RECIPE_READONLY] = {"readonly", write_readonly, 1, false},
	[RECIPE_READONLY_APP] = {"readonly-app", write_readonly_app, 2, true},
};

const char *recipe_name(enum recipe recipe)
{
	return recipes[recipe].name;
}

bool recipe_parse(const char *name, enum recipe *ret_recipe)
{
	size_t i;

	for (i = 0; i < RECIPE_COUNT; i++)
		if (strcmp(recipes[i].name, name) == 0) {
			*ret_recipe = (enum recipe)i;
			return true;
		}
	return false;
}

bool recipe_needs_app(enum recipe recipe)
{
	return recipes[recipe].needs_app;
}

bool recipe_write(enum recipe recipe, uint64_t app_id,
		  const struct window *window, struct secret *ret_caveat_set,
		  struct error *err)
{
	struct msgpack_packer packer;

	if (recipes[recipe].needs_app && app_id == 0)
		return fail(err, ERR_FAILED,
			    "narrowing to '%s' needs the id of an app",
			    recipes[recipe].name);
	if (window && window->not_after <= window->not_before)
		return fail(err, ERR_FAILED,
			    "a token can't end before it begins");
	msgpack_packer_init(&packer, ret_caveat_set, encoding_write);
	msgpack_pack_array(&packer,
			   2 * (recipes[recipe].caveats + (window != NULL)));
	recipes[recipe].write(&packer, app_id);
	if (window) {
		msgpack_pack_uint64(&packer, CAVEAT_VALIDITY_WINDOW);
		msgpack_pack_array(&packer, 2);
		msgpack_pack_int64(&packer, window->not_before);
		msgpack_pack_int64(&packer, window->not_after);
	}
	return true;
}
