/* SPDX-License-Identifier: MIT */
/* New tokens from Fly's API, one process at a time. */
#include "config.h"

#include "resolve/renew.h"

#include "api/call.h"
#include "resolve/attempt.h"
#include "resolve/back-off-notes.h"
#include "resolve/create.h"
#include "resolve/discharge.h"
#include "resolve/orphan.h"
#include "resolve/refresh.h"
#include "resolve/token-name.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <sodium.h>
#include <string.h>

/* Longer than making a token may take, so that the one who has the lock wins. */
#define LOCK_WAIT (API_TIMEOUT + API_GRACE + DISCHARGE_TIMEOUT + 3)

/* What is left for asking, for who waited as long as that. */
#define ASK_TIME 15
_Static_assert(LOCK_WAIT + ASK_TIME <= SESSION_TIME,
	       "who has waited has time to ask");

static int64_t lock_wait(const struct session *session)
{
	int64_t left = session_left(session) - ASK_TIME;

	return left < LOCK_WAIT ? left : LOCK_WAIT;
}

/*
 * Whether found is another token than the one that was found wanting, or, for
 * who does not insist on another, goes on for longer.
 */
static bool is_newer(const struct issued *found, const struct renewal *renewal)
{
	const struct issued *seen = renewal->seen;

	return seen->id == NULL || strcmp(found->id, seen->id) != 0 ||
	       (!renewal->is_asked_for && found->expires_at > seen->expires_at);
}

/* A token on its way into the store. */
struct fresh {
	struct creation creation;
	char *name, *remedy;
	struct api_token token;
	bool needs_person;
	bool has_old; /* the one found wanting is still stored */
};

static void fresh_clear(struct fresh *fresh)
{
	api_token_clear(&fresh->token);
	free(fresh->name);
	free(fresh->remedy);
}

static struct fresh fresh_new(const struct issued_key *key, int64_t life,
			      const struct person *person)
{
	AUTO_FREE char *options = issued_key_options(key);
	struct fresh fresh = {
		.name = token_name(key->scope),
		.remedy = alloc_formatted("fly-cred renew %s", options),
	};

	fresh.creation = (struct creation){
		.account = key->account,
		.scope = key->scope,
		.profile = issued_profile_name(key->profile),
		.cluster = key->cluster,
		.name = fresh.name,
		.life = life,
		.remedy = fresh.remedy,
		.person = person,
	};
	return fresh;
}

static bool keep(struct session *session, const struct issued_key *key,
		 const struct fresh *made, struct error *err)
{
	const struct api_token *token = &made->token;
	int64_t skew = token->place.reply.facts.skew;
	struct issued_new fresh = {
		.app_number = (uint64_t)token->place.app_number,
		.organization_number =
			(uint64_t)token->place.organization.number,
		.organization = token->place.organization.slug,
		.id = token->id,
		.name = made->name,
		.issued_at = clock_now() + skew,
		.expires_at = token->expires_at,
		.lasts_until = token->lasts_until,
		.skew = skew,
	};

	return token_keep(&session->store, key, slice_of_string(token->text),
			  &fresh, err);
}

/*
 * A token that nobody will have is to be revoked. False: only its name is left,
 * and nobody was told that.
 */
static bool remember_lost(struct store *store, const struct issued_key *key,
			  const struct fresh *fresh)
{
	const struct api_token *token = &fresh->token;
	struct error ignored;

	if (!token->place.reply.facts.was_sent && token->text == NULL)
		return true;
	return orphan_remember(store, key, token->id, fresh->name,
			       clock_now() + fresh->creation.life, &ignored);
}

/* Asks Fly for a token of a new name: to create is not idempotent. */
static bool ask(struct session *session, const struct issued_key *key,
		struct fresh *fresh, struct attempt *attempt, struct error *err)
{
	bool is_open = false, done;

	if (!attempt_begin(attempt, fresh->name,
			   clock_now() + fresh->creation.life, err))
		return false;
	done = token_create(session, &fresh->creation, &fresh->token,
			    &fresh->needs_person, err) &&
	       keep(session, key, fresh, err);
	/* What waits for a person is not lost yet. */
	if (!done && (!fresh->needs_person || fresh->creation.person == NULL))
		is_open = !remember_lost(&session->store, key, fresh);
	attempt_report(attempt, done ? NULL : err, is_open);
	return done;
}

/* The same, once more where the answer alone may have got lost. */
static bool ask_again(struct session *session, const struct issued_key *key,
		      struct fresh *fresh, struct attempt *attempt,
		      struct error *err)
{
	const struct person *person = fresh->creation.person;
	int64_t life = fresh->creation.life;

	if (!fresh->token.place.reply.facts.may_repeat)
		return false;
	fresh_clear(fresh);
	*fresh = fresh_new(key, life, person);
	return ask(session, key, fresh, attempt, err);
}

/* The token that is there, prolonged, if that can be done. */
static bool refresh(struct session *session, const struct renewal *renewal,
		    const struct fresh *fresh)
{
	struct error ignored;

	return renewal->may_refresh && fresh->has_old &&
	       token_refresh(session, renewal->key, renewal->seen, &ignored);
}

