/* SPDX-License-Identifier: MIT */
/* A new store. */
#include "config.h"

#include "store/create.h"

#include "store/generation.h"
#include "store/key.h"
#include "util/file.h"

static bool fail_present(const char *path, struct error *err)
{
	return fail(
		err, ERR_USAGE,
		"there is a store in %s already; 'fly-cred unlock' opens it",
		path);
}

/* Another init may be at it: until there is a link it holds the lock. */
static bool look_again(struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int lock = -1;

	if (!store_path(&store.path, err))
		return false;
	store.root = directory_open_private(store.path, false, err);
	if (store.root < 0 || !generation_prepare(store.root, err))
		return false;
	lock = store_lock_writing(&store, true, err);
	if (lock < 0)
		return false;
	if (store_open_current(&store, err))
		return fail_present(store.path, err);
	return err->code == ERR_NOT_FOUND;
}

bool store_is_absent(struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	if (store_open(&store, err))
		return fail_present(store.path, err);
	return err->code == ERR_NOT_FOUND ||
	       (err->code == ERR_CORRUPT && look_again(err));
}

bool store_create(const struct key_secret *secret, struct store *ret_store,
		  struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int lock = -1, alone = -1;

	if (!key_wrap_check(secret, err) || !store_path(&store.path, err))
		return false;
	store.root = directory_open_private(store.path, true, err);
	if (store.root < 0 || !generation_prepare(store.root, err))
		return false;
	lock = store_lock_writing(&store, true, err);
	if (lock < 0)
		return false;
	if (store_open_current(&store, err))
		return fail_present(store.path, err);
	if (err->code != ERR_NOT_FOUND ||
	    !generation_sweep(store.root, 0, err) || /* of a killed init */
	    !key_wait_alone(&store, secret, &alone, err))
		return false;
	store.key = store_key_random();
	header_new(&store.header, store.key);
	if (!generation_make(store.root, &store.header, store.key, secret,
			     err) ||
	    !generation_use(store.root, store.header.generation, err) ||
	    !store_open_current(&store, err))
		return false;
	*ret_store = store;
	store = (struct store)STORE_CLOSED;
	return true;
}
