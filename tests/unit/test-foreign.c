/* SPDX-License-Identifier: MIT */
/* Credentials of other hosts: put, found, dropped; what a lock hides. */
#include "config.h"

#include "resolve/foreign.h"
#include "store/create.h"
#include "store/key-change.h"
#include "store/key.h"
#include "store/records.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

static const struct foreign_place place = {"git", "https://one.example"};
static const struct foreign_place other = {"git", "https://two.example"};
static const struct attributes nothing = ATTRIBUTES_EMPTY;

static bool has_user(const struct attributes *entry,
		     const struct attributes *wanted)
{
	return strcmp(attributes_get(entry, "user"),
		      attributes_get(wanted, "user")) == 0;
}

static bool put(struct store *store, const char *user, const char *word,
		struct error *err)
{
	struct attribute lines[] = {{"user", user}, {"word", word}};
	struct attributes entry = {lines, 2};

	return foreign_put(store, &place, &entry, has_user, err);
}

static bool drop(struct store *store, const char *user, struct error *err)
{
	struct attribute line = {"user", user};
	struct attributes wanted = {&line, 1};

	return foreign_drop(store, &place, &wanted, has_user, err);
}

/* Whether what is held is "user=word" for each, in that order. */
static bool holds(struct store *store, const char *expected)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct attributes entry;
	struct error err;
	size_t position = 0;
	char found[200] = "";

	if (!foreign_read(store, &place, &record, &err))
		return *expected == '\0' && err.code == ERR_NOT_FOUND;
	while (foreign_next(&record, &position, &entry))
		snprintf(found + strlen(found), sizeof(found) - strlen(found),
			 "%s=%s ", attributes_get(&entry, "user"),
			 attributes_get(&entry, "word"));
	return strcmp(found, expected) == 0;
}

static void make_store(struct store *store)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};
	struct error err;

	setenv("FLY_CRED_KEY_FILE", in_sandbox("key"), 1);
	ok(key_file_prepare(in_sandbox("key"), &secret, &err) &&
		   store_create(&secret, store, &err),
	   "a store");
}

static void test_entries(struct store *store)
{
	struct error err;

	ok(holds(store, ""), "nothing at first");
	ok(drop(store, "ann", &err), "nothing to drop is no error");
	ok(put(store, "ann", "1", &err) && holds(store, "ann=1 "), "one");
	ok(put(store, "bob", "2", &err) && holds(store, "bob=2 ann=1 "),
	   "the newest comes first");
	ok(put(store, "ann", "3", &err) && holds(store, "ann=3 bob=2 "),
	   "one replaced");
	ok(drop(store, "eve", &err) && holds(store, "ann=3 bob=2 "),
	   "others stay when one is dropped that is not there");
	ok(drop(store, "ann", &err) && holds(store, "bob=2 "), "one dropped");
	ok(drop(store, "bob", &err) && holds(store, ""), "the last one, too");
	ok(put(store, "ann", "", &err) && holds(store, "ann= "),
	   "nothing is a value");
	ok(!put(store, "ann", "a\nb", &err) && !put(store, "ann", "a\rb", &err),
	   "a line break is refused");
	ok(holds(store, "ann= "), "and changes nothing");
	ok(put(store, "bob", "2", &err) &&
		   foreign_drop(store, &place, &nothing, has_user, &err) &&
		   holds(store, ""),
	   "all at once");
}

static void test_full(struct store *store)
{
	static char large[400 * 1024];
	struct error err;

	memset(large, 'x', sizeof(large) - 1);
	ok(put(store, "ann", large, &err), "a large one has room");
	ok(!put(store, "bob", large, &err) && err.code == ERR_FAILED &&
		   strstr(err.message, "one.example"),
	   "a second has not, and it is said where");
	ok(!holds(store, "") && drop(store, "bob", &err) &&
		   drop(store, "ann", &err) && holds(store, ""),
	   "the first is still there");
}

