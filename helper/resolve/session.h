/* SPDX-License-Identifier: MIT */
/* What every resolution starts from: settings and the unlocked store. */
#ifndef FC_SESSION_H
#define FC_SESSION_H

#include "resolve/person.h"
#include "resolve/settings.h"
#include "store/store.h"

struct session {
	struct settings settings;
	struct store store;
	int64_t deadline; /* of all that is asked; by clock_steady; 0: none */
	const struct person *person; /* NULL: nobody is waited for */
};

#define SESSION_CLOSED                                            \
	{                                                         \
		.settings = SETTINGS_EMPTY, .store = STORE_CLOSED \
	}
#define AUTO_SESSION CLEANUP(session_close)
void session_close(struct session *session);

/*
 * Loads the settings if that was not done yet, opens the store and gets its
 * key without asking anybody. ERR_LOCKED leaves the store open but locked.
 */
bool session_open(struct session *session, struct error *err) MUST_CHECK;

/* All that is asked in the session from now on takes no longer than this. */
#define SESSION_TIME INT64_C(60) /* seconds */
void session_limit(struct session *session);

/* Seconds that are left of it, also below 0; without a limit all of it. */
int64_t session_left(const struct session *session);

#endif
