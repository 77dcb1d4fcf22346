/* SPDX-License-Identifier: MIT */
/* One request to fly-cred-api and its reply, before anybody reads it. */
#include "config.h"

#include "api/exchange.h"

#include "util/alloc.h"
#include "util/process.h"

#include <fcntl.h>
#include <string.h>

#define PROGRAM "fly-cred-api"

int64_t exchange_timeout(const struct api_endpoint *endpoint)
{
	return endpoint->timeout > 0 ? endpoint->timeout : API_TIMEOUT;
}

static bool fail_garbled(const char *path, struct error *err)
{
	return fail(err, ERR_FAILED,
		    "%s does not answer as it should; install fly-cred again",
		    path);
}

/* Whom the blocks of an answer go to, and whose answer it is. */
struct stream {
	const struct exchange_listener *listener;
	const char *path;
};

static bool take_block(const struct stream *stream, struct slice text,
		       struct error *err)
{
	AUTO_SECRET struct secret copy = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes block = ATTRIBUTES_EMPTY;
	const char *status;

	secret_append(&copy, text.bytes, text.length);
	if (!attributes_parse(&copy, &block, err))
		return fail_garbled(stream->path, err);
	if (!protocol_check_version(&block, stream->path, err))
		return false;
	status = attributes_get(&block, FIELD_STATUS);
	if (status == NULL || strcmp(status, STATUS_MORE) != 0)
		return fail_garbled(stream->path, err);
	return stream->listener->take(&block, stream->listener->data, err);
}

/* Takes off the blocks that are whole. */
static bool take_blocks(struct secret *output, void *data, struct error *err)
{
	const struct stream *stream = data;
	const char *end;

	while (output->length &&
	       (end = memmem(output->data, output->length, "\n\n", 2))) {
		size_t length = (size_t)(end + 2 - output->data);

		if (!take_block(stream, slice_of(output->data, length), err))
			return false;
		secret_drop_front(output, length);
	}
	return true;
}

static bool run(const struct api_endpoint *endpoint, struct stream *stream,
		const struct secret *request, struct secret *ret_text,
		struct error *err)
{
	static const char *const environment[] = {"LC_ALL=C", NULL};
	const char *const argv[] = {PROGRAM, NULL};
	const struct process process = {
		.path = stream->path,
		.argv = argv,
		.environment = environment,
		.input = secret_slice(request),
		.output_limit = PROTOCOL_REPLY_MAX,
		.timeout = exchange_timeout(endpoint) + API_GRACE,
		.listen = stream->listener ? take_blocks : NULL,
		.data = stream,
	};
	int status;

	if (!process_run(&process, ret_text, &status, err))
		return false;
	if (status != 0 || ret_text->length == 0)
		return fail(err, ERR_FAILED,
			    "%s ended with status %d and no answer; "
			    "install fly-cred again",
			    stream->path, status);
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
		return fail_garbled(path, err);
	protocol_get_facts(&reply->fields, &reply->facts);
	*err = told;
	return false;
}

static bool exchange(const struct api_endpoint *endpoint,
		     const struct secret *request,
		     const struct exchange_listener *listener,
		     struct api_reply *reply, struct error *err)
{
	const char *directory = endpoint->program;
	AUTO_FREE char *path = NULL;
	struct stream stream;

	path = alloc_formatted("%s/" PROGRAM,
			       directory ? directory : PKGLIBEXECDIR);
	if (faccessat(AT_FDCWD, path, X_OK, 0) < 0) {
		reply->facts.was_sent = false;
		return fail(err, ERR_FAILED,
			    "the program %s is missing; install fly-cred again",
			    path);
	}
	stream = (struct stream){.listener = listener, .path = path};
	return run(endpoint, &stream, request, &reply->text, err) &&
	       read_status(path, reply, err);
}

bool exchange_run(const struct api_endpoint *endpoint,
		  const struct secret *request, bool is_change,
		  struct api_reply *ret_reply, struct error *err)
{
	ret_reply->facts.was_sent = is_change;
	return exchange(endpoint, request, NULL, ret_reply, err);
}

bool exchange_stream(const struct api_endpoint *endpoint,
		     const struct secret *request,
		     const struct exchange_listener *listener,
		     struct api_reply *ret_reply, struct error *err)
{
	return exchange(endpoint, request, listener, ret_reply, err);
}
