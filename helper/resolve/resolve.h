/* SPDX-License-Identifier: MIT */
/*
 * The one place that decides which token a tool gets: plan, store, renewal,
 * narrowing.
 */
#ifndef FC_RESOLVE_H
#define FC_RESOLVE_H

#include "resolve/plan.h"
#include "resolve/session.h"
#include "util/secret.h"

/* A token to hand out. Start with RESOLVED_EMPTY. */
struct resolved {
	struct plan plan;
	struct secret token; /* narrowed, without scheme word */
	int64_t expires_at;  /* Unix seconds, by Fly's clock */
	int64_t life;	     /* seconds it lives from now */
	uint64_t app_number; /* 0 when the scope is an organization */
	uint64_t organization_number;
	bool was_renewed;    /* Fly was asked for a new one just now */
	const char *variable; /* whose token it was made from, or NULL */
	char remark[700];     /* "" or what was not done, and why */
};

#define RESOLVED_EMPTY                                    \
	{                                                 \
		.plan = PLAN_EMPTY, .token = SECRET_EMPTY \
	}
#define AUTO_RESOLVED CLEANUP(resolved_clear)
void resolved_clear(struct resolved *resolved);

/*
 * Resolves the request with an open session. Errors are for people: they name
 * scope and account and the next command. Besides those of plan_make:
 * ERR_EXPIRED: no token that lives long enough; ERR_DENIED, ERR_NETWORK: from
 * a renewal without which there is nothing to hand out.
 */
bool resolve_token(struct session *session, const struct token_request *request,
		   struct resolved *ret_resolved, struct error *err) MUST_CHECK;

#endif