/* Asks Fly, and remembers what came of it for those who come later. */
static bool ask_and_note(struct session *session, struct renewal *renewal,
			 struct fresh *fresh, struct attempt *attempt,
			 struct error *err)
{
	struct store *store = &session->store;
	const struct protocol_facts *facts = &fresh->token.place.reply.facts;
	char login[BACK_OFF_LOGIN_SIZE];
	struct back_off_failure failure = {
		.reason = err,
		.began = clock_now(),
		.random = randombytes_random(),
		.login = login,
	};

	back_off_login(store, renewal->key->account, login);
	if (refresh(session, renewal, fresh) ||
	    ask(session, renewal->key, fresh, attempt, err) ||
	    ask_again(session, renewal->key, fresh, attempt, err)) {
		back_off_note_success(store, renewal->key,
				      renewal->is_asked_for);
		return true;
	}
	failure.now = clock_now();
	failure.retry_after = facts->retry_after;
	renewal->reach = back_off_reach(facts, err->code,
					fresh->token.text != NULL);
	back_off_note_failure(store, renewal->key, renewal->reach, &failure);
	return false;
}

/* Who died between asking and keeping left a name in the note. */
static bool take_over(struct store *store, const struct issued_key *key,
		      struct attempt *attempt, struct error *err)
{
	AUTO_RECORD struct record note = RECORD_EMPTY;
	AUTO_ISSUED struct issued stored = ISSUED_EMPTY;
	struct error ignored;
	const char *name;
	int64_t expires_at;

	if (!attempt_was_cut_short(attempt, &note, &name, &expires_at) ||
	    (issued_find(store, key, &stored, &ignored) &&
	     strcmp(stored.name, name) == 0))
		return true;
	return orphan_remember(store, key, NULL, name, expires_at, err);
}

/* Our own attempt, unless one failed while we waited for it. */
static bool try_once(struct session *session, struct renewal *renewal,
		     struct fresh *fresh, struct attempt *attempt,
		     struct error *err)
{
	struct store *store = &session->store;

	return !attempt_was_made(attempt, err) &&
	       (renewal->is_asked_for ||
		back_off_allows(store, renewal->key, err)) &&
	       take_over(store, renewal->key, attempt, err) &&
	       ask_and_note(session, renewal, fresh, attempt, err);
}

/* The token that others got meanwhile, or one of our own. */
static bool obtain(struct session *session, struct renewal *renewal,
		   struct fresh *fresh, struct issued *ret_found,
		   struct error *err)
{
	const struct issued_key *key = renewal->key;
	AUTO_ATTEMPT struct attempt attempt = ATTEMPT_NONE;

	if (!attempt_wait(&session->store, key, lock_wait(session), &attempt,
			  err))
		return false;
	fresh->has_old = issued_find(&session->store, key, ret_found, err);
	if (fresh->has_old && is_newer(ret_found, renewal))
		return true;
	return try_once(session, renewal, fresh, &attempt, err) &&
	       issued_find(&session->store, key, ret_found, err);
}

static bool confirm_and_keep(struct session *session,
			     const struct renewal *renewal, struct fresh *fresh,
			     struct issued *ret_found, struct error *err)
{
	const struct issued_key *key = renewal->key;
	AUTO_ATTEMPT struct attempt attempt = ATTEMPT_NONE;

	if (!token_confirm(session, &fresh->creation, &fresh->token, err) ||
	    !attempt_wait(&session->store, key, lock_wait(session), &attempt,
			  err) ||
	    !keep(session, key, fresh, err))
		return false;
	attempt_report(&attempt, NULL, false);
	back_off_note_success(&session->store, key, renewal->is_asked_for);
	return issued_find(&session->store, key, ret_found, err);
}

/*
 * A person takes minutes, for which nobody else shall wait: the lock is free
 * meanwhile, and who gets it is told that a person is needed.
 */
static bool confirm(struct session *session, const struct renewal *renewal,
		    struct fresh *fresh, struct issued *ret_found,
		    struct error *err)
{
	if (!fresh->needs_person || renewal->person == NULL)
		return false;
	if (confirm_and_keep(session, renewal, fresh, ret_found, err))
		return true;
	remember_lost(&session->store, renewal->key, fresh);
	return false;
}

bool token_renew(struct session *session, struct renewal *renewal,
		 struct issued *ret_issued, struct error *err)
{
	CLEANUP(fresh_clear) struct fresh fresh =
		fresh_new(renewal->key, renewal->life, renewal->person);
	AUTO_ISSUED struct issued found = ISSUED_EMPTY;

	renewal->reach = BACK_OFF_NOTHING;
	if (!obtain(session, renewal, &fresh, &found, err) &&
	    !confirm(session, renewal, &fresh, &found, err))
		return false;
	issued_clear(ret_issued);
	*ret_issued = found;
	found = (struct issued)ISSUED_EMPTY;
	return true;
}
