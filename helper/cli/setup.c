/* SPDX-License-Identifier: MIT */
/* What fly-cred setup does alike for every tool. */
#include "config.h"

#include "cli/setup.h"

#include "cli/program-path.h"
#include "store/records.h"

#include <sodium.h>
#include <stdio.h>

#define HASH_SIZE 32

static struct record_id id_of(const struct setup_place *place)
{
	return (struct record_id){"setup", "", place->path, place->tool};
}

static void hash_of(struct slice text, uint8_t ret_hash[HASH_SIZE])
{
	crypto_generichash(ret_hash, HASH_SIZE, text.bytes, text.length, NULL,
			   0);
}

bool setup_remember(struct store *store, const struct setup_place *place,
		    struct slice before, struct slice after, struct error *err)
{
	struct record_id id = id_of(place);
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	uint8_t hash[HASH_SIZE];

	hash_of(after, hash);
	attributes_add_hex(&text, "before", before.bytes, before.length);
	attributes_add_hex(&text, "after_hash", hash, sizeof(hash));
	return store_write(store, &id, &text, err);
}

static bool fail_damaged(const struct setup_place *place, struct error *err)
{
	return fail(err, ERR_CORRUPT,
		    "what the store kept of %s is damaged; take out of it by "
		    "hand what is fly-cred's for %s",
		    place->path, place->tool);
}

bool setup_recall(struct store *store, const struct setup_place *place,
		  struct slice now, struct secret *ret_before,
		  bool *ret_untouched, struct error *err)
{
	struct record_id id = id_of(place);
	AUTO_RECORD struct record record = RECORD_EMPTY;
	uint8_t hash[HASH_SIZE], hash_now[HASH_SIZE];
	const char *before;
	size_t size;

	if (!store_read(store, &id, &record, err))
		return err->code == ERR_NOT_FOUND ||
		       (err->code == ERR_CORRUPT && fail_damaged(place, err));
	before = attributes_get(&record.fields, "before");
	size = before ? strlen(before) / 2 : 0;
	secret_reserve(ret_before, size);
	if (before == NULL ||
	    !attributes_get_hex(&record.fields, "before", ret_before->data,
				size) ||
	    !attributes_get_hex(&record.fields, "after_hash", hash,
				sizeof(hash)))
		return fail_damaged(place, err);
	ret_before->length = size;
	ret_before->data[size] = '\0';
	hash_of(now, hash_now);
	*ret_untouched = memcmp(hash, hash_now, sizeof(hash)) == 0;
	return true;
}

bool setup_forget(struct store *store, const struct setup_place *place,
		  struct error *err)
{
	struct record_id id = id_of(place);

	return store_remove(store, &id, err);
}

bool setup_fail_write(struct error *err)
{
	return fail(err, err->code, "%s; make the change shown above by hand",
		    err->message);
}

void setup_warn_path(const char *program, const char *tool)
{
	AUTO_FREE char *path = program_path(program);

	if (path == NULL)
		fprintf(stderr,
			"fly-cred: %s is not on PATH, where %s looks for it\n",
			program, tool);
}
