/* SPDX-License-Identifier: MIT */
/* What every resolution starts from: settings and the unlocked store. */
#include "config.h"

#include "resolve/session.h"

#include "store/key.h"
#include "util/timestamp.h"

void session_close(struct session *session)
{
	settings_clear(&session->settings);
	store_close(&session->store);
}

bool session_open(struct session *session, struct error *err)
{
	if (session->settings.api_url == NULL &&
	    !settings_load(&session->settings, err))
		return false;
	return store_open(&session->store, err) &&
	       key_load(&session->store, err);
}

void session_limit(struct session *session)
{
	session->deadline = clock_steady() + SESSION_TIME * 1000;
}

int64_t session_left(const struct session *session)
{
	return session->deadline ? (session->deadline - clock_steady()) / 1000
				 : SESSION_TIME;
}
