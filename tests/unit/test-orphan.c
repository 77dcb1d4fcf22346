/* SPDX-License-Identifier: MIT */
/* What becomes of tokens that Fly may have made and nobody got. */
#include "config.h"

#include "resolve/attempt.h"
#include "resolve/orphan.h"
#include "unit/renewal-stage.h"

static void test_lost_reply(void)
{
	AUTO_FREE char *lost = NULL, *fresh = NULL, *list = NULL;

	fake_create("status=error\\ncode=7\\nmessage=cut\\nsent=1\\n");
	ok(!renew(false) && err.code == ERR_NETWORK && !stored("T3"),
	   "an answer is lost: %s", err.message);
	lost = asked_name(1);
	ok(strncmp(lost, "fly-cred ", 9) == 0 && left(1, "", lost),
	   "the name is remembered: %s", lost);
	fake_token("T3");
	ok(renew(true) && stored("T3"), "then there is a token");
	fresh = asked_name(1);
	ok(*fresh && strcmp(lost, fresh) != 0, "under another name");
	ok(orphans_identify(&session, &err) && left(1, "", lost),
	   "what no list has yet is looked for again");
	list = alloc_formatted("status=more\\ntoken_id=L1\\ntoken_name=%s 2\\n"
			       "token_id=L2\\ntoken_name=%s\\n\\n"
			       "version=1\\nstatus=ok\\n",
			       lost, lost);
	fake_fly("", list);
	ok(orphans_identify(&session, &err) && left(1, "L2", lost),
	   "what is there is to be revoked: %s", err.message);
	forget_left();
}

static void test_known_id(void)
{
	AUTO_SECRET struct secret token = SECRET_EMPTY;
	AUTO_FREE char *answer = NULL;

	mint_permission(2, ORGANIZATION("16") APP("0c"), &token);
	answer = alloc_formatted(PLACE
				 "token_id=T4\\nexpires_at=%lld\\ntoken=%s\\n",
				 (long long)clock_now() + DAY,
				 secret_text(&token));
	fake_create(answer);
	ok(!renew(true) && err.code == ERR_DENIED && stored("T3"),
	   "a token for another app is none: %s", err.message);
	ok(left(1, "T4", NULL), "and is to be revoked by its id");
	forget_left();
}

/* As who is killed while Fly is asked. */
static bool cut_short(const char *name)
{
	AUTO_ATTEMPT struct attempt attempt = ATTEMPT_NONE;

	return attempt_wait(&session.store, &key, 5, &attempt, &err) &&
	       attempt_begin(&attempt, name, clock_now() + DAY, &err);
}

static void test_killed(void)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;

	fake_token("T5");
	ok(cut_short("fly-cred killed") && renew(true) &&
		   left(1, "", "fly-cred killed"),
	   "who dies while asking leaves an orphan");
	ok(renew(true) && left(1, "", "fly-cred killed"), "which is one");
	forget_left();
	ok(issued_find(&session.store, &key, &issued, &err) &&
		   cut_short(issued.name) && renew(true) && left(0, "", NULL),
	   "who dies after keeping the token leaves none");
}

static void test_many(void)
{
	size_t i;

	for (i = 0; i < 2 * REVOCATIONS_NAMED_MAX; i++) {
		AUTO_FREE char *name = alloc_formatted("fly-cred %zu", i);

		if (!orphan_remember(&session.store, &key, NULL, name,
				     clock_now() + DAY, &err))
			break;
	}
	ok(left(REVOCATIONS_NAMED_MAX, "", "fly-cred 63") &&
		   left(REVOCATIONS_NAMED_MAX, "", "fly-cred 32"),
	   "of very many the newest are remembered");
	forget_left();
}

static void test_given_up(void)
{
	const struct revocation old = {
		.id = "",
		.name = "fly-cred old",
		.account = account.id,
		.account_name = account.name,
		.names = "app:shop",
		.profile = "deploy",
		.due_at = clock_now() - 2 * HOUR,
		.expires_at = clock_now() + DAY,
	};

	fake_fly("", "status=ok\\n");
	ok(revocation_add(&session.store, &old, &err) &&
		   orphans_identify(&session, &err) && left(0, "", NULL),
	   "one that no list has after two hours was never made");
	fake_fly("", "status=error\\ncode=3\\nmessage=no such app\\n");
	ok(revocation_add(&session.store, &old, &err) &&
		   orphans_identify(&session, &err) && left(0, "", NULL),
	   "nor has one of an app that is gone to be revoked");
	fake_fly("", "status=error\\ncode=7\\nmessage=it is down\\n");
	ok(revocation_add(&session.store, &old, &err) &&
		   !orphans_identify(&session, &err) &&
		   left(1, "", "fly-cred old"),
	   "what can't be asked is left for later");
	forget_left();
}

int main(void)
{
	ok(stage_begin(), "a store and a login");
	test_lost_reply();
	test_known_id();
	test_killed();
	test_many();
	test_given_up();
	return stage_end();
}
