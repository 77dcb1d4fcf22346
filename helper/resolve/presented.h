/* SPDX-License-Identifier: MIT */
/*
 * A token that the caller brings along, in a variable or through a descriptor:
 * what a CI has in place of a login.
 */
#ifndef FC_PRESENTED_H
#define FC_PRESENTED_H

#include "resolve/token-request.h"
#include "token/bundle.h"

/* Start with PRESENTED_EMPTY. */
struct presented {
	struct secret text; /* in normal form */
	struct bundle bundle;
	size_t logins;	      /* OAuth tokens in it, which can't be narrowed */
	const char *variable; /* that it was in, or NULL */
	char source[80];      /* that, or "descriptor 3" */
};

#define PRESENTED_EMPTY                                     \
	{                                                   \
		.text = SECRET_EMPTY, .bundle = BUNDLE_EMPTY \
	}
#define AUTO_PRESENTED CLEANUP(presented_clear)
void presented_clear(struct presented *presented);

/* Whether a token was brought along with an option. */
bool presented_is_asked(const struct token_request *request);

/* Whether FLY_ACCESS_TOKEN or FLY_API_TOKEN is there; empty is not. */
bool presented_is_there(void);

/*
 * Reads and checks the token: of --token-fd, else of the variable that
 * --token-env names, else of FLY_ACCESS_TOKEN, which flyctl takes first, else
 * of FLY_API_TOKEN. The descriptor is closed, so that no child inherits it; in
 * place of standard input comes /dev/null. The variable's name is borrowed.
 *
 * ERR_USAGE: an option makes no sense, or the text is no whole token or lacks a
 * discharge. ERR_NOT_FOUND: there is none, or none that can be narrowed.
 */
bool presented_read(const struct token_request *request,
		    struct presented *ret_presented, struct error *err)
	MUST_CHECK;

#endif
