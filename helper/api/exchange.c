/* SPDX-License-Identifier: MIT */
/* One request to fly-cred-api and its reply, before anybody reads it. */
#include "config.h"

#include "api/exchange.h"

#include "util/alloc.h"
#include "util/process.h"

#include <string.h>

#define PROGRAM "fly-cred-api"

/* The program keeps to its own time; this is for when it does not. */
#define GRACE 2

int64_t exchange_timeout(const struct api_endpoint *endpoint)
{
	return endpoint->timeout > 0 ? endpoint->timeout : API_TIMEOUT;
}

static bool run(const struct api_endpoint *endpoint, const char *path,
		const struct secret *request, struct secret *ret_text,
		struct error *err)
{
	static const char *const environment[] = {"LC_ALL=C", NULL};
	const char *const argv[] = {PROGRAM, NULL};
	const struct process process = {
		.path = path,
		.argv = argv,
		.environment = environment,
		.input = secret_slice(request),
		.output_limit = PROTOCOL_REPLY_MAX,
		.timeout = exchange_timeout(endpoint) + GRACE,
	};
	int status;

	if (!process_run(&process, ret_text, &status, err))
		return false;
	if (status != 0 || ret_text->length == 0)
		return fail(err, ERR_FAILED,
			    "%s ended with status %d and no answer; "
			    "install fly-cred again",
			    path, status);
	return true;
}

/* Takes status and facts off a reply; false with the error it brought. */
static bool read_status(const char *path, struct api_reply *reply,
			struct error *err)
{
	const char *status;
	struct error told;

	if (!attributes_parse(&reply->text, &reply->fields, err))
		return fail(err, ERR_FAILED,
			    "%s does not answer as it should (%s); install "
			    "fly-cred again",
			    path, err->message);
	if (!protocol_check_version(&reply->fields, path, err))
		return false;
	status = attributes_get(&reply->fields, FIELD_STATUS);
	if (status && strcmp(status, STATUS_OK) == 0) {
		protocol_get_facts(&reply->fields, &reply->facts);
		return true;
	}
	if (status == NULL || strcmp(status, STATUS_ERROR) != 0 ||
	    !protocol_get_error(&reply->fields, &told))
		return fail(err, ERR_FAILED,
			    "%s does not answer as it should; install fly-cred "
			    "again",
			    path);
	protocol_get_facts(&reply->fields, &reply->facts);
	*err = told;
	return false;
}

bool exchange_run(const struct api_endpoint *endpoint,
		  const struct secret *request, bool is_change,
		  struct api_reply *ret_reply, struct error *err)
{
	const char *directory = endpoint->program;
	AUTO_FREE char *path = NULL;

	path = alloc_formatted("%s/" PROGRAM,
			       directory ? directory : PKGLIBEXECDIR);
	if (access(path, X_OK) < 0)
		return fail(err, ERR_FAILED,
			    "the program %s is missing; install fly-cred again",
			    path);
	ret_reply->facts.was_sent = is_change;
	return run(endpoint, path, request, &ret_reply->text, err) &&
	       read_status(path, ret_reply, err);
}
