/* SPDX-License-Identifier: MIT */
/*
 * What git says to a credential helper on its standard input
 * (git-credential(1), INPUT/OUTPUT FORMAT).
 */
#ifndef FC_GIT_MESSAGE_H
#define FC_GIT_MESSAGE_H

#include "util/attributes.h"

/* Texts are NULL where git said nothing; "" is something. */
struct git_request {
	struct secret text;
	struct attributes lines; /* point into text, like what follows */
	const char *protocol, *host, *path, *username;
	const char *password;
	const char *authtype, *credential;
	const char *password_expiry_utc, *oauth_refresh_token;
	const char *ephemeral;
	const char *challenge; /* scheme that the server takes a token in, as
				  it is written: "Bearer", "FlyV1" */
	bool takes_authtype;   /* git would understand an authtype */
	bool is_cut;	       /* ends in the middle of a line */
};

#define GIT_REQUEST_EMPTY                                      \
	{                                                      \
		.text = SECRET_EMPTY, .lines = ATTRIBUTES_EMPTY \
	}
#define AUTO_GIT_REQUEST CLEANUP(git_request_clear)
void git_request_clear(struct git_request *request);

/* Reads the request, whole, and understands it. */
bool git_request_read(struct git_request *ret_request, struct error *err)
	MUST_CHECK;

/*
 * Understands the request's text, which it writes NULs into; what it does not
 * know it ignores. ERR_FAILED when a line is not key=value, a NUL or CR is in
 * it, or a key that has one value comes twice.
 */
bool git_request_parse(struct git_request *request, struct error *err)
	MUST_CHECK;

/*
 * Whether it says where the credential is for. git stops writing at a value it
 * does not like, so what comes may end after any line; without this it could
 * mean everybody's credentials.
 */
bool git_request_has_place(const struct git_request *request);

/* Whether there is a credential in it that may be kept. */
bool git_request_can_store(const struct git_request *request);

#endif
