/* SPDX-License-Identifier: MIT */
/* Credentials of hosts that are not Fly's, kept for the tools that stored them. */
#include "config.h"

#include "resolve/foreign.h"

#include "store/records.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <string.h>

#define LOCK_WAIT 30000 /* milliseconds; a change takes a few */

static bool open_store(struct store *store, struct error *err)
{
	return store->root >= 0 || store_open(store, err);
}

static struct record_id id_of(const struct foreign_place *place)
{
	return (struct record_id){RECORD_FOREIGN, "", place->host, place->tool};
}

/* One lock for all: there would be one file for each host for ever. */
static int lock_changes(struct store *store, struct error *err)
{
	static const struct record_id all = {RECORD_FOREIGN, "", "", ""};

	return store_lock_record(store, &all, LOCK_WAIT, err);
}

static bool fail_place(const struct foreign_place *place, struct error *err)
{
	char shown[120];

	text_printable(place->host, shown, sizeof(shown));
	if (err->code == ERR_CORRUPT)
		return fail(err, ERR_CORRUPT,
			    "the %s credentials stored for '%s' are damaged; "
			    "erase and store them again",
			    place->tool, shown);
	return err->code != ERR_LOCKED &&
	       fail(err, err->code, "%s credentials for '%s': %s", place->tool,
		    shown, err->message);
}

bool foreign_read(struct store *store, const struct foreign_place *place,
		  struct record *ret_record, struct error *err)
{
	struct record_id id = id_of(place);

	if (!open_store(store, err) || !store_find_foreign(store, &id, err))
		return false;
	return store_read(store, &id, ret_record, err) ||
	       (err->code != ERR_NOT_FOUND && fail_place(place, err));
}

static bool is_start(const struct attribute *item)
{
	return strcmp(item->key, FOREIGN_STORED_AT) == 0;
}

bool foreign_next(const struct record *record, size_t *position,
		  struct attributes *ret_entry)
{
	const struct attributes *fields = &record->fields;
	size_t start = *position, end;

	while (start < fields->count && !is_start(&fields->items[start]))
		start++;
	if (start >= fields->count)
		return false;
	for (end = start + 1; end < fields->count; end++)
		if (is_start(&fields->items[end]))
			break;
	*ret_entry = (struct attributes){fields->items + start, end - start};
	*position = end;
	return true;
}

bool foreign_is_of(const struct record *record, const char *tool)
{
	const char *kind = attributes_get(&record->fields, "kind");
	const char *profile = attributes_get(&record->fields, "profile");

	return kind && profile && strcmp(kind, RECORD_FOREIGN) == 0 &&
	       strcmp(profile, tool) == 0;
}

static bool add_lines(struct secret *content, const struct attributes *lines,
		      struct error *err)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (!attributes_add(content, lines->items[i].key,
				    lines->items[i].value, err))
			return false;
	return true;
}

/* What a change keeps of what is held, and whether it is a change at all. */
struct rest {
	struct secret content;
	size_t taken; /* entries that are not kept */
};

#define REST_EMPTY                       \
	{                                \
		.content = SECRET_EMPTY, \
	}

static void rest_clear(struct rest *rest)
{
	secret_clear(&rest->content);
}

static bool collect_rest(const struct record *record,
			 const struct attributes *wanted, foreign_match *match,
			 struct rest *rest, struct error *err)
{
	struct attributes entry;
	size_t position = 0;

	while (foreign_next(record, &position, &entry))
		if (match(&entry, wanted))
			rest->taken++;
		else if (!add_lines(&rest->content, &entry, err))
			return false;
	return true;
}

/* Whether the first entry says the same already, and when is no matter. */
static bool is_first(const struct record *record,
		     const struct attributes *entry)
{
	struct attributes first;
	size_t position = 0, i;

	if (!foreign_next(record, &position, &first) ||
	    first.count != entry->count + 1)
		return false;
	for (i = 0; i < entry->count; i++)
		if (strcmp(first.items[i + 1].key, entry->items[i].key) != 0 ||
		    strcmp(first.items[i + 1].value, entry->items[i].value) !=
			    0)
			return false;
	return true;
}

static bool write_entries(struct store *store,
			  const struct foreign_place *place,
			  const struct attributes *entry,
			  const struct secret *rest, struct error *err)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	struct record_id id = id_of(place);

	if (entry)
		attributes_add_number(&content, FOREIGN_STORED_AT, clock_now());
	if (entry && !add_lines(&content, entry, err))
		return false;
	secret_append(&content, rest->data, rest->length);
	return store_write(store, &id, &content, err) || fail_place(place, err);
}

bool foreign_put(struct store *store, const struct foreign_place *place,
		 const struct attributes *entry, foreign_match *match,
		 struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	CLEANUP(rest_clear) struct rest rest = REST_EMPTY;
	AUTO_CLOSE int lock = -1;

	if (!open_store(store, err))
		return false;
	lock = lock_changes(store, err);
	if (lock < 0)
		return false;
	if (match && !foreign_read(store, place, &record, err) &&
	    err->code != ERR_NOT_FOUND)
		return false;
	if (match && !collect_rest(&record, entry, match, &rest, err))
		return false;
	if (rest.taken == 1 && is_first(&record, entry))
		return true;
	return write_entries(store, place, entry, &rest.content, err);
}

bool foreign_drop(struct store *store, const struct foreign_place *place,
		  const struct attributes *wanted, foreign_match *match,
		  struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	CLEANUP(rest_clear) struct rest rest = REST_EMPTY;
	struct record_id id = id_of(place);
	AUTO_CLOSE int lock = -1;

	if (!open_store(store, err) || !store_find_foreign(store, &id, err))
		return err->code == ERR_NOT_FOUND;
	lock = lock_changes(store, err);
	if (lock < 0)
		return false;
	if (wanted->count == 0)
		return store_remove(store, &id, err) || fail_place(place, err);
	if (!foreign_read(store, place, &record, err))
		return err->code == ERR_NOT_FOUND;
	if (!collect_rest(&record, wanted, match, &rest, err))
		return false;
	if (rest.taken == 0)
		return true;
	return rest.content.length
		       ? write_entries(store, place, NULL, &rest.content, err)
		       : store_remove(store, &id, err) ||
				 fail_place(place, err);
}
