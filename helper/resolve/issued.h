/* SPDX-License-Identifier: MIT */
/*
 * Issued tokens in the store: what Fly's API made for one app or organization,
 * and which numbers the names stand for. They leave the store narrowed only.
 */
#ifndef FC_ISSUED_H
#define FC_ISSUED_H

#include "resolve/account.h"
#include "resolve/life.h"
#include "store/store.h"
#include "token/scope.h"

#include <stdint.h>

/* Fly's profiles for createLimitedAccessToken. */
enum issued_profile {
	ISSUED_APP,
	ISSUED_ORGANIZATION,
	ISSUED_LITEFS_CLOUD, /* one cluster of an organization */
};

/* Characters in the name of a cluster. */
#define CLUSTER_NAME_MAX 63

/* What a token is for. */
struct issued_key {
	const struct account *account;
	const struct scope *scope; /* as named by the person */
	enum issued_profile profile;
	const char *cluster; /* of ISSUED_LITEFS_CLOUD, else NULL */
};

struct issued {
	struct record record;
	/* From the record of the name: */
	uint64_t app_number; /* 0 when the scope is an organization */
	uint64_t organization_number;
	char organization[SCOPE_NAME_MAX + 1]; /* its slug */
	/* From the record of the token, into which they point: */
	const char *permissions; /* without scheme word */
	const char *discharges;	 /* of theirs, NULL when they need none */
	const char *id;		 /* of the record at Fly */
	const char *name;
	int64_t issued_at, expires_at; /* by Fly's clock */
	int64_t skew; /* seconds Fly's clock is ahead of ours */
};

#define ISSUED_EMPTY                   \
	{                              \
		.record = RECORD_EMPTY \
	}
#define AUTO_ISSUED CLEANUP(issued_clear)
void issued_clear(struct issued *issued);

/* A token as it came, to be kept. */
struct issued_new {
	uint64_t app_number, organization_number;
	const char *organization;		       /* slug */
	const struct secret *permissions, *discharges; /* see bundle_split */
	const char *id, *name;
	int64_t issued_at, expires_at, skew; /* as in struct issued */
	int64_t lasts_until; /* the token itself, with other discharges */
};

/* "deploy", "deploy_organization" or "litefs_cloud"; and back. */
const char *issued_profile_name(enum issued_profile profile);
bool issued_profile_parse(const char *name, enum issued_profile *ret_profile)
	MUST_CHECK;

/* "app:shop", "org:acme" or "org:acme/books", which the caller frees. */
char *issued_key_format(const struct issued_key *key);

/* The options that name it, "--org acme --profile org"; the same. */
char *issued_key_options(const struct issued_key *key);

/* The first part alone: which numbers the name stands for. Errors as below. */
bool issued_numbers(struct store *store, const struct issued_key *key,
		    struct issued *issued, struct error *err) MUST_CHECK;

/*
 * Finds the token. ERR_NOT_FOUND when there is none yet, ERR_CORRUPT when a
 * record is damaged.
 */
bool issued_find(struct store *store, const struct issued_key *key,
		 struct issued *ret_issued, struct error *err) MUST_CHECK;

/*
 * The number of the organization that the name stands for or its app was in
 * when a token was made last; errors are those of issued_find.
 */
bool issued_find_organization(struct store *store, const struct issued_key *key,
			      uint64_t *ret_number, struct error *err)
	MUST_CHECK;

/*
 * Keeps it in place of an older one, also of one for what had that name before.
 */
bool issued_keep(struct store *store, const struct issued_key *key,
		 const struct issued_new *fresh, struct error *err) MUST_CHECK;

/*
 * Keeps only which numbers the name stands for, and forgets only that; the
 * token, if there is one, is found again when the name is known again.
 */
bool issued_keep_name(struct store *store, const struct issued_key *key,
		      const struct issued_new *seen, struct error *err)
	MUST_CHECK;
bool issued_forget_name(struct store *store, const struct issued_key *key,
			struct error *err) MUST_CHECK;

/* Forgets it; that it is not there is no error. */
bool issued_forget(struct store *store, const struct issued_key *key,
		   struct error *err) MUST_CHECK;

/*
 * When the token itself ends, by Fly's clock, whatever its discharges do; never
 * before expires_at.
 */
int64_t issued_lasts_until(const struct issued *issued);

/*
 * What it was given and what is left of it, at our clock's now: never more than
 * what it was given, and doubtful where the clock was set back since.
 */
struct life issued_life(const struct issued *issued, int64_t now);

#endif
