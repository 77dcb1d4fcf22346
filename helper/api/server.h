/* SPDX-License-Identifier: MIT */
/* The server at the other end: what it is asked, and what that taught us. */
#ifndef FC_API_SERVER_H
#define FC_API_SERVER_H

#include "api/http.h"
#include "api/protocol.h"

struct server {
	struct http *http;
	const char *token;	      /* never shown, even if the server does;
					 NULL: it is asked without one */
	struct protocol_facts *facts; /* kept up to date */
};

/*
 * Sends the request, and unless it is a change once more when the server may
 * be asked again. Otherwise as http_send.
 */
bool server_ask(const struct server *server, const struct http_request *request,
		bool is_change, struct http_reply *ret_reply, struct error *err)
	MUST_CHECK;

/*
 * Whether it hung up or is not available, and does not say for how long: the
 * next moment it may answer.
 */
bool server_may_be_asked_again(const struct http_reply *reply);

/* Fails with "the answer makes no sense", for data of an unexpected shape. */
bool server_fail_senseless(const struct server *server, struct error *err);

#endif
