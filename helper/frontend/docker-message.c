/* SPDX-License-Identifier: MIT */
/* What docker says to a credential helper on its standard input. */
#include "config.h"

#include "frontend/docker-message.h"

#include "util/json-read.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define SERVER_MAX     ((size_t)4096)
#define CREDENTIAL_MAX ((size_t)256 * 1024)

#define NO_SERVER   "no credentials server URL"
#define NO_USERNAME "no credentials username"

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Appends the text without white space around it; what is inside counts. */
static bool keep_server(const char *text, size_t length,
			struct secret *ret_server, struct error *err)
{
	size_t i;

	while (length && is_space(*text)) {
		text++;
		length--;
	}
	while (length && is_space(text[length - 1]))
		length--;
	if (length == 0)
		return fail(err, ERR_FAILED, NO_SERVER);
	for (i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return fail(err, ERR_FAILED,
				    "the server URL holds a control character");
	secret_append(ret_server, text, length);
	return true;
}

bool docker_read_server(struct secret *ret_server, struct error *err)
{
	AUTO_SECRET struct secret input = SECRET_EMPTY;

	return secret_read(&input, STDIN_FILENO, SERVER_MAX, "the server URL",
			   err) &&
	       keep_server(input.data, input.length, ret_server, err);
}

/* Names are matched in any case, as Go's decoder does; the last one counts. */
static bool is_name(struct slice name, const char *wanted)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	return json_decode_string(name, &text) &&
	       strcasecmp(secret_text(&text), wanted) == 0;
}

static bool find_string(struct slice rest, const char *name,
			struct secret *ret_text)
{
	struct json_member member;
	bool is_found = false;

	while (json_next_member(&rest, &member)) {
		if (!is_name(member.name, name))
			continue;
		ret_text->length = 0;
		is_found = json_decode_string(member.value, ret_text);
	}
	return is_found && ret_text->length;
}

static bool check(struct slice text, struct secret *ret_server,
		  struct error *err)
{
	AUTO_SECRET struct secret server = SECRET_EMPTY;
	AUTO_SECRET struct secret username = SECRET_EMPTY;
	struct slice members;
	size_t end;

	if (!json_check(text, &end) || !json_members(text, &members))
		return fail(err, ERR_FAILED,
			    "store takes a JSON object on standard input");
	if (!find_string(members, "ServerURL", &server))
		return fail(err, ERR_FAILED, NO_SERVER);
	if (!keep_server(server.data, server.length, ret_server, err))
		return false;
	return find_string(members, "Username", &username) ||
	       fail(err, ERR_FAILED, NO_USERNAME);
}

bool docker_read_credential(struct secret *ret_server, struct error *err)
{
	AUTO_SECRET struct secret input = SECRET_EMPTY;

	return secret_read(&input, STDIN_FILENO, CREDENTIAL_MAX,
			   "the credential", err) &&
	       check(secret_slice(&input), ret_server, err);
}
