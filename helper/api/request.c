/* SPDX-License-Identifier: MIT */
/* What the requests to fly-cred-api have in common. */
#include "config.h"

#include "api/request.h"

#include "api/exchange.h"

bool request_begin(const struct api_endpoint *endpoint, const char *operation,
		   const struct secret *login, struct secret *ret_request,
		   struct error *err)
{
	secret_reserve(ret_request, (login ? login->length : 0) + 4096);
	protocol_add_version(ret_request);
	attributes_add_number(ret_request, FIELD_TIMEOUT,
			      exchange_timeout(endpoint));
	return attributes_add(ret_request, FIELD_OPERATION, operation, err) &&
	       attributes_add(ret_request, FIELD_URL, endpoint->url, err) &&
	       attributes_add(ret_request, FIELD_CA_FILE, endpoint->ca_file,
			      err) &&
	       attributes_add(ret_request, FIELD_PROXY, endpoint->proxy, err) &&
	       attributes_add(ret_request, FIELD_TOKEN,
			      login ? secret_text(login) : NULL, err);
}

bool request_add_scope(const struct api_scope *scope, struct secret *request,
		       struct error *err)
{
	return attributes_add(request, FIELD_APP, scope->app, err) &&
	       attributes_add(request, FIELD_ORGANIZATION, scope->organization,
			      err);
}

bool request_fail_incomplete(struct error *err)
{
	return fail(err, ERR_FAILED,
		    "fly-cred-api leaves out part of its answer; install "
		    "fly-cred again");
}
