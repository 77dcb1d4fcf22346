/* SPDX-License-Identifier: MIT */
/* Fuzz target: text as a request of git. */
#include "config.h"

#include "fuzz/target.h"

#include "frontend/git-message.h"

#include <string.h>

/* What a naive reader finds: the last line of that key before an empty one. */
static struct slice find(struct slice text, const char *key)
{
	struct slice found = slice_of(NULL, 0);
	size_t length = strlen(key);

	while (text.length && *text.bytes != '\n') {
		const uint8_t *end = memchr(text.bytes, '\n', text.length);
		size_t size = end ? (size_t)(end - text.bytes) : text.length;

		if (size > length && memcmp(text.bytes, key, length) == 0 &&
		    text.bytes[length] == '=')
			found = slice_of(text.bytes + length + 1,
					 size - length - 1);
		text = slice_of(text.bytes + size + (end != NULL),
				text.length - size - (end != NULL));
	}
	return found;
}

static void check(struct slice text, const char *key, const char *value)
{
	struct slice found = find(text, key);

	fuzz_require((value == NULL) == (found.bytes == NULL));
	fuzz_require(value == NULL ||
		     slice_equal(found, slice_of_string(value)));
	fuzz_require(value == NULL || strpbrk(value, "\r\n") == NULL);
}

/* Complaints show nothing of the request, which may be a password. */
static void check_message(const struct error *err)
{
	fuzz_require(err->code == ERR_FAILED);
	fuzz_require(strlen(err->message) < 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_GIT_REQUEST struct git_request request = GIT_REQUEST_EMPTY;
	struct slice text = slice_of(data, size);
	struct error err;

	secret_append(&request.text, data, size);
	if (!git_request_parse(&request, &err)) {
		check_message(&err);
		return 0;
	}
	check(text, "protocol", request.protocol);
	check(text, "host", request.host);
	check(text, "path", request.path);
	check(text, "username", request.username);
	check(text, "password", request.password);
	check(text, "credential", request.credential);
	fuzz_require(!git_request_has_place(&request) ||
		     (request.protocol && request.host));
	fuzz_require(!git_request_can_store(&request) || request.password ||
		     request.credential);
	fuzz_require(request.is_cut == (size && data[size - 1] != '\n'));
	return 0;
}
