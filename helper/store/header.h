/* SPDX-License-Identifier: MIT */
/* What identifies a store and tells the right key from a wrong one. */
#ifndef FC_HEADER_H
#define FC_HEADER_H

#include "store/store-key.h"
#include "util/error.h"

#include <stdint.h>

#define STORE_VERSION	       1
#define STORE_ID_SIZE	       16
#define STORE_SALT_SIZE	       16
#define STORE_DESCRIPTION_SIZE (sizeof("fly-cred:") + 2 * STORE_ID_SIZE)

/* The file "header" of a store; its form is in fly-cred-store(5). */
struct store_header {
	uint8_t id[STORE_ID_SIZE];     /* for ever the same */
	uint8_t salt[STORE_SALT_SIZE]; /* names of foreign hosts' records */
	int64_t generation;	       /* counts the store keys, from 1 */
	uint8_t check[STORE_CHECK_SIZE];
};

/* A new store's header for that key: random id and salt, generation 1. */
void header_new(struct store_header *ret_header, const struct store_key *key);

/* The same store under another key. */
void header_next(struct store_header *header, const struct store_key *key);

/*
 * Reads dir's file "header". ERR_NOT_FOUND when there is none; ERR_CORRUPT when
 * it can't be understood; another version is ERR_CORRUPT and names both.
 */
bool header_read(int dir, struct store_header *ret_header, struct error *err)
	MUST_CHECK;
bool header_write(int dir, const struct store_header *header, struct error *err)
	MUST_CHECK;

/* Whether it is this store's key, in constant time. */
bool header_accepts(const struct store_header *header,
		    const struct store_key *key);

/* Under what name the kernel keeps the unlocked key: "fly-cred:<store id>". */
void header_describe(const struct store_header *header,
		     char ret_description[STORE_DESCRIPTION_SIZE]);

#endif
