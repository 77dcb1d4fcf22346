/* SPDX-License-Identifier: MIT */
/* The store: what is written comes back, to who may have it, and only so. */
#include "config.h"

#include "store/create.h"
#include "store/generation.h"
#include "store/key-change.h"
#include "store/key-slot.h"
#include "store/key.h"
#include "store/records.h"
#include "unit/tap.h"
#include "util/alloc.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char directory[] = "/tmp/fly-cred-test-XXXXXX";
static char *key_file;

static const struct record_id shop = {"app", "42", "app:shop", ""};
static const struct record_id blog = {"app", "42", "app:blog", ""};

static bool put(struct store *store, const struct record_id *id,
		const char *value)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	struct error err;

	return attributes_add(&content, "value", value, &err) &&
	       store_write(store, id, &content, &err);
}

static bool holds(struct store *store, const struct record_id *id,
		  const char *value)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct error err;
	const char *found = NULL;

	if (store_read(store, id, &record, &err))
		found = attributes_get(&record.fields, "value");
	return value ? found && strcmp(found, value) == 0
		     : !found && err.code == ERR_NOT_FOUND;
}

static bool open_unlocked(struct store *store)
{
	struct error err;

	return store_open(store, &err) && key_load(store, &err);
}

static char *path_of(const struct store *store, const struct record_id *id)
{
	char name[RECORD_NAME_SIZE];

	record_name(store->key, &store->header, id, name);
	return alloc_formatted("%s/current/records/%s", store->path, name);
}

static void test_create(void)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};
	AUTO_STORE struct store store = STORE_CLOSED, second = STORE_CLOSED;
	AUTO_FREE char *inside = NULL;
	struct error err;
	struct stat status;

	ok(!store_open(&store, &err) && err.code == ERR_NOT_FOUND,
	   "there is no store at first");
	ok(key_file_prepare(key_file, &secret, &err) &&
		   secret.bytes.length == 32 && stat(key_file, &status) == 0 &&
		   (status.st_mode & 0777) == 0600,
	   "a key file is made, private");
	ok(store_create(&secret, &store, &err), "a store is made");
	ok(!store_create(&secret, &second, &err) && err.code == ERR_USAGE,
	   "but not twice");
	inside = alloc_formatted("%s/key", store.path);
	ok(!key_file_prepare(inside, &secret, &err) && err.code == ERR_USAGE,
	   "no key file inside the store");
}

static void test_records(void)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_FREE char *from = NULL, *to = NULL;
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct error err;
	int fd;

	ok(open_unlocked(&store), "opened with the key file");
	ok(holds(&store, &shop, NULL), "nothing there yet");
	ok(put(&store, &shop, "one") && holds(&store, &shop, "one"), "written");
	ok(put(&store, &shop, "two") && holds(&store, &shop, "two"), "again");
	ok(holds(&store, &blog, NULL), "another id is another record");
	ok(put(&store, &blog, "three"), "a second record");

	from = path_of(&store, &blog);
	to = path_of(&store, &shop);
	ok(rename(from, to) == 0 && !store_read(&store, &shop, &record, &err) &&
		   err.code == ERR_CORRUPT,
	   "a record moved to another's name does not open");
	ok(put(&store, &shop, "four") && holds(&store, &shop, "four"),
	   "writing mends it");
	fd = open(to, O_WRONLY | O_CLOEXEC);
	ok(fd >= 0 && pwrite(fd, "x", 1, 60) == 1 &&
		   !store_read(&store, &shop, &record, &err) &&
		   err.code == ERR_CORRUPT,
	   "a changed byte is noticed");
	close(fd);
	ok(truncate(to, 3) == 0 && !store_read(&store, &shop, &record, &err) &&
		   err.code == ERR_CORRUPT,
	   "a cut file is noticed");
	ok(put(&store, &shop, "five") && chmod(to, 0644) == 0 &&
		   !store_read(&store, &shop, &record, &err) &&
		   err.code == ERR_FAILED,
	   "a file that others can read is refused");
	ok(chmod(to, 0600) == 0 && holds(&store, &shop, "five"),
	   "until mended");
	ok(store_remove(&store, &shop, &err) && holds(&store, &shop, NULL) &&
		   store_remove(&store, &shop, &err),
	   "removed, and once more");
}

static bool count(const struct record *record, void *data, struct error *err)
{
	(void)err;
	*(int *)data += attributes_get(&record->fields, "value") != NULL;
	return true;
}

