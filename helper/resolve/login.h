/* SPDX-License-Identifier: MIT */
/* A login as it comes in: checked, tried, kept. */
#ifndef FC_LOGIN_H
#define FC_LOGIN_H

#include "resolve/session.h"
#include "util/secret.h"

/* Bytes of text that may hold a login, white space included. */
#define LOGIN_TEXT_MAX ((size_t)256 * 1024)

struct login_request {
	const struct secret *text; /* as pasted, read or found */
	const char *name;	   /* of the account; NULL: its e-mail */
	bool adopted;		   /* another tool's session */
	bool own;		   /* a session that was begun for us */
};

struct login_result {
	char name[80];
	char email[80];
	size_t organizations;
	char remark[600]; /* why a session of ours goes on at Fly, or "" */
};

/*
 * Puts the text into normal form, asks Fly whose it is, and keeps it as an
 * account bound to the API, CA and registry of the settings. Nothing is kept
 * of a login that does not work; if it is our own, its session is ended. So is
 * one of our own that it replaces. ERR_USAGE: no token, a damaged one, or not a
 * person's login; else as the API says.
 */
bool login_add(struct session *session, const struct login_request *request,
	       struct login_result *ret_result, struct error *err) MUST_CHECK;

/* Whether two texts are the same login, however they are written. */
bool login_is_same(struct slice one, struct slice other) MUST_CHECK;

#endif
