/* SPDX-License-Identifier: MIT */
/* Old tokens that are due to be revoked, done by whatever command asks Fly. */
#include "config.h"

#include "cli/finish-revocations.h"

#include "resolve/orphan.h"
#include "resolve/rotate.h"

#include <stdio.h>

struct tally {
	size_t count, failed;
	struct error first; /* failure */
};

/* Replaced, or never had by anybody. */
static const char *word_for(const struct revocation *revocation)
{
	return *revocation->name ? "lost" : "old";
}

static void tell(const struct revocation *revocation,
		 const struct error *problem, void *data)
{
	struct tally *tally = data;
	struct error failure;

	tally->count++;
	if (problem == NULL) {
		fprintf(stderr, "fly-cred: the %s token of %s is revoked\n",
			word_for(revocation), revocation->names);
		return;
	}
	fail(&failure, problem->code,
	     "the %s token of %s (account %s) is not revoked: %s",
	     word_for(revocation), revocation->names, revocation->account_name, problem->message);
	if (tally->failed++ == 0)
		tally->first = failure;
	else
		fprintf(stderr, "fly-cred: %s\n", failure.message);
}

bool finish_revocations(struct session *session, bool early, size_t *ret_count,
			struct error *err)
{
	struct tally tally = {.count = 0};

	if (!orphans_identify(session, err) ||
	    !revocations_finish(session, early, tell, &tally, err))
		return fail(err, err->code,
			    "old tokens are not revoked: %s; 'fly-cred rotate "
			    "--finish' tries again",
			    err->message);
	if (ret_count)
		*ret_count = tally.count;
	return tally.failed == 0 ||
	       fail(err, tally.first.code,
		    "%s; 'fly-cred rotate --finish' tries again",
		    tally.first.message);
}

void finish_due_revocations(struct session *session)
{
	struct error err;

	if (!finish_revocations(session, false, NULL, &err))
		fprintf(stderr, "fly-cred: %s\n", err.message);
}
