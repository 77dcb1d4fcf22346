/* SPDX-License-Identifier: MIT */
/*
 * Token text as people and programs hand it over, checked and put into the one
 * form that is stored (grammar: fly-go, tokens/tokens.go).
 */
#ifndef FC_INTAKE_H
#define FC_INTAKE_H

#include "util/error.h"
#include "util/secret.h"

/* Bytes: a token and its discharge for some two hundred organizations. */
#define INTAKE_LIMIT ((size_t)128 * 1024)

enum intake_kind {
	INTAKE_MACAROONS,
	INTAKE_OAUTH,
	INTAKE_BOTH,
};

/* What kind of credential it was. */
struct intake {
	enum intake_kind kind;
	size_t permissions;   /* macaroons that are permission tokens */
	bool lacks_discharge; /* one of those can't be used as it is */
};

/*
 * Appends text in normal form: words "FlyV1" and "Bearer" before tokens gone,
 * white space and line breaks gone wherever they were, tokens joined by single
 * commas, macaroons before OAuth tokens, each in its order. It is never empty.
 *
 * ERR_USAGE when there is no token, too much text, or a token that is cut off
 * or damaged; the message has its place and never a part of it. Nothing is
 * appended then.
 */
bool intake_normalize(struct slice text, struct secret *ret_text,
		      struct intake *ret_intake, struct error *err) MUST_CHECK;

#endif
