/* SPDX-License-Identifier: MIT */
/* Issued tokens in the store. */
#include "config.h"

#include "resolve/issued.h"

#include "store/records.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_SCOPE_SIZE (32 + CLUSTER_NAME_MAX)

/* Seconds by which a clock may be set back without anybody asking why. */
#define CLOCK_STEP 60

void issued_clear(struct issued *issued)
{
	record_clear(&issued->record);
	*issued = (struct issued)ISSUED_EMPTY;
}

/* "app:1234567": the record of a token goes by number, not by name. */
static void number_scope(const struct issued_key *key, uint64_t app_number,
			 uint64_t organization_number,
			 char ret_scope[NUMBER_SCOPE_SIZE])
{
	bool app = key->profile == ISSUED_APP;

	snprintf(ret_scope, NUMBER_SCOPE_SIZE, "%s:%llu%s%s",
		 app ? "app" : "org",
		 (unsigned long long)(app ? app_number : organization_number),
		 key->cluster ? "/" : "", key->cluster ? key->cluster : "");
}

static struct record_id name_id(const struct issued_key *key, const char *scope)
{
	return (struct record_id){"scope", key->account->id, scope, ""};
}

static struct record_id token_id(const struct issued_key *key,
				 const char *scope)
{
	return (struct record_id){"token", key->account->id, scope,
				  issued_profile_name(key->profile)};
}

/* The one thing to do about it, whichever of the two records it is. */
static bool damaged(const struct issued_key *key, struct error *err)
{
	AUTO_FREE char *options = issued_key_options(key);

	return fail(err, ERR_CORRUPT,
		    "the stored token for %s '%s' (account %s) is damaged; "
		    "'fly-cred renew %s' replaces it",
		    key->scope->kind == SCOPE_APP ? "app" : "organization",
		    key->scope->name, key->account->name, options);
}

static bool read_record(struct store *store, const struct issued_key *key,
			const struct record_id *id, struct record *ret_record,
			struct error *err)
{
	return store_read(store, id, ret_record, err) ||
	       (err->code == ERR_CORRUPT && damaged(key, err));
}

bool issued_numbers(struct store *store, const struct issued_key *key,
		    struct issued *issued, struct error *err)
{
	AUTO_FREE char *scope = scope_format(key->scope);
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct record_id id = name_id(key, scope);
	int64_t app = 0, organization = 0;
	const char *slug;

	if (!read_record(store, key, &id, &record, err))
		return false;
	slug = attributes_get(&record.fields, "organization");
	if (slug == NULL || strlen(slug) > SCOPE_NAME_MAX ||
	    !attributes_get_number(&record.fields, "app_number", &app) ||
	    !attributes_get_number(&record.fields, "organization_number",
				   &organization))
		return damaged(key, err);
	memcpy(issued->organization, slug, strlen(slug) + 1);
	issued->app_number = (uint64_t)app;
	issued->organization_number = (uint64_t)organization;
	return true;
}

bool issued_find_organization(struct store *store, const struct issued_key *key,
			      uint64_t *ret_number, struct error *err)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;

	if (!issued_numbers(store, key, &issued, err))
		return false;
	*ret_number = issued.organization_number;
	return true;
}

bool issued_find(struct store *store, const struct issued_key *key,
		 struct issued *ret_issued, struct error *err)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	const struct attributes *fields = &issued.record.fields;
	char scope[NUMBER_SCOPE_SIZE];
	struct record_id id;

	if (!issued_numbers(store, key, &issued, err))
		return false;
	number_scope(key, issued.app_number, issued.organization_number, scope);
	id = token_id(key, scope);
	if (!read_record(store, key, &id, &issued.record, err))
		return false;
	issued.permissions = attributes_get(fields, "permissions");
	issued.discharges = attributes_get(fields, "discharges");
	issued.id = attributes_get(fields, "id");
	issued.name = attributes_get(fields, "name");
	if (!issued.permissions || !issued.id || !issued.name ||
	    !attributes_get_number(fields, "issued_at", &issued.issued_at) ||
	    !attributes_get_number(fields, "expires_at", &issued.expires_at) ||
	    !attributes_get_number(fields, "skew", &issued.skew))
		return damaged(key, err);
	issued_clear(ret_issued);
	*ret_issued = issued;
	issued = (struct issued)ISSUED_EMPTY;
	return true;
}

