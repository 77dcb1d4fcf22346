/* SPDX-License-Identifier: MIT */
/* Key slots: one file for each way to open the store. */
#include "config.h"

#include "store/key-slot.h"

#include "util/alloc.h"
#include "util/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define SLOT_MAX 4096 /* bytes */

static bool is_slot_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= KEY_SLOT_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == length;
}

static bool check_name(const char *name, struct error *err)
{
	return is_slot_name(name) ||
	       fail(err, ERR_USAGE,
		    "a key slot's name is up to %d letters, digits, '-' and "
		    "'_'; choose another",
		    KEY_SLOT_NAME_MAX);
}

bool key_slot_write(int slots, const char *name,
		    const struct store_header *header,
		    const struct store_key *key,
		    const struct key_secret *secret, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct key_wrap wrap;

	if (!check_name(name, err) ||
	    !key_wrap_make(header, key, secret, &wrap, err))
		return false;
	key_wrap_write(&wrap, &text);
	return file_replace(slots, name, secret_slice(&text), err);
}

static bool slot_read(int slots, const char *name, struct key_wrap *ret,
		      struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes fields = ATTRIBUTES_EMPTY;

	if (!file_read_private(slots, name, SLOT_MAX, &text, err))
		return false;
	if (!attributes_parse(&text, &fields, err) ||
	    !key_wrap_read(&fields, ret))
		return fail(err, ERR_CORRUPT,
			    "key slot '%s' is damaged; 'fly-cred key remove "
			    "%s', open the store another way and make it anew "
			    "with 'fly-cred key add'",
			    name, name);
	return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_slot(const struct dirent *entry)
{
	return is_slot_name(entry->d_name);
}

struct names {
	struct dirent **items;
	int count;
};

static void names_clear(struct names *names)
{
	while (names->count > 0)
		free(names->items[--names->count]);
	free(names->items);
}

static bool names_read(int slots, struct names *names, struct error *err)
{
	names->count = scandirat(slots, ".", &names->items, is_slot, by_name);
	return names->count >= 0 || fail_errno(err, "can't list the key slots");
}

bool key_slot_each(int slots, key_slot_visit *visit, void *data,
		   struct error *err)
{
	CLEANUP(names_clear) struct names names = {NULL, 0};
	int i;

	if (!names_read(slots, &names, err))
		return false;
	for (i = 0; i < names.count; i++) {
		struct key_slot slot = {.name = names.items[i]->d_name};
		struct key_wrap wrap;

		if (!slot_read(slots, slot.name, &wrap, err))
			return false;
		slot.kind = wrap.kind;
		slot.made_at = wrap.made_at;
		if (!visit(&slot, data, err))
			return false;
	}
	return true;
}

static bool fail_to_open(enum key_kind kind, bool tried, struct error *err)
{
	if (!tried)
		return fail(err, ERR_LOCKED,
			    "the store has no %s slot; 'fly-cred key list' "
			    "shows what opens it",
			    key_kind_name(kind));
	if (kind == KEY_PASSPHRASE)
		return fail(err, ERR_LOCKED,
			    "that is not the passphrase; try again");
	return fail(err, ERR_LOCKED,
		    "that key file does not open this store; name another");
}

bool key_slot_open(int slots, const struct store_header *header,
		   const struct key_secret *secret, struct store_key **ret_key,
		   struct error *err)
{
	AUTO_STORE_KEY struct store_key *key = store_key_new();
	CLEANUP(names_clear) struct names names = {NULL, 0};
	bool tried = false, damaged = false;
	int i;

	if (!names_read(slots, &names, err))
		return false;
	for (i = 0; i < names.count; i++) {
		struct key_wrap wrap;

		if (!slot_read(slots, names.items[i]->d_name, &wrap, err)) {
			damaged = true; /* another slot may do */
			continue;
		}
		if (wrap.kind != secret->kind)
			continue;
		tried = true;
		if (key_wrap_open(&wrap, header, secret, key, err)) {
			*ret_key = take_ptr(&key);
			return true;
		}
		if (err->code != ERR_LOCKED)
			return false;
	}
	return !tried && damaged ? false
				 : fail_to_open(secret->kind, tried, err);
}

bool key_slot_exists(int slots, const char *name)
{
	return is_slot_name(name) &&
	       faccessat(slots, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool key_slot_remove(int slots, const char *name, struct error *err)
{
	CLEANUP(names_clear) struct names names = {NULL, 0};
	bool is_last = true;
	int i;

	if (!names_read(slots, &names, err))
		return false;
	if (!key_slot_exists(slots, name))
		return fail(err, ERR_NOT_FOUND,
			    "there is no such key slot; 'fly-cred key list' "
			    "shows them");
	for (i = 0; i < names.count; i++) {
		const char *other = names.items[i]->d_name;
		struct key_wrap wrap;
		struct error ignored;

		if (strcmp(other, name) != 0 &&
		    slot_read(slots, other, &wrap, &ignored))
			is_last = false;
	}
	if (is_last)
		return fail(err, ERR_USAGE,
			    "that is the last way to open the store; add "
			    "another first with 'fly-cred key add'");
	return file_remove(slots, name, err);
}
