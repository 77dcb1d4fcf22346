/* SPDX-License-Identifier: MIT */
/*
 * The encrypted store: a directory with one sealed file for each record.
 *
 *	store/current		link to the generation in use
 *	store/generation-N/	header, slots/, records/, serial
 *	store/locks/		who may renew what; files with a note, or
 *nothing
 *
 * Finding one record reads no other, readers never lock, and every write is a
 * new file renamed over the old. fly-cred-store(5) has the formats.
 */
#ifndef FC_STORE_H
#define FC_STORE_H

#include "store/header.h"
#include "store/key-wrap.h"
#include "store/record.h"
#include "util/error.h"

struct store {
	char *path;
	int root;    /* the directory */
	int current; /* its generation in use */
	struct store_header header;
	struct store_key *key; /* NULL while locked */
	int64_t kept_until;    /* Unix seconds; 0: it is not the kernel's key */
};

#define STORE_CLOSED                      \
	{                                 \
		.root = -1, .current = -1 \
	}
#define AUTO_STORE CLEANUP(store_close)

/* Closes it and wipes the key; the kernel's copy stays. */
void store_close(struct store *store);

/*
 * Where the store is: FLY_CRED_STORE, else fly-cred below XDG_DATA_HOME, else
 * ~/.local/share/fly-cred. The caller frees. ERR_USAGE without a home.
 */
bool store_path(char **ret_path, struct error *err) MUST_CHECK;

/*
 * Opens the store, locked. ERR_NOT_FOUND when there is none, ERR_FAILED when
 * it belongs to somebody else, ERR_CORRUPT when its header is damaged.
 */
bool store_open(struct store *ret_store, struct error *err) MUST_CHECK;

/*
 * Opens the generation in use, as at first or again after a rotation; the key
 * stays what it was.
 */
bool store_open_current(struct store *store, struct error *err) MUST_CHECK;

/*
 * The lock for what id names (which need not exist), held until the descriptor
 * is closed; at most that many milliseconds are waited. -1 as file_lock.
 */
int store_lock_record(struct store *store, const struct record_id *id,
		      int64_t milliseconds, struct error *err) MUST_CHECK;

/* For note.c: the file of that lock, below the store's directory. */
#define STORE_LOCK_SIZE (sizeof("locks/") + RECORD_NAME_SIZE)
void store_lock_path(const struct store *store, const struct record_id *id,
		     char ret_path[STORE_LOCK_SIZE]);

/* A directory of the generation in use, or -1. */
int store_directory(const struct store *store, const char *name,
		    struct error *err) MUST_CHECK;

/* A lock on all writing; shared to write, exclusive to rotate. */
int store_lock_writing(const struct store *store, bool exclusive,
		       struct error *err) MUST_CHECK;

#endif