static void test_rotate(void)
{
	CLEANUP(key_secret_clear) struct key_secret old = {0}, fresh = {0};
	AUTO_STORE struct store store = STORE_CLOSED, other = STORE_CLOSED;
	AUTO_FREE char *fresh_file = alloc_formatted("%s/fresh", directory);
	struct error err;
	int records = 0;

	ok(open_unlocked(&store) && open_unlocked(&other), "opened twice");
	ok(put(&store, &shop, "a") && put(&store, &blog, "b"), "two records");
	ok(key_secret_read(KEY_FILE, key_file, &old, &err) &&
		   key_file_prepare(fresh_file, &fresh, &err) &&
		   key_rotate(&store, &fresh, &err),
	   "the key is rotated");
	ok(holds(&store, &shop, "a") && holds(&store, &blog, "b"),
	   "the records are there under the new key");
	ok(store_each(&store, count, &records, &err) && records == 2,
	   "two of them");
	ok(!holds(&other, &shop, "a") && !put(&other, &shop, "lost"),
	   "who holds the old key only is not served");
	setenv("FLY_CRED_KEY_FILE", fresh_file, 1);
	ok(!put(&other, &blog, "c") || holds(&store, &blog, "c"),
	   "a writer goes over to the new key");
	store_close(&other);
	ok(open_unlocked(&other) && holds(&other, &shop, "a"),
	   "the new key file opens the store");
	ok(!key_unwrap(&other, &old, &err) && err.code == ERR_LOCKED,
	   "the old one does not");
}

static void test_slots(void)
{
	CLEANUP(key_secret_clear)
	struct key_secret passphrase = {KEY_PASSPHRASE, SECRET_EMPTY};
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int slots = -1;
	struct error err;

	ok(open_unlocked(&store), "opened");
	slots = store_directory(&store, GENERATION_SLOTS, &err);
	ok(!key_slot_remove(slots, "key-file", &err) && err.code == ERR_USAGE,
	   "the last slot stays");
	ok(!key_unwrap(&store, &passphrase, &err) && err.code == ERR_LOCKED,
	   "no passphrase slot yet");
	ok(!key_slot_write(slots, "passphrase", &store.header, store.key,
			   &passphrase, &err) &&
		   err.code == ERR_USAGE,
	   "an empty passphrase is refused");
	secret_append_string(&passphrase.bytes, "correct horse");
	ok(key_slot_write(slots, "passphrase", &store.header, store.key,
			  &passphrase, &err) &&
		   key_unwrap(&store, &passphrase, &err),
	   "a passphrase slot opens");
	secret_append_string(&passphrase.bytes, "s");
	ok(!key_unwrap(&store, &passphrase, &err) && err.code == ERR_LOCKED,
	   "with that passphrase only");
	ok(!key_slot_write(slots, "../x", &store.header, store.key, &passphrase,
			   &err) &&
		   err.code == ERR_USAGE,
	   "a name can't leave the directory");
	ok(key_slot_remove(slots, "key-file", &err), "now the other may go");
	ok(!key_slot_remove(slots, "key-file", &err) &&
		   err.code == ERR_NOT_FOUND,
	   "it is gone");
}

static void test_header(void)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_FREE char *path = NULL;
	struct error err;
	FILE *file;

	ok(store_open(&store, &err), "opened");
	path = alloc_formatted("%s/current/header", store.path);
	store_close(&store);
	file = fopen(path, "w");
	fputs("format=fly-cred store\nversion=9\n", file);
	fclose(file);
	ok(!store_open(&store, &err) && err.code == ERR_CORRUPT &&
		   strstr(err.message, "version 9") &&
		   strstr(err.message, "version 1"),
	   "another version: both are named");
	ok(truncate(path, 5) == 0 && !store_open(&store, &err) &&
		   err.code == ERR_CORRUPT,
	   "a damaged header is said to be one");
}

int main(void)
{
	AUTO_FREE char *store = NULL, *clean = NULL;

	if (mkdtemp(directory) == NULL)
		return 1;
	key_file = alloc_formatted("%s/key", directory);
	store = alloc_formatted("%s/deep/store", directory);
	setenv("FLY_CRED_STORE", store, 1);
	setenv("FLY_CRED_KEY_FILE", key_file, 1);
	test_create();
	test_records();
	test_rotate();
	test_slots();
	test_header();
	clean = alloc_formatted("rm -rf '%s'", directory);
	ok(system(clean) == 0, "cleaned up");
	free(key_file);
	return tap_done();
}
