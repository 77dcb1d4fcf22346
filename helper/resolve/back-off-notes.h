/* SPDX-License-Identifier: MIT */
/*
 * What is remembered of failures, across processes: two notes, one of the
 * account and one of the token's scope. They are read when Fly would be asked
 * and never where a stored token serves. One that can't be read or written
 * counts as none: at worst Fly is asked once more.
 */
#ifndef FC_BACK_OFF_NOTES_H
#define FC_BACK_OFF_NOTES_H

#include "resolve/back-off.h"
#include "resolve/issued.h"

/*
 * Whether Fly may be asked for that token now. err has the code of the failure
 * that speaks against it, and says why, until when, and what helps.
 */
bool back_off_allows(struct store *store, const struct issued_key *key,
		     struct error *err) MUST_CHECK;

/*
 * Tells one login from another, and nobody what it is. Taken before Fly is
 * asked: meanwhile there may be another login. "" when there is none.
 */
void back_off_login(struct store *store, const struct account *account,
		    char ret_text[BACK_OFF_LOGIN_SIZE]);

/* Whether Fly has refused the login that the account has now. */
bool back_off_is_refused(struct store *store, const struct account *account)
	MUST_CHECK;

/* An attempt has failed; its message may begin with scope and account. */
void back_off_note_failure(struct store *store, const struct issued_key *key,
			   enum back_off_reach reach,
			   const struct back_off_failure *failure);

/* There is a new token; with fully, what was erased is forgotten, too. */
void back_off_note_success(struct store *store, const struct issued_key *key,
			   bool fully);

/* The token is about to be thrown away. */
void back_off_note_erasure(struct store *store, const struct issued_key *key,
			   const struct issued *issued);

/* The account has a login that works. */
void back_off_forget(struct store *store, const struct account *account);

#endif
