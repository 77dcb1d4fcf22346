/* SPDX-License-Identifier: MIT */
/*
 * What a request comes to before any token is touched: the app or organization,
 * the account, the issued token to serve from, how to narrow it, how long it
 * lives.
 */
#ifndef FC_PLAN_H
#define FC_PLAN_H

#include "resolve/account.h"
#include "resolve/issued.h"
#include "resolve/session.h"
#include "resolve/target.h"
#include "resolve/token-request.h"
#include "token/kind.h"
#include "token/recipe.h"

/* Start with PLAN_EMPTY. Not to be copied: its parts point into each other. */
struct plan {
	struct target target;
	struct accounts accounts;
	struct issued_key key; /* of one of the accounts, for the target */
	enum recipe recipe;
	const char *marker; /* of the agent for whom it only reads, or NULL */
	enum kind kind; /* what besides; deploy, the first, for nothing */
	struct life_policy policy;
};

#define PLAN_EMPTY                                                 \
	{                                                          \
		.target = TARGET_EMPTY, .accounts = ACCOUNTS_EMPTY \
	}
#define AUTO_PLAN CLEANUP(plan_clear)
void plan_clear(struct plan *plan);

/*
 * What the plan's target comes to, once it is chosen: recipe, policy, and the
 * key's scope and profile. ERR_USAGE for what does not go together.
 */
bool plan_follow(const struct settings *settings,
		 const struct token_request *request, struct plan *plan,
		 struct error *err) MUST_CHECK;

/*
 * Makes the plan with an open session. Errors are for people: ERR_NOT_FOUND
 * when no app or organization is in sight or nobody is logged in, ERR_USAGE for
 * what does not go together. Of several accounts the scope says which it is;
 * Fly may be asked for that, unless the request is offline. The accounts and
 * the steps of the target are there after failures too.
 */
bool plan_make(struct session *session, const struct token_request *request,
	       struct plan *ret_plan, struct error *err) MUST_CHECK;

#endif
