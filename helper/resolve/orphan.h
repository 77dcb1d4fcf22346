/* SPDX-License-Identifier: MIT */
/*
 * Tokens that Fly may have made and that nobody got: the answer was lost, or
 * the process that asked died. Their names are known, and that they are ours.
 */
#ifndef FC_ORPHAN_H
#define FC_ORPHAN_H

#include "api/call.h"
#include "resolve/issued.h"
#include "resolve/session.h"

/*
 * Remembers one: to be revoked at once if the id is known (not NULL), else to
 * be looked for. It dies by itself at expires_at, by our clock.
 */
bool orphan_remember(struct store *store, const struct issued_key *key,
		     const char *id, const char *name, int64_t expires_at,
		     struct error *err) MUST_CHECK;

/*
 * Looks for those known by name in Fly's lists: what is there and live is to
 * be revoked from now on (revocations_finish does it), what is not is
 * forgotten, after a while. Nothing is asked where there are none.
 */
bool orphans_identify(struct session *session, struct error *err) MUST_CHECK;

#endif
