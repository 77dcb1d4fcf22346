/* SPDX-License-Identifier: MIT */
/* What every resolution starts from: settings and the unlocked store. */
#include "config.h"

#include "resolve/session.h"

#include "store/key.h"

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
