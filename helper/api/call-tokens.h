/* SPDX-License-Identifier: MIT */
/* What Fly knows of the tokens it made: listed and revoked, never shown. */
#ifndef FC_CALL_TOKENS_H
#define FC_CALL_TOKENS_H

#include "api/call.h"

/* One of Fly's records. Times are seconds since the epoch, by Fly's clock. */
struct api_listed {
	const char *id;
	const char *name, *creator, *profile; /* "" where not said */
	int64_t created_at, expires_at;	      /* 0 where not said */
	int64_t revoked_at;		      /* 0 when it was not revoked */
};

/* What takes a list page by page; the texts are gone afterwards. */
struct api_list_visitor {
	bool (*page)(const struct api_listed *tokens, size_t count,
		     int64_t total, void *data, struct error *err);
	void *data;
};

/*
 * Every token of an app, or of an organization as such, also what has expired
 * or was revoked. total is 0 where Fly does not say how many there are. A
 * failure may come after some pages. Errors as api_lookup.
 */
bool api_list(const struct api_endpoint *endpoint, const struct secret *login,
	      const struct api_scope *scope,
	      const struct api_list_visitor *visitor,
	      struct protocol_facts *ret_facts, struct error *err) MUST_CHECK;

/* What becomes of one token; problem is NULL when it was revoked. */
struct api_revoke_visitor {
	bool (*result)(const char *id, const struct error *problem, void *data,
		       struct error *err);
	void *data;
};

/*
 * Revokes the tokens one after the other and tells of each as soon as that is
 * known, in order; none is left out, whatever happens. False only when the
 * visitor says so.
 */
bool api_revoke(const struct api_endpoint *endpoint, const struct secret *login,
		const char *const *ids, size_t count,
		const struct api_revoke_visitor *visitor, struct error *err)
	MUST_CHECK;

#endif
