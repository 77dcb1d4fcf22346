/* SPDX-License-Identifier: MIT */
/* What a browser brings back from a login (RFC 6749, section 4.1.2). */
#ifndef FC_CALLBACK_REQUEST_H
#define FC_CALLBACK_REQUEST_H

#include "util/secret.h"

#define CALLBACK_PATH "/callback"

/* Bytes of a request's head. */
#define CALLBACK_REQUEST_MAX 8192

struct callback_answer {
	struct secret code;  /* empty when the login was refused */
	struct secret state; /* never empty */
};

#define CALLBACK_ANSWER_EMPTY                              \
	{                                                  \
		.code = SECRET_EMPTY, .state = SECRET_EMPTY \
	}
#define AUTO_CALLBACK_ANSWER CLEANUP(callback_answer_clear)
void callback_answer_clear(struct callback_answer *answer);

/*
 * Reads the part of an address behind its '?'. False for one without a state,
 * with neither code nor error, with one of them twice, or with letters that
 * none of them has.
 */
bool callback_read_query(struct slice query, struct callback_answer *ret_answer)
	MUST_CHECK;

/*
 * Reads the head of a request. 200 when it is a callback, which the answer then
 * holds; else the status to refuse it with: 400, 404 or 405.
 */
int callback_read_request(struct slice head, struct callback_answer *ret_answer)
	MUST_CHECK;

#endif
