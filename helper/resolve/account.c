/* SPDX-License-Identifier: MIT */
/* Accounts: who is logged in, and what each login is bound to. */
#include "config.h"

#include "resolve/account.h"

#include "store/records.h"
#include "util/timestamp.h"

#include <string.h>

static const struct record_id index_id = {"accounts", "", "", ""};

static struct record_id login_id(const struct account *account)
{
	return (struct record_id){"login", account->id, "", ""};
}

void accounts_clear(struct accounts *accounts)
{
	record_clear(&accounts->record);
	accounts->count = 0;
}

/* Which text of the account a key stands for, or NULL. */
static const char **text_of(struct account *account, const char *key)
{
	static const struct {
		const char *key;
		size_t offset;
	} texts[] = {
		{"id", offsetof(struct account, id)},
		{"name", offsetof(struct account, name)},
		{"email", offsetof(struct account, email)},
		{"origin", offsetof(struct account, origin)},
		{"ca_file", offsetof(struct account, ca_file)},
		{"proxy", offsetof(struct account, proxy)},
		{"registry", offsetof(struct account, registry)},
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].key, key) == 0)
			return (const char **)((char *)account +
					       texts[i].offset);
	return NULL;
}

/* One line of the index; "id" begins an account. */
static bool take(struct accounts *accounts, const struct attribute *line)
{
	struct account *account = &accounts->items[accounts->count];
	const char **text;

	if (strcmp(line->key, "id") == 0) {
		if (accounts->count == ACCOUNTS_MAX)
			return false;
		account = &accounts->items[accounts->count++];
		*account = (struct account){.name = "",
					    .email = "",
					    .origin = "",
					    .ca_file = "",
					    .proxy = "",
					    .registry = ""};
	} else if (accounts->count == 0) {
		return true; /* the lines of the record's own id */
	} else {
		account--;
	}
	text = text_of(account, line->key);
	if (text)
		*text = line->value;
	else if (strcmp(line->key, "adopted") == 0)
		account->adopted = strcmp(line->value, "1") == 0;
	else if (strcmp(line->key, "own") == 0)
		account->own = strcmp(line->value, "1") == 0;
	else if (strcmp(line->key, "added_at") == 0)
		return number_parse(line->value, &account->added_at);
	return true;
}

static bool fail_index(struct error *err)
{
	return fail(err, ERR_CORRUPT,
		    "the list of accounts in the store is damaged; restore the "
		    "store from a backup, or run 'fly-cred login' for each "
		    "account");
}

bool accounts_load(struct store *store, struct accounts *ret_accounts,
		   struct error *err)
{
	struct accounts *accounts = ret_accounts;
	size_t i;

	accounts_clear(accounts);
	if (!store_read(store, &index_id, &accounts->record, err))
		return err->code == ERR_NOT_FOUND ||
		       (err->code == ERR_CORRUPT && fail_index(err));
	for (i = 0; i < accounts->record.fields.count; i++)
		if (!take(accounts, &accounts->record.fields.items[i]))
			return fail_index(err);
	return true;
}

static bool write_account(struct secret *text, const struct account *account,
			  struct error *err)
{
	if (!attributes_add(text, "id", account->id, err) ||
	    !attributes_add(text, "name", account->name, err) ||
	    !attributes_add(text, "email", account->email, err) ||
	    !attributes_add(text, "origin", account->origin, err) ||
	    !attributes_add(text, "ca_file", account->ca_file, err) ||
	    !attributes_add(text, "proxy", account->proxy, err) ||
	    !attributes_add(text, "registry", account->registry, err))
		return false;
	attributes_add_number(text, "adopted", account->adopted);
	attributes_add_number(text, "own", account->own);
	attributes_add_number(text, "added_at", account->added_at);
	return true;
}

bool accounts_add(struct store *store, const struct account *account,
		  struct error *err)
{
	AUTO_CLOSE int lock = store_lock_record(store, &index_id, 10000, err);
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	size_t i;

	if (lock < 0)
		return false;
	/* Who logs in again gets a damaged index replaced. */
	if (!accounts_load(store, &accounts, err)) {
		if (err->code != ERR_CORRUPT)
			return false;
		accounts.count = 0;
	}
	for (i = 0; i < accounts.count; i++) {
		if (strcmp(accounts.items[i].id, account->id) == 0)
			continue;
		if (strcmp(accounts.items[i].name, account->name) == 0)
			return fail(err, ERR_USAGE,
				    "there is another account named '%s'; "
				    "choose a name with --name",
				    account->name);
		if (!write_account(&text, &accounts.items[i], err))
			return false;
	}
	if (accounts.count == ACCOUNTS_MAX)
		return fail(err, ERR_USAGE, "there are %d accounts already",
			    ACCOUNTS_MAX);
	return write_account(&text, account, err) &&
	       store_write(store, &index_id, &text, err);
}

bool accounts_remove(struct store *store, const char *id, struct error *err)
{
	AUTO_CLOSE int lock = store_lock_record(store, &index_id, 10000, err);
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	size_t i;

	if (lock < 0 || !accounts_load(store, &accounts, err))
		return false;
	for (i = 0; i < accounts.count; i++)
		if (strcmp(accounts.items[i].id, id) != 0 &&
		    !write_account(&text, &accounts.items[i], err))
			return false;
	return text.length ? store_write(store, &index_id, &text, err)
			   : store_remove(store, &index_id, err);
}

bool account_login(struct store *store, const struct account *account,
		   struct secret *ret_token, struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct record_id id = login_id(account);
	const char *token = NULL;

	if (store_read(store, &id, &record, err))
		token = attributes_get(&record.fields, "token");
	else if (err->code == ERR_CORRUPT)
		return fail(err, ERR_CORRUPT,
			    "the login of '%s' is damaged; run 'fly-cred "
			    "login' again",
			    account->name);
	else if (err->code != ERR_NOT_FOUND)
		return false;
	if (token == NULL)
		return fail(err, ERR_NOT_FOUND,
			    "the login of '%s' is not in the store; run "
			    "'fly-cred login' again",
			    account->name);
	secret_append_string(ret_token, token);
	return true;
}

bool account_set_login(struct store *store, const struct account *account,
		       const struct secret *token, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct record_id id = login_id(account);

	return attributes_add(&text, "token", secret_text(token), err) &&
	       store_write(store, &id, &text, err);
}
