/* SPDX-License-Identifier: MIT */
/* What the requests to fly-cred-api have in common. */
#ifndef FC_API_REQUEST_H
#define FC_API_REQUEST_H

#include "api/call.h"

/* Appends what every request has: endpoint, operation, login unless NULL. */
bool request_begin(const struct api_endpoint *endpoint, const char *operation,
		   const struct secret *login, struct secret *ret_request,
		   struct error *err) MUST_CHECK;

/* Appends the app or organization. */
bool request_add_scope(const struct api_scope *scope, struct secret *request,
		       struct error *err) MUST_CHECK;

/* Fails for an answer that lacks something. */
bool request_fail_incomplete(struct error *err);

#endif
