/* SPDX-License-Identifier: MIT */
/* What every resolution starts from: settings and the unlocked store. */
#ifndef FC_SESSION_H
#define FC_SESSION_H

#include "resolve/settings.h"
#include "store/store.h"

struct session {
	struct settings settings;
	struct store store;
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

#endif
