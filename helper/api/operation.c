/* SPDX-License-Identifier: MIT */
/* What can be asked of fly-cred-api: the table of operations. */
#include "config.h"

#include "api/operation.h"

#include "api/cli-session.h"
#include "api/create.h"
#include "api/discharge.h"
#include "api/list.h"
#include "api/login.h"
#include "api/logout.h"
#include "api/lookup.h"
#include "api/revoke.h"
#include "util/terminal.h"

#include <string.h>

/*
 * Either run or stream is set; the latter answers in blocks. What needs no
 * token is asked without one, unless the request has one all the same.
 */
static const struct operation {
	const char *name;
	bool needs_token;
	bool (*run)(const struct server *server,
		    const struct attributes *request, struct secret *fields,
		    struct error *err);
	bool (*stream)(const struct server *server,
		       const struct attributes *request, int channel,
		       struct error *err);
	/* Turns to another server than the API; NULL for those that do not. */
	bool (*aim)(const struct attributes *request,
		    struct http_target *target, char **ret_origin,
		    struct error *err);
} operations[] = {
	{OPERATION_LOGIN, true, login_run, NULL, NULL},
	{OPERATION_LOOKUP, true, lookup_run, NULL, NULL},
	{OPERATION_CREATE, true, create_run, NULL, NULL},
	{OPERATION_LIST, true, NULL, list_stream, NULL},
	{OPERATION_REVOKE, true, NULL, revoke_stream, NULL},
	{OPERATION_LOGOUT, true, logout_run, NULL, NULL},
	{OPERATION_SESSION_BEGIN, false, cli_session_begin, NULL, NULL},
	{OPERATION_SESSION_REDEEM, false, cli_session_redeem, NULL, NULL},
	{OPERATION_SESSION_POLL, false, cli_session_poll, NULL, NULL},
	{OPERATION_DISCHARGE, false, discharge_run, NULL, discharge_aim},
	{OPERATION_DISCHARGE_POLL, false, discharge_poll, NULL, discharge_aim},
};

static const struct operation *find(const struct attributes *request,
				    struct error *err)
{
	const char *name = attributes_get(request, FIELD_OPERATION);
	char shown[40];
	size_t i;

	if (name == NULL)
		name = "";
	for (i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		if (strcmp(name, operations[i].name) == 0)
			return &operations[i];
	text_printable(name, shown, sizeof(shown));
	fail(err, ERR_USAGE, "fly-cred-api has no operation '%s'", shown);
	return NULL;
}

static bool read_target(const struct operation *operation,
			const struct attributes *request,
			struct http_target *ret_target, struct error *err)
{
	struct http_target target = {
		.origin = attributes_get(request, FIELD_URL),
		.ca_file = attributes_get(request, FIELD_CA_FILE),
		.proxy = attributes_get(request, FIELD_PROXY),
		.token = attributes_get(request, FIELD_TOKEN),
	};

	if (target.token && *target.token == '\0')
		target.token = NULL;
	if (target.origin == NULL ||
	    (operation->needs_token && target.token == NULL))
		return fail(err, ERR_USAGE,
			    "the request lacks " FIELD_URL " or " FIELD_TOKEN);
	if (!attributes_get_number(request, FIELD_TIMEOUT, &target.timeout) ||
	    target.timeout < 1 || target.timeout > PROTOCOL_TIMEOUT_MAX)
		return fail(err, ERR_USAGE,
			    "the request's " FIELD_TIMEOUT
			    " is not from 1 to %d seconds",
			    PROTOCOL_TIMEOUT_MAX);
	*ret_target = target;
	return true;
}

bool operation_run(const struct attributes *request, int channel,
		   struct secret *ret_fields, struct protocol_facts *ret_facts,
		   struct error *err)
{
	CLEANUP(http_freep) struct http *http = NULL;
	struct server server = {.facts = ret_facts};
	const struct operation *operation;
	AUTO_FREE char *origin = NULL;
	struct http_target target;

	*ret_facts = (struct protocol_facts){0};
	if (!protocol_check_version(request, "the calling program", err))
		return false;
	operation = find(request, err);
	if (operation == NULL ||
	    !read_target(operation, request, &target, err) ||
	    (operation->aim &&
	     !operation->aim(request, &target, &origin, err)) ||
	    !http_open(&target, &http, err))
		return false;
	server.http = http;
	server.token = target.token;
	if (operation->stream)
		return operation->stream(&server, request, channel, err);
	return operation->run(&server, request, ret_fields, err);
}
