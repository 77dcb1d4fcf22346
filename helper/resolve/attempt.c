/* SPDX-License-Identifier: MIT */
/* One attempt at a time to renew a token; its failure serves all who wait. */
#include "config.h"

#include "resolve/attempt.h"

#include "store/note.h"
#include "util/alloc.h"

#include <errno.h>

/* The scope's text is the caller's, to free after the id was used. */
static struct record_id lock_id(const struct attempt *attempt, char **ret_scope)
{
	*ret_scope = issued_key_format(attempt->key);
	return (struct record_id){
		"renewal", attempt->key->account->id, *ret_scope,
		issued_profile_name(attempt->key->profile)};
}

void attempt_end(struct attempt *attempt)
{
	cleanup_close(&attempt->lock);
	secret_clear(&attempt->before);
}

static bool fail_busy(const struct attempt *attempt, struct error *err)
{
	return fail(err, ERR_FAILED,
		    "another fly-cred has been renewing the token for '%s' "
		    "for too long; try again",
		    attempt->key->scope->name);
}

bool attempt_wait(struct store *store, const struct issued_key *key,
		  int64_t seconds, struct attempt *ret_attempt,
		  struct error *err)
{
	AUTO_FREE char *scope = NULL;
	struct record_id id;
	struct attempt *attempt = ret_attempt;

	attempt->store = store;
	attempt->key = key;
	id = lock_id(attempt, &scope);
	if (!note_peek(store, &id, &attempt->before, err))
		return false;
	attempt->lock = store_lock_record(store, &id, seconds * 1000, err);
	if (attempt->lock >= 0)
		return true;
	return errno == EWOULDBLOCK ? fail_busy(attempt, err) : false;
}

/* A note that reports a failure has its code and message. */
static bool take_reason(const struct record *note, struct error *err)
{
	const char *message = attributes_get(&note->fields, "message");
	int64_t code;

	if (message == NULL ||
	    !attributes_get_number(&note->fields, "code", &code) ||
	    code < ERR_FAILED || code > ERR_CORRUPT)
		return false;
	fail(err, (enum error_code)code, "%s", message);
	return true;
}

bool attempt_was_made(struct attempt *attempt, struct error *err)
{
	AUTO_FREE char *scope = NULL;
	AUTO_SECRET struct secret now = SECRET_EMPTY;
	AUTO_RECORD struct record note = RECORD_EMPTY;
	struct record_id id = lock_id(attempt, &scope);
	struct error ignored;

	return note_peek(attempt->store, &id, &now, &ignored) &&
	       !slice_equal(secret_slice(&now),
			    secret_slice(&attempt->before)) &&
	       note_open(attempt->store, &id, &now, &note, &ignored) &&
	       take_reason(&note, err);
}

static bool leave(struct attempt *attempt, const struct secret *content,
		  struct error *err)
{
	AUTO_FREE char *scope = NULL;
	struct record_id id = lock_id(attempt, &scope);

	return note_write(attempt->store, attempt->lock, &id, content, err);
}

bool attempt_was_cut_short(struct attempt *attempt, struct record *ret_note,
			   const char **ret_name, int64_t *ret_expires_at)
{
	AUTO_FREE char *scope = NULL;
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	struct record_id id = lock_id(attempt, &scope);
	struct error ignored;

	if (!note_peek(attempt->store, &id, &bytes, &ignored) ||
	    !note_open(attempt->store, &id, &bytes, ret_note, &ignored))
		return false;
	*ret_name = attributes_get(&ret_note->fields, "name");
	return *ret_name && attributes_get_number(&ret_note->fields,
						  "expires_at", ret_expires_at);
}

/* What the token is called goes along while it is not known where it is. */
static bool add_name(const struct attempt *attempt, struct secret *text,
		     struct error *err)
{
	attributes_add_number(text, "expires_at", attempt->expires_at);
	return attributes_add(text, "name", attempt->name, err);
}

bool attempt_begin(struct attempt *attempt, const char *name,
		   int64_t expires_at, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	attempt->name = name;
	attempt->expires_at = expires_at;
	attributes_add_number(&text, "began", 1);
	return add_name(attempt, &text, err) && leave(attempt, &text, err);
}

void attempt_report(struct attempt *attempt, const struct error *reason,
		    bool is_open)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct error ignored;

	attributes_add_number(&text, "began", 1);
	if (is_open && !add_name(attempt, &text, &ignored))
		return;
	if (reason) {
		attributes_add_number(&text, "code", reason->code);
		if (!attributes_add(&text, "message", reason->message,
				    &ignored))
			return;
	}
	/* Who can't be told will try again, and no more. */
	leave(attempt, &text, &ignored);
}
