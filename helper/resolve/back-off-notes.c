/* SPDX-License-Identifier: MIT */
/* What is remembered of failures, across processes. */
#include "config.h"

#include "resolve/back-off-notes.h"

#include "resolve/create.h"
#include "store/note.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define LOCK_WAIT 2000 /* milliseconds; nobody keeps it longer than a write */

/* A note; the scope's text is owned, and NULL for that of the account. */
struct place {
	struct store *store;
	struct record_id id;
	char *scope;
};

#define AUTO_PLACE CLEANUP(place_clear)

static void place_clear(struct place *place)
{
	free(place->scope);
}

static struct place of_account(struct store *store,
			       const struct account *account)
{
	return (struct place){store, {"back-off", account->id, "", ""}, NULL};
}

static struct place of_scope(struct store *store, const struct issued_key *key)
{
	char *scope = issued_key_format(key);

	return (struct place){store,
			      {"back-off", key->account->id, scope,
			       issued_profile_name(key->profile)},
			      scope};
}

static int64_t number(const struct record *note, const char *key)
{
	int64_t value;

	return attributes_get_number(&note->fields, key, &value) ? value : 0;
}

static void text(const struct record *note, const char *key, char *ret_text,
		 size_t size)
{
	const char *value = attributes_get(&note->fields, key);

	snprintf(ret_text, size, "%s", value ? value : "");
}

/* False when there is no note that can be read; all is zero then. */
static bool load(const struct place *place, struct back_off *ret_state)
{
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	AUTO_RECORD struct record note = RECORD_EMPTY;
	struct error ignored;
	int64_t code;

	*ret_state = (struct back_off){.failures = 0};
	if (!note_peek(place->store, &place->id, &bytes, &ignored) ||
	    !note_open(place->store, &place->id, &bytes, &note, &ignored))
		return false;
	code = number(&note, "code");
	ret_state->failures = number(&note, "failures");
	ret_state->erasures = number(&note, "erasures");
	ret_state->since = number(&note, "since");
	ret_state->until = number(&note, "until");
	ret_state->code = code >= ERR_FAILED && code <= ERR_CORRUPT
				  ? (enum error_code)code
				  : ERR_FAILED;
	text(&note, "message", ret_state->message, sizeof(ret_state->message));
	text(&note, "login", ret_state->login, sizeof(ret_state->login));
	return true;
}

/* Takes the note, to be changed by nobody else until the lock is closed. */
static int begin(const struct place *place, struct back_off *ret_state)
{
	struct error ignored;
	int lock = store_lock_record(place->store, &place->id, LOCK_WAIT,
				     &ignored);

	load(place, ret_state);
	return lock;
}

/* Who can't be told will ask Fly once more, and that is all. */
static bool save(const struct place *place, int lock,
		 const struct back_off *state)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	struct error ignored;

	attributes_add_number(&content, "failures", state->failures);
	attributes_add_number(&content, "erasures", state->erasures);
	attributes_add_number(&content, "since", state->since);
	attributes_add_number(&content, "until", state->until);
	attributes_add_number(&content, "code", state->code);
	return lock >= 0 &&
	       attributes_add(&content, "message", state->message, &ignored) &&
	       attributes_add(&content, "login", state->login, &ignored) &&
	       note_write(place->store, lock, &place->id, &content, &ignored);
}

void back_off_login(struct store *store, const struct account *account,
		    char ret_text[BACK_OFF_LOGIN_SIZE])
{
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	unsigned char hash[BACK_OFF_LOGIN_SIZE / 2];
	struct error ignored;

	ret_text[0] = '\0';
	if (!account_login(store, account, &login, &ignored))
		return;
	crypto_generichash(hash, sizeof(hash),
			   (const unsigned char *)login.data, login.length,
			   NULL, 0);
	sodium_bin2hex(ret_text, BACK_OFF_LOGIN_SIZE, hash, sizeof(hash));
}

static bool is_refused(struct store *store, const struct account *account,
		       const struct back_off *state)
{
	char login[BACK_OFF_LOGIN_SIZE];

	if (*state->login == '\0')
		return false;
	back_off_login(store, account, login);
	return strcmp(login, state->login) == 0;
}

bool back_off_is_refused(struct store *store, const struct account *account)
{
	AUTO_PLACE struct place place = of_account(store, account);
	struct back_off state;

	return load(&place, &state) && is_refused(store, account, &state);
}

