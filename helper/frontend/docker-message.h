/* SPDX-License-Identifier: MIT */
/* What docker says to a credential helper on its standard input. */
#ifndef FC_DOCKER_MESSAGE_H
#define FC_DOCKER_MESSAGE_H

#include "util/secret.h"

/*
 * Reads the server of get and erase: all of the input, without line ends and
 * white space around it. ERR_FAILED with docker's own sentence when there is
 * none, or with control characters in it.
 */
bool docker_read_server(struct secret *ret_server, struct error *err)
	MUST_CHECK;

/*
 * What docker has to be kept. The server without white space around it; the
 * other two as JSON strings, just as docker wrote them.
 */
struct docker_credential {
	struct secret server;
	struct secret username;
	struct secret secret;
};

#define DOCKER_CREDENTIAL_EMPTY                          \
	{                                                \
		SECRET_EMPTY, SECRET_EMPTY, SECRET_EMPTY \
	}
#define AUTO_DOCKER_CREDENTIAL CLEANUP(docker_credential_clear)
void docker_credential_clear(struct docker_credential *credential);

/*
 * Reads the JSON object of store, whole. ERR_FAILED with docker's own sentence
 * without a server or a user name.
 */
bool docker_read_credential(struct docker_credential *ret_credential,
			    struct error *err) MUST_CHECK;

#endif