bool issued_keep_name(struct store *store, const struct issued_key *key,
		      const struct issued_new *seen, struct error *err)
{
	AUTO_FREE char *scope = scope_format(key->scope);
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct record_id id = name_id(key, scope);

	attributes_add_number(&text, "app_number", (int64_t)seen->app_number);
	attributes_add_number(&text, "organization_number",
			      (int64_t)seen->organization_number);
	return attributes_add(&text, "organization", seen->organization,
			      err) &&
	       store_write(store, &id, &text, err);
}

bool issued_forget_name(struct store *store, const struct issued_key *key,
			struct error *err)
{
	AUTO_FREE char *scope = scope_format(key->scope);
	struct record_id id = name_id(key, scope);

	return store_remove(store, &id, err);
}

static bool keep_token(struct store *store, const struct issued_key *key,
		       const struct issued_new *fresh, struct error *err)
{
	AUTO_FREE char *names = scope_format(key->scope);
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	char scope[NUMBER_SCOPE_SIZE];
	struct record_id id;

	number_scope(key, fresh->app_number, fresh->organization_number, scope);
	id = token_id(key, scope);
	if (!attributes_add(&text, "names", names, err) ||
	    (key->cluster &&
	     !attributes_add(&text, "cluster", key->cluster, err)) ||
	    !attributes_add(&text, "account_name", key->account->name, err) ||
	    !attributes_add(&text, "organization", fresh->organization, err) ||
	    !attributes_add(&text, "id", fresh->id, err) ||
	    !attributes_add(&text, "name", fresh->name, err) ||
	    !attributes_add(&text, "permissions",
			    secret_text(fresh->permissions), err) ||
	    !attributes_add(&text, "discharges", fresh->discharges->data, err))
		return false;
	attributes_add_number(&text, "issued_at", fresh->issued_at);
	attributes_add_number(&text, "expires_at", fresh->expires_at);
	attributes_add_number(&text, "skew", fresh->skew);
	if (fresh->lasts_until > fresh->expires_at + MINUTE)
		attributes_add_number(&text, "lasts_until", fresh->lasts_until);
	return store_write(store, &id, &text, err);
}

/* The name stood for something else: an app that is gone, or renamed. */
static bool forget_former(struct store *store, const struct issued_key *key,
			  const struct issued *former, struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	AUTO_FREE char *names = scope_format(key->scope);
	char scope[NUMBER_SCOPE_SIZE];
	struct record_id id;
	const char *found;

	number_scope(key, former->app_number, former->organization_number,
		     scope);
	id = token_id(key, scope);
	if (!store_read(store, &id, &record, err))
		return err->code == ERR_NOT_FOUND;
	found = attributes_get(&record.fields, "names");
	return found == NULL || strcmp(found, names) != 0 ||
	       store_remove(store, &id, err);
}

static bool is_same(const struct issued_key *key, const struct issued *former,
		    const struct issued_new *fresh)
{
	return key->profile == ISSUED_APP
		       ? former->app_number == fresh->app_number
		       : former->organization_number ==
				 fresh->organization_number;
}

bool issued_keep(struct store *store, const struct issued_key *key,
		 const struct issued_new *fresh, struct error *err)
{
	AUTO_ISSUED struct issued former = ISSUED_EMPTY;
	bool had_name = issued_numbers(store, key, &former, err);

	/* The token first: a name without a token is looked up again. */
	return keep_token(store, key, fresh, err) &&
	       issued_keep_name(store, key, fresh, err) &&
	       (!had_name || is_same(key, &former, fresh) ||
		forget_former(store, key, &former, err));
}

bool issued_forget(struct store *store, const struct issued_key *key,
		   struct error *err)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	char scope[NUMBER_SCOPE_SIZE];
	struct record_id id;

	if (!issued_numbers(store, key, &issued, err))
		return err->code == ERR_NOT_FOUND;
	number_scope(key, issued.app_number, issued.organization_number, scope);
	id = token_id(key, scope);
	return store_remove(store, &id, err);
}

int64_t issued_lasts_until(const struct issued *issued)
{
	int64_t until;

	if (attributes_get_number(&issued->record.fields, "lasts_until",
				  &until) &&
	    until > issued->expires_at)
		return until;
	return issued->expires_at;
}

struct life issued_life(const struct issued *issued, int64_t now)
{
	int64_t given = issued->expires_at - issued->issued_at;
	int64_t left = issued->expires_at - (now + issued->skew);

	return (struct life){
		.given = given,
		.left = left < given ? left : given,
		.is_doubtful = left > given + CLOCK_STEP,
	};
}