static int64_t written_at(struct store *store)
{
	struct record_id id = {RECORD_FOREIGN, "", place.host, place.tool};
	char name[RECORD_NAME_SIZE];
	struct stat status;

	record_name(NULL, &store->header, &id, name);
	sandbox_need(stat(in_sandbox("store/current/records/%s", name),
			  &status),
		     name);
	return (int64_t)status.st_ino;
}

static void test_same(struct store *store)
{
	struct error err;
	int64_t before;

	ok(put(store, "bob", "2", &err) && put(store, "ann", "1", &err),
	   "two");
	before = written_at(store);
	ok(put(store, "ann", "1", &err) && written_at(store) == before,
	   "what is first already is not written again");
	ok(put(store, "bob", "2", &err) && written_at(store) != before &&
		   holds(store, "bob=2 ann=1 "),
	   "what is second comes first");
}

/* Two are held for the place. */
static void test_locked(void)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct error err;

	unsetenv("FLY_CRED_KEY_FILE");
	ok(!foreign_read(&store, &other, &record, &err) &&
		   err.code == ERR_NOT_FOUND,
	   "a locked store says so where it holds nothing");
	ok(!foreign_read(&store, &place, &record, &err) &&
		   err.code == ERR_LOCKED,
	   "and that it is locked where it holds something");
	ok(!put(&store, "ann", "1", &err) && err.code == ERR_LOCKED,
	   "nothing is put into it");
	ok(!drop(&store, "ann", &err) && err.code == ERR_LOCKED,
	   "no one of several is dropped");
	ok(foreign_drop(&store, &other, &nothing, has_user, &err) &&
		   foreign_drop(&store, &place, &nothing, has_user, &err) &&
		   !foreign_read(&store, &place, &record, &err) &&
		   err.code == ERR_NOT_FOUND,
	   "all of them are");
	setenv("FLY_CRED_KEY_FILE", in_sandbox("key"), 1);
}

static void test_rotated(struct store *store)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};
	AUTO_STORE struct store rotated = STORE_CLOSED;
	struct error err;

	ok(put(store, "ann", "1", &err) && holds(store, "ann=1 "), "held");
	ok(key_file_prepare(in_sandbox("fresh"), &secret, &err) &&
		   store_open(&rotated, &err) && key_load(&rotated, &err) &&
		   key_rotate(&rotated, &secret, &err),
	   "the key is rotated meanwhile");
	setenv("FLY_CRED_KEY_FILE", in_sandbox("fresh"), 1);
	ok(holds(&rotated, "ann=1 "), "it is held under the new key");
	ok(holds(store, "ann=1 "), "also for who had the store open");
	ok(foreign_drop(store, &place, &nothing, NULL, &err) &&
		   holds(&rotated, ""),
	   "and dropped there");
}

static void test_damaged(struct store *store)
{
	struct record_id id = {RECORD_FOREIGN, "", place.host, place.tool};
	AUTO_RECORD struct record record = RECORD_EMPTY;
	char name[RECORD_NAME_SIZE];
	struct error err;

	ok(put(store, "ann", "1", &err), "one");
	record_name(NULL, &store->header, &id, name);
	sandbox_need(truncate(in_sandbox("store/current/records/%s", name), 9),
		     name);
	ok(!foreign_read(store, &place, &record, &err) &&
		   err.code == ERR_CORRUPT &&
		   strstr(err.message, "one.example"),
	   "damage is told, and where");
	ok(!put(store, "bob", "2", &err) && !drop(store, "ann", &err),
	   "and not written over");
	ok(foreign_drop(store, &place, &nothing, NULL, &err) &&
		   put(store, "bob", "2", &err) && holds(store, "bob=2 "),
	   "until all is dropped");
}

int main(void)
{
	struct store store = STORE_CLOSED;

	sandbox_make();
	setenv("FLY_CRED_STORE", in_sandbox("store"), 1);
	make_store(&store);
	test_entries(&store);
	test_full(&store);
	test_same(&store);
	test_locked();
	test_rotated(&store);
	test_damaged(&store);
	store_close(&store);
	return tap_done();
}
