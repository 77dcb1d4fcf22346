/* SPDX-License-Identifier: MIT */
/* One record: what it is about, sealed to bytes, opened from bytes. */
#ifndef FC_RECORD_H
#define FC_RECORD_H

#include "store/header.h"
#include "store/store-key.h"
#include "util/attributes.h"

/* 16 bytes in hexadecimal and a NUL. */
#define RECORD_NAME_SIZE 33
/* Of a record's file; bytes. */
#define RECORD_MAX (512 * 1024)

/*
 * What makes a record that one and no other; parts that do not apply are "".
 * Accounts, apps and organizations go by numbers here, which never change,
 * except in the records that map a name to its number.
 */
struct record_id {
	const char *kind;    /* "accounts", "login", "app", "token" */
	const char *account; /* as the id of struct account */
	const char *scope;   /* for example "app:1234567" */
	const char *profile; /* for example "deploy" */
};

/*
 * The kind of record that other tools' credentials are in. Their names are made
 * with the store's salt instead of its key, so that a locked store can say
 * there is nothing; who has the directory can try which hosts have one.
 */
#define RECORD_FOREIGN "foreign"
bool record_is_foreign(const struct record_id *id);

/* An opened record: key=value lines, those of its id among them. */
struct record {
	struct secret text;
	struct attributes fields; /* point into text */
};

#define RECORD_EMPTY                           \
	{                                      \
		SECRET_EMPTY, ATTRIBUTES_EMPTY \
	}
#define AUTO_RECORD CLEANUP(record_clear)
void record_clear(struct record *record);

/*
 * The name of its file: a keyed hash, so that who can't open the store learns
 * nothing from a listing but number, padded size and times. Foreign records
 * need no key for it: it may be NULL.
 */
void record_name(const struct store_key *key, const struct store_header *header,
		 const struct record_id *id, char ret_name[RECORD_NAME_SIZE]);

/*
 * Seals content (key=value lines) under that name. XChaCha20-Poly1305 with a
 * random nonce; store id, generation and name (and with it the record's id)
 * are bound as associated data. ERR_FAILED when the id can't be written.
 */
bool record_seal(const struct store_key *key, const struct store_header *header,
		 const struct record_id *id, const struct secret *content,
		 struct secret *ret_bytes, struct error *err) MUST_CHECK;

/*
 * Opens what the file of that name holds. ERR_CORRUPT when it was damaged or
 * moved here from another name, store or generation.
 */
bool record_open(const struct store_key *key, const struct store_header *header,
		 const char *name, struct slice bytes,
		 struct record *ret_record, struct error *err) MUST_CHECK;

#endif
