/* SPDX-License-Identifier: MIT */
/* Accounts: who is logged in, and what each login is bound to. */
#ifndef FC_ACCOUNT_H
#define FC_ACCOUNT_H

#include "resolve/settings.h"
#include "store/store.h"

#define ACCOUNTS_MAX 32

/* Borrowed from the record that names them, or from the caller. */
struct account {
	const char *id;	  /* "NUMBER@ORIGIN": user at Fly, API */
	const char *name; /* what --account takes */
	const char *email;
	/* What the login was made with, and the only place it is sent to. */
	const char *origin;   /* of the API: "https://api.fly.io" */
	const char *ca_file;  /* "" for the system's */
	const char *proxy;    /* "" for none */
	const char *registry; /* "registry.fly.io" */
	bool adopted;	      /* another tool's login: forget, never revoke */
	bool own;	      /* of a session that fly-cred began itself */
	int64_t added_at;     /* seconds since the epoch */
};

struct accounts {
	struct record record;
	struct account items[ACCOUNTS_MAX];
	size_t count;
};

#define ACCOUNTS_EMPTY                 \
	{                              \
		.record = RECORD_EMPTY \
	}
#define AUTO_ACCOUNTS CLEANUP(accounts_clear)
void accounts_clear(struct accounts *accounts);

/* All accounts; a store without any is no error. */
bool accounts_load(struct store *store, struct accounts *ret_accounts,
		   struct error *err) MUST_CHECK;

/*
 * Adds the account, or replaces the one of the same id. ERR_USAGE when another
 * has its name or there are too many.
 */
bool accounts_add(struct store *store, const struct account *account,
		  struct error *err) MUST_CHECK;

/* Takes it off the list; that it is not there is no error. */
bool accounts_remove(struct store *store, const char *id, struct error *err)
	MUST_CHECK;

/*
 * The account of that name; with NULL or "" the one the settings name, else
 * the only one bound to the API, CA, proxy and registry of the settings.
 * ERR_NOT_FOUND when there is none ("fly-cred login"), ERR_USAGE when it is not
 * clear which, with the choices, or when the one named is bound to others than
 * the settings have.
 */
bool account_choose(const struct accounts *accounts,
		    const struct settings *settings, const char *name,
		    const struct account **ret_account, struct error *err)
	MUST_CHECK;

/* The same for who sends nothing: whatever it is bound to. */
bool account_find(const struct accounts *accounts,
		  const struct settings *settings, const char *name,
		  const struct account **ret_account, struct error *err)
	MUST_CHECK;
bool account_check_binding(const struct account *account,
			   const struct settings *settings, struct error *err)
	MUST_CHECK;

/*
 * Whether several accounts are bound there and none is named: then
 * scope_account_choose has to know what for.
 */
bool account_depends_on_scope(const struct accounts *accounts,
			      const struct settings *settings,
			      const char *name);

/* Some of the accounts, borrowed. */
struct account_list {
	const struct account *items[ACCOUNTS_MAX];
	size_t count;
};

/* Those bound to the API, CA, proxy and registry of the settings. */
void accounts_bound(const struct accounts *accounts,
		    const struct settings *settings,
		    struct account_list *ret_list);

/* "one, two, three", cut off where it gets too long. */
#define ACCOUNT_NAMES_SIZE 300
void account_list_names(const struct account_list *list,
			char ret_names[ACCOUNT_NAMES_SIZE]);

/* The login's token, in normal form. ERR_NOT_FOUND: log in again. */
bool account_login(struct store *store, const struct account *account,
		   struct secret *ret_token, struct error *err) MUST_CHECK;
bool account_set_login(struct store *store, const struct account *account,
		       const struct secret *token, struct error *err)
	MUST_CHECK;

/*
 * Destroys all that the store has of the account: login, tokens, names, what
 * was to be revoked, how renewals ended, the account itself, and what older
 * generations or writes cut short have left.
 */
bool account_forget(struct store *store, const struct account *account,
		    struct error *err) MUST_CHECK;

#endif
