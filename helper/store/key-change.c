/* SPDX-License-Identifier: MIT */
/* The ways into a store changed, or its key: everything sealed anew. */
#include "config.h"

#include "store/key-change.h"

#include "store/generation.h"
#include "store/key-slot.h"
#include "store/key.h"
#include "store/records.h"
#include "util/file.h"

#include <fcntl.h>

bool key_add(struct store *store, const char *name,
	     const struct key_secret *secret, struct error *err)
{
	AUTO_CLOSE int lock = store_lock_writing(store, true, err);
	AUTO_CLOSE int alone = -1, slots = -1;

	if (lock < 0 || !store_catch_up(store, err) ||
	    !key_wait_alone(store, secret, &alone, err))
		return false;
	slots = store_directory(store, GENERATION_SLOTS, err);
	if (slots >= 0 && key_slot_exists(slots, name))
		return fail(err, ERR_USAGE,
			    "there is a key slot '%s' already; choose another "
			    "--name, or remove that one first",
			    name);
	return slots >= 0 && key_slot_write(slots, name, &store->header,
					    store->key, secret, err);
}

bool key_remove(struct store *store, const char *name, struct error *err)
{
	/* Two at once would each leave the slot that the other removes. */
	AUTO_CLOSE int lock = store_lock_writing(store, true, err);
	AUTO_CLOSE int slots = -1;

	if (lock < 0)
		return false;
	slots = store_directory(store, GENERATION_SLOTS, err);
	return slots >= 0 && key_slot_remove(slots, name, err);
}

struct target {
	int records;
	const struct store_header *header;
	const struct store_key *key;
};

static const char *field(const struct record *record, const char *key)
{
	const char *value = attributes_get(&record->fields, key);

	return value ? value : "";
}

/* The lines after those of the record's id, as they were. */
static bool copy_content(const struct record *record, struct secret *content,
			 struct error *err)
{
	size_t i;

	for (i = 4; i < record->fields.count; i++)
		if (!attributes_add(content, record->fields.items[i].key,
				    record->fields.items[i].value, err))
			return false;
	return true;
}

static bool seal_anew(const struct record *record, void *data,
		      struct error *err)
{
	const struct target *target = data;
	AUTO_SECRET struct secret content = SECRET_EMPTY, bytes = SECRET_EMPTY;
	struct record_id id = {
		.kind = field(record, "kind"),
		.account = field(record, "account"),
		.scope = field(record, "scope"),
		.profile = field(record, "profile"),
	};
	char name[RECORD_NAME_SIZE];

	if (!copy_content(record, &content, err) ||
	    !record_seal(target->key, target->header, &id, &content, &bytes,
			 err))
		return false;
	record_name(target->key, target->header, &id, name);
	return file_replace(target->records, name, secret_slice(&bytes), err);
}

static bool seal_all_anew(struct store *store,
			  const struct store_header *header,
			  const struct store_key *key, struct error *err)
{
	AUTO_CLOSE int dir = generation_open(store->root, header->generation,
					     err);
	AUTO_CLOSE int records = -1;
	struct target target = {.header = header, .key = key};

	if (dir < 0)
		return false;
	records = openat(dir, GENERATION_RECORDS,
			 O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	target.records = records;
	return records >= 0 ? store_each(store, seal_anew, &target, err)
			    : fail_errno(err, "can't open the new records");
}

/* Makes the sealed-anew generation the one that store stands for. */
static bool adopt(struct store *store, const struct store_header *header,
		  struct store_key **key, struct error *err)
{
	AUTO_CLOSE int current = generation_open(store->root,
						 header->generation, err);
	struct error ignored;

	if (current < 0 ||
	    !generation_use(store->root, header->generation, err))
		return false;
	/* Not before: a rotation that fails leaves the store open. */
	if (!key_forget(store, &ignored))
		ignored.code = 0; /* its directory goes in a moment */
	cleanup_close(&store->current);
	store->current = take_fd(&current);
	store->header = *header;
	store_key_free(store->key);
	store->key = take_ptr(key);
	return true;
}

bool key_rotate(struct store *store, const struct key_secret *secret,
		struct error *err)
{
	AUTO_STORE_KEY struct store_key *key = store_key_random();
	AUTO_CLOSE int lock = store_lock_writing(store, true, err);
	AUTO_CLOSE int alone = -1;
	struct store_header header;

	if (lock < 0 || !key_wrap_check(secret, err) ||
	    !store_catch_up(store, err) ||
	    !generation_sweep(store->root, store->header.generation, err))
		return false;
	header = store->header;
	header_next(&header, key);
	return key_wait_alone(store, secret, &alone, err) &&
	       generation_make(store->root, &header, key, secret, err) &&
	       seal_all_anew(store, &header, key, err) &&
	       adopt(store, &header, &key, err) &&
	       generation_sweep(store->root, header.generation, err);
}

void key_tidy(struct store *store)
{
	struct error ignored;
	struct store_header header;
	AUTO_CLOSE int lock = file_lock(store->root, GENERATION_LOCKS "/store",
					true, 0, &ignored);
	AUTO_CLOSE int current = openat(store->root, GENERATION_CURRENT,
					O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock >= 0 && current >= 0 &&
	    header_read(current, &header, &ignored) &&
	    generation_sweep(store->root, header.generation, &ignored))
		return;
	/* Whoever holds the lock tidies; else the next unlock tries again. */
}
