/* SPDX-License-Identifier: MIT */
/* Forgetting an issued token because somebody was refused with it. */
#include "config.h"

#include "resolve/forget.h"

#include "resolve/back-off-notes.h"
#include "resolve/plan.h"
#include "token/lineage.h"

static bool is_from(const char *text, const struct issued *issued)
{
	AUTO_BUNDLE struct bundle given = BUNDLE_EMPTY;
	AUTO_BUNDLE struct bundle ours = BUNDLE_EMPTY;
	struct error ignored;

	return bundle_parse(slice_of_string(text), &given, &ignored) &&
	       bundle_parse(slice_of_string(issued->permissions), &ours,
			    &ignored) &&
	       bundle_stems_from(&given, &ours);
}

bool resolve_forget(struct session *session,
		    const struct token_request *request, const char *refused,
		    struct error *err)
{
	AUTO_PLAN struct plan plan = PLAN_EMPTY;
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	struct token_request offline = *request;
	struct store *store = &session->store;
	bool found;

	/* Whom it is not known for has nothing to forget. */
	offline.offline = true;
	if (!plan_make(session, &offline, &plan, err))
		return false;
	found = issued_find(store, &plan.key, &issued, err);
	if (refused && (!found || !is_from(refused, &issued)))
		return found || err->code == ERR_NOT_FOUND;
	/* Who was refused again and again would get a new one each time. */
	if (found && refused)
		back_off_note_erasure(store, &plan.key, &issued);
	return issued_forget(store, &plan.key, err);
}
