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
 * Reads the JSON object of store and checks that it is whole; the server is
 * all that is kept of it.
 */
bool docker_read_credential(struct secret *ret_server, struct error *err)
	MUST_CHECK;

#endif
