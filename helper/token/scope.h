/* SPDX-License-Identifier: MIT */
/* What a credential is for: one app or one organization, by name. */
#ifndef FC_SCOPE_H
#define FC_SCOPE_H

#include "util/cleanup.h"
#include "util/error.h"

enum scope_kind {
	SCOPE_APP,
	SCOPE_ORGANIZATION,
};

/* Start with SCOPE_EMPTY. */
struct scope {
	enum scope_kind kind;
	char *name; /* owned; NULL when the scope is empty */
};

#define SCOPE_EMPTY             \
	{                       \
		SCOPE_APP, NULL \
	}
#define AUTO_SCOPE CLEANUP(scope_clear)

/* Characters in the name of an app or the slug of an organization. */
#define SCOPE_NAME_MAX 63

void scope_clear(struct scope *scope);

/*
 * Sets kind and name. A name that is empty or too long, begins with neither a
 * letter nor a digit, or has anything but letters, digits, '-' and '_' is
 * ERR_USAGE, leaves the scope as it was, and is shown only where it is fit for
 * a terminal.
 */
bool scope_set(struct scope *ret_scope, enum scope_kind kind, const char *name,
	       struct error *err) MUST_CHECK;

/* The same from "app:NAME" or "org:NAME". */
bool scope_parse(const char *text, struct scope *ret_scope, struct error *err)
	MUST_CHECK;

/* That text; the caller frees it. */
char *scope_format(const struct scope *scope);

bool scope_equal(const struct scope *a, const struct scope *b);

#endif
