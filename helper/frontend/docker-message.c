/* SPDX-License-Identifier: MIT */
/* What docker says to a credential helper on its standard input. */
#include "config.h"

#include "frontend/docker-message.h"

#include "util/json-read.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define SERVER_MAX     ((size_t)4096)
#define CREDENTIAL_MAX ((size_t)256 * 1024) /* half of a record */

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

/* The last member of that name, which an empty string stands for as well. */
static bool find_string(struct slice rest, const char *name,
			struct slice *ret_value, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct json_member member;

	*ret_value = slice_of_string("\"\"");
	while (json_next_member(&rest, &member))
		if (is_name(member.name, name))
			*ret_value = member.value;
	return json_decode_string(*ret_value, &text) ||
	       fail(err, ERR_FAILED, "%s is not a string", name);
}

void docker_credential_clear(struct docker_credential *credential)
{
	secret_clear(&credential->server);
	secret_clear(&credential->username);
	secret_clear(&credential->secret);
}

static bool keep(struct slice members, struct docker_credential *ret,
		 struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct slice server, username, secret;

	if (!find_string(members, "ServerURL", &server, err) ||
	    !find_string(members, "Username", &username, err) ||
	    !find_string(members, "Secret", &secret, err) ||
	    !json_decode_string(server, &text) ||
	    !keep_server(text.data, text.length, &ret->server, err))
		return false;
	if (username.length <= strlen("\"\""))
		return fail(err, ERR_FAILED, NO_USERNAME);
	secret_append(&ret->username, username.bytes, username.length);
	secret_append(&ret->secret, secret.bytes, secret.length);
	return true;
}

bool docker_read_credential(struct docker_credential *ret_credential,
			    struct error *err)
{
	AUTO_SECRET struct secret input = SECRET_EMPTY;
	struct slice members;
	size_t end;

	if (!secret_read(&input, STDIN_FILENO, CREDENTIAL_MAX,
			 "the credential", err))
		return false;
	if (!json_check(secret_slice(&input), &end) ||
	    !json_members(secret_slice(&input), &members))
		return fail(err, ERR_FAILED,
			    "store takes a JSON object on standard input");
	return keep(members, ret_credential, err);
}
