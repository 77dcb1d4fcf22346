/* SPDX-License-Identifier: MIT */
/* What docker says to a credential helper on its standard input. */
#include "config.h"

#include "frontend/docker-message.h"

#include <json-c/json.h>
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

/* Names are matched in any case, as Go's decoder does. */
static const char *text_of(json_object *object, const char *name)
{
	json_object_object_foreach(object, key, value)
	{
		if (strcasecmp(key, name) == 0 &&
		    json_object_is_type(value, json_type_string))
			return json_object_get_string(value);
	}
	return "";
}

static bool check(json_object *object, struct secret *ret_server,
		  struct error *err)
{
	const char *server;

	if (!json_object_is_type(object, json_type_object))
		return fail(err, ERR_FAILED,
			    "store takes a JSON object on standard input");
	server = text_of(object, "ServerURL");
	if (!keep_server(server, strlen(server), ret_server, err))
		return false;
	return *text_of(object, "Username") ||
	       fail(err, ERR_FAILED, NO_USERNAME);
}

bool docker_read_credential(struct secret *ret_server, struct error *err)
{
	AUTO_SECRET struct secret input = SECRET_EMPTY;
	json_object *object;
	bool whole;

	if (!secret_read(&input, STDIN_FILENO, CREDENTIAL_MAX, "the credential",
			 err))
		return false;
	object = json_tokener_parse(secret_text(&input));
	whole = check(object, ret_server, err);
	json_object_put(object);
	return whole;
}
