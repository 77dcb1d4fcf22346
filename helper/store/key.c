/* SPDX-License-Identifier: MIT */
/* Unlocking, locking and changing the key of a store. */
#include "config.h"

#include "store/key.h"

#include "store/generation.h"
#include "store/key-slot.h"
#include "store/keyring.h"
#include "util/alloc.h"
#include "util/file.h"
#include "util/timestamp.h"

#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <string.h>

#define SERIAL	   "serial"
#define SERIAL_MAX 256
#define KDF_WAIT   60000 /* milliseconds */

/* What unlock wrote down: the kernel's number of the key, and its end. */
struct kept {
	int64_t serial;
	int64_t until;
};

static struct kept read_kept(const struct store *store)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes fields = ATTRIBUTES_EMPTY;
	struct kept kept = {0, 0};
	struct error ignored;

	if (!file_read_private(store->current, SERIAL, SERIAL_MAX, &text,
			       &ignored) ||
	    !attributes_parse(&text, &fields, &ignored) ||
	    !attributes_get_number(&fields, "serial", &kept.serial) ||
	    !attributes_get_number(&fields, "until", &kept.until) ||
	    kept.serial > INT32_MAX)
		return (struct kept){0, 0};
	return kept;
}

/* Takes the key if it is this store's. */
static bool accept(struct store *store, struct store_key **key)
{
	store_key_derive(*key);
	if (!header_accepts(&store->header, *key))
		return false;
	store_key_free(store->key);
	store->key = take_ptr(key);
	return true;
}

static bool load_from_kernel(struct store *store)
{
	AUTO_STORE_KEY struct store_key *key = store_key_new();
	char description[STORE_DESCRIPTION_SIZE];
	struct kept kept = read_kept(store);

	header_describe(&store->header, description);
	if (!(keyring_get_serial(description, (int32_t)kept.serial, key->master,
				 STORE_KEY_SIZE) &&
	      accept(store, &key)) &&
	    !(keyring_get(description, key->master, STORE_KEY_SIZE) &&
	      accept(store, &key)))
		return false;
	store->kept_until = kept.until;
	return true;
}

/* What to do depends on whether an unlock would help. */
static bool fail_locked(struct error *err)
{
	if (keyring_works())
		return fail(err, ERR_LOCKED,
			    "the store is locked; run 'fly-cred unlock'");
	return fail(err, ERR_LOCKED,
		    "the store is locked and the kernel keeps no keys here; "
		    "set FLY_CRED_KEY_FILE to a key file of the store "
		    "('fly-cred key add --key-file FILE' makes one)");
}

bool key_load(struct store *store, struct error *err)
{
	CLEANUP(key_secret_clear)
	struct key_secret secret = {KEY_FILE, SECRET_EMPTY};
	const char *file = getenv("FLY_CRED_KEY_FILE");

	if (load_from_kernel(store))
		return true;
	if (file == NULL || *file == '\0')
		return fail_locked(err);
	if (!key_secret_read(KEY_FILE, file, &secret, err))
		return fail(err, ERR_LOCKED,
			    "the store is locked: %s; mend FLY_CRED_KEY_FILE, "
			    "or run 'fly-cred unlock'",
			    err->message);
	return key_unwrap(store, &secret, err);
}

bool key_wait_alone(const struct store *store, const struct key_secret *secret,
		    int *ret_lock, struct error *err)
{
	if (secret->kind != KEY_PASSPHRASE)
		return true;
	*ret_lock = file_lock(store->root, GENERATION_LOCKS "/passphrase", true,
			      KDF_WAIT, err);
	return *ret_lock >= 0;
}

bool key_unwrap(struct store *store, const struct key_secret *secret,
		struct error *err)
{
	AUTO_STORE_KEY struct store_key *key = NULL;
	AUTO_CLOSE int slots = store_directory(store, GENERATION_SLOTS, err);
	AUTO_CLOSE int alone = -1;

	if (slots < 0 || !key_wait_alone(store, secret, &alone, err) ||
	    !key_slot_open(slots, &store->header, secret, &key, err))
		return false;
	store_key_free(store->key);
	store->key = take_ptr(&key);
	return true;
}

bool key_keep(struct store *store, int64_t seconds, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	char description[STORE_DESCRIPTION_SIZE];
	int32_t serial;

	header_describe(&store->header, description);
	if (!keyring_put(description, store->key->master, STORE_KEY_SIZE,
			 seconds, &serial, err))
		return false;
	attributes_add_number(&text, "serial", serial);
	attributes_add_number(&text, "until", clock_now() + seconds);
	key_tidy(store);
	return file_replace(store->current, SERIAL, secret_slice(&text), err);
}

bool key_forget(struct store *store, struct error *err)
{
	char description[STORE_DESCRIPTION_SIZE];

	header_describe(&store->header, description);
	keyring_drop(description, (int32_t)read_kept(store).serial);
	return file_remove(store->current, SERIAL, err);
}

bool key_secret_read(enum key_kind kind, const char *path,
		     struct key_secret *ret_secret, struct error *err)
{
	struct secret *bytes = &ret_secret->bytes;
	char *end;

	ret_secret->kind = kind;
	if (!file_read_private(AT_FDCWD, path, 65536, bytes, err))
		return false;
	end = memchr(secret_text(bytes), '\n', bytes->length);
	if (kind == KEY_PASSPHRASE && end) {
		bytes->length = (size_t)(end - bytes->data);
		*end = '\0';
	}
	return key_wrap_check(ret_secret, err);
}

/* Whether path lies below the store, where a backup would take both. */
static bool is_inside_store(const char *path, struct error *err)
{
	AUTO_FREE char *store = NULL, *parent = alloc_string(path);
	AUTO_FREE char *real_store = NULL, *real = NULL;
	char *slash = strrchr(parent, '/');
	size_t length;

	if (!store_path(&store, err))
		return true;
	if (slash)
		slash[slash == parent] = '\0';
	real = realpath(slash ? parent : ".", NULL);
	real_store = realpath(store, NULL);
	if (real == NULL || real_store == NULL)
		return false; /* opening the one or the other will tell */
	length = strlen(real_store);
	if (strncmp(real, real_store, length) != 0 ||
	    (real[length] != '/' && real[length] != '\0'))
		return false;
	fail(err, ERR_USAGE,
	     "a key file inside the store opens it for everybody who copies "
	     "the store; choose another place");
	return true;
}

bool key_file_prepare(const char *path, struct key_secret *ret_secret,
		      struct error *err)
{
	uint8_t bytes[32];
	bool made;

	if (is_inside_store(path, err))
		return false;
	if (access(path, F_OK) == 0)
		return key_secret_read(KEY_FILE, path, ret_secret, err);
	randombytes_buf(bytes, sizeof(bytes));
	/* Another init may be making it too; both go on with the same. */
	made = file_make(AT_FDCWD, path, slice_of(bytes, sizeof(bytes)), err);
	explicit_bzero(bytes, sizeof(bytes));
	return made && key_secret_read(KEY_FILE, path, ret_secret, err);
}