static bool fail_refused(const struct issued_key *key,
			 const struct back_off *state, struct error *err)
{
	char subject[CREATION_SUBJECT_SIZE];

	creation_subject(key->account, key->scope, subject);
	return fail(err, state->code, "%s: %s", subject, state->message);
}

static bool fail_waiting(const struct issued_key *key,
			 const struct back_off *state, int64_t left,
			 struct error *err)
{
	char subject[CREATION_SUBJECT_SIZE], wait[DURATION_SIZE];

	creation_subject(key->account, key->scope, subject);
	duration_format(left, wait);
	return fail(err, state->code,
		    "%s: %s; Fly is asked again in %s, or at once by 'fly-cred "
		    "renew'",
		    subject, state->message, wait);
}

bool back_off_allows(struct store *store, const struct issued_key *key,
		     struct error *err)
{
	AUTO_PLACE struct place account = of_account(store, key->account);
	AUTO_PLACE struct place scope = of_scope(store, key);
	const struct back_off *longer;
	struct back_off of_all, of_one;
	int64_t now = clock_now(), left;

	load(&account, &of_all);
	load(&scope, &of_one);
	if (is_refused(store, key->account, &of_all))
		return fail_refused(key, &of_all, err);
	longer = back_off_left(&of_one, now) > back_off_left(&of_all, now)
			 ? &of_one
			 : &of_all;
	left = back_off_left(longer, now);
	return left == 0 || fail_waiting(key, longer, left, err);
}

/* Without the scope: the same may be told to who asks for another one. */
static struct error bare_reason(const struct issued_key *key,
				const struct error *reason)
{
	struct error bare = *reason;
	char subject[CREATION_SUBJECT_SIZE];
	size_t length;

	creation_subject(key->account, key->scope, subject);
	length = strlen(subject);
	if (strncmp(reason->message, subject, length) == 0 &&
	    strncmp(reason->message + length, ": ", 2) == 0)
		fail(&bare, reason->code, "%s", reason->message + length + 2);
	return bare;
}

/* Counts it in the note of that place. */
static void note(const struct place *place, enum back_off_reach reach,
		 const struct back_off_failure *failure)
{
	struct back_off state;
	AUTO_CLOSE int lock = begin(place, &state);

	back_off_fail(&state, failure);
	state.login[0] = '\0';
	if (reach == BACK_OFF_LOGIN) {
		memcpy(state.login, failure->login, sizeof(state.login));
		state.until = 0; /* no time helps, but another login */
	}
	save(place, lock, &state);
}

void back_off_note_failure(struct store *store, const struct issued_key *key,
			   enum back_off_reach reach,
			   const struct back_off_failure *failure)
{
	AUTO_PLACE struct place account = of_account(store, key->account);
	AUTO_PLACE struct place scope = of_scope(store, key);
	struct error reason = bare_reason(key, failure->reason);
	struct back_off_failure bare = *failure;

	bare.reason = &reason;
	if (reach != BACK_OFF_NOTHING)
		note(reach == BACK_OFF_SCOPE ? &scope : &account, reach, &bare);
}

/* Without a note there is nothing to forget. */
static void forget(const struct place *place, bool fully)
{
	struct back_off state;
	AUTO_CLOSE int lock = -1;

	if (!load(place, &state))
		return;
	lock = begin(place, &state);
	if (fully)
		state = (struct back_off){.failures = 0};
	else
		back_off_succeed(&state);
	save(place, lock, &state);
}

void back_off_note_success(struct store *store, const struct issued_key *key,
			   bool fully)
{
	AUTO_PLACE struct place scope = of_scope(store, key);

	back_off_forget(store, key->account);
	forget(&scope, fully);
}

void back_off_note_erasure(struct store *store, const struct issued_key *key,
			   const struct issued *issued)
{
	AUTO_PLACE struct place place = of_scope(store, key);
	int64_t now = clock_now();
	struct back_off state;
	AUTO_CLOSE int lock = begin(&place, &state);

	back_off_erase(&state, now + issued->skew - issued->issued_at, now,
		       randombytes_random());
	save(&place, lock, &state);
}

void back_off_forget(struct store *store, const struct account *account)
{
	AUTO_PLACE struct place place = of_account(store, account);

	forget(&place, true);
}
