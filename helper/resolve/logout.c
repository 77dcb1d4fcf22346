/* SPDX-License-Identifier: MIT */
/* The end of a login at Fly. */
#include "config.h"

#include "resolve/logout.h"

#include "api/call-session.h"
#include "resolve/endpoint.h"
#include "resolve/issued-ids.h"
#include "resolve/orphan.h"
#include "resolve/remote.h"
#include "resolve/revocation.h"
#include "util/alloc.h"

#include <string.h>

/* How the revocations went; the first problem stands for all. */
struct tally {
	size_t revoked, failed;
	struct error problem;
};

/* What Fly does not know any more is as good as revoked. */
static void count(const char *id, const struct error *problem, void *data)
{
	struct tally *tally = data;

	(void)id;
	if (problem == NULL || problem->code == ERR_NOT_FOUND)
		tally->revoked += problem == NULL;
	else if (tally->failed++ == 0)
		tally->problem = *problem;
}

/* The stored tokens, and the old ones that rotations have left. */
static const char **join(const struct issued_ids *stored,
			 const struct revocations *old,
			 const struct account *account, size_t *ret_count)
{
	const char **ids = alloc_zeroed(stored->count + old->count + 1,
					sizeof(*ids));
	size_t i, joined = 0;

	for (i = 0; i < stored->count; i++)
		ids[joined++] = stored->ids[i];
	for (i = 0; i < old->count; i++)
		if (strcmp(old->items[i].account, account->id) == 0 &&
		    *old->items[i].id &&
		    !issued_ids_have(stored, old->items[i].id))
			ids[joined++] = old->items[i].id;
	*ret_count = joined;
	return ids;
}

static bool revoke_tokens(struct session *session,
			  const struct account *account, size_t *ret_revoked,
			  struct error *err)
{
	AUTO_ISSUED_IDS struct issued_ids stored = ISSUED_IDS_EMPTY;
	AUTO_REVOCATIONS struct revocations old = REVOCATIONS_EMPTY;
	AUTO_FREE const char **ids = NULL;
	struct tally tally = {.revoked = 0};
	struct error unknown;
	size_t id_count;

	/* What nobody ever got can be left to die, if that is how it is. */
	if (!orphans_identify(session, &unknown))
		unknown.code = 0;
	if (!issued_ids_load(&session->store, account, &stored, err) ||
	    !revocations_load(&session->store, &old, err))
		return false;
	ids = join(&stored, &old, account, &id_count);
	if (id_count && !remote_revoke(session, account, ids, id_count, count,
				       &tally, err))
		return false;
	*ret_revoked = tally.revoked;
	return tally.failed == 0 ||
	       fail(err, tally.problem.code,
		    "%zu tokens of '%s' are still valid, and so is its login, "
		    "which was not forgotten: %s; try again, or forget it here "
		    "only with 'fly-cred logout --local'",
		    tally.failed, account->name, tally.problem.message);
}

bool logout_at_fly(struct session *session, const struct account *account,
		   bool ends_session, struct logout_result *ret_result,
		   struct error *err)
{
	struct api_endpoint endpoint = account_endpoint(session, account);
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	*ret_result = (struct logout_result){.revoked = 0};
	if (!account_login(&session->store, account, &login, err))
		return err->code == ERR_NOT_FOUND;
	if (!revoke_tokens(session, account, &ret_result->revoked, err))
		return false;
	ret_result->was_ended = ends_session;
	return !ends_session || api_logout(&endpoint, &login, err) ||
	       fail(err, err->code,
		    "the session of '%s' is still valid at Fly and was not "
		    "forgotten: %s; try again, or forget it here only with "
		    "'fly-cred logout --local'",
		    account->name, err->message);
}
