/* SPDX-License-Identifier: MIT */
/*
 * Tokens that are still to be revoked at Fly: others have replaced them, or
 * nobody ever got them. Nothing runs in the background: the store remembers
 * them.
 */
#ifndef FC_REVOCATION_H
#define FC_REVOCATION_H

#include "store/store.h"

#include <stdint.h>

/* Texts are borrowed from the record, or from the caller. */
struct revocation {
	const char *id;		  /* of the record at Fly; "": not known yet */
	const char *name;	  /* at Fly, of one that nobody got; else "" */
	const char *account;	  /* as the id of struct account */
	const char *account_name; /* for people */
	const char *names;	  /* "app:shop" */
	const char *profile;	  /* "deploy" */
	int64_t due_at;		  /* seconds since the epoch, by our clock */
	int64_t expires_at;	  /* the same; then it dies by itself */
};

struct revocations {
	struct record record;
	struct revocation *items;
	size_t count;
};

#define REVOCATIONS_EMPTY              \
	{                              \
		.record = RECORD_EMPTY \
	}
#define AUTO_REVOCATIONS CLEANUP(revocations_clear)
void revocations_clear(struct revocations *revocations);

/* All that have not expired; that there are none is no error. */
bool revocations_load(struct store *store, struct revocations *ret_revocations,
		      struct error *err) MUST_CHECK;

/* Of those whose name alone is known only the newest so many are remembered. */
#define REVOCATIONS_NAMED_MAX 32

/* The id, or the name of one without. */
const char *revocation_key(const struct revocation *revocation);

/* Remembers it, in place of what was remembered of the same key. */
bool revocation_add(struct store *store, const struct revocation *revocation,
		    struct error *err) MUST_CHECK;

/* Forgets it; that it was not remembered is no error and writes nothing. */
bool revocation_drop(struct store *store, const char *key, struct error *err)
	MUST_CHECK;

/*
 * Forgets those of the account of that id, revoked or not; that there are none
 * is no error and writes nothing.
 */
bool revocations_forget(struct store *store, const char *account,
			struct error *err) MUST_CHECK;

#endif
