/* SPDX-License-Identifier: MIT */
/* What git says to a credential helper on its standard input. */
#include "config.h"

#include "frontend/git-message.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define REQUEST_MAX ((size_t)1024 * 1024)

void git_request_clear(struct git_request *request)
{
	attributes_clear(&request->lines);
	secret_clear(&request->text);
	*request = (struct git_request)GIT_REQUEST_EMPTY;
}

#define AT(member) offsetof(struct git_request, member)

/* The keys that have one value. */
static const struct {
	const char *name;
	size_t offset;
} keys[] = {
	{"protocol", AT(protocol)},
	{"host", AT(host)},
	{"path", AT(path)},
	{"username", AT(username)},
	{"password", AT(password)},
	{"authtype", AT(authtype)},
	{"credential", AT(credential)},
	{"password_expiry_utc", AT(password_expiry_utc)},
	{"oauth_refresh_token", AT(oauth_refresh_token)},
	{"ephemeral", AT(ephemeral)},
};

/* An empty value of a list begins it anew. */
static void read_capability(struct git_request *request, const char *value)
{
	if (*value == '\0')
		request->takes_authtype = false;
	else if (strcmp(value, "authtype") == 0)
		request->takes_authtype = true;
}

static void read_challenge(struct git_request *request, const char *value)
{
	static const char *const schemes[] = {"FlyV1", "Bearer"};
	size_t i, length = strcspn(value, " ");

	if (*value == '\0')
		request->challenge = NULL;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (request->challenge == NULL &&
		    length == strlen(schemes[i]) &&
		    strncasecmp(value, schemes[i], length) == 0)
			request->challenge = schemes[i];
}

static bool read_line(struct git_request *request, const struct attribute *line,
		      struct error *err)
{
	size_t i;

	if (strcmp(line->key, "capability[]") == 0)
		read_capability(request, line->value);
	if (strcmp(line->key, "wwwauth[]") == 0)
		read_challenge(request, line->value);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char **member =
			(const char **)((char *)request + keys[i].offset);

		if (strcmp(line->key, keys[i].name) != 0)
			continue;
		if (*member)
			return fail(err, ERR_FAILED,
				    "the request has two of %s, which is no "
				    "way to ask for a credential",
				    keys[i].name);
		*member = line->value;
	}
	return true;
}

bool git_request_read(struct git_request *ret_request, struct error *err)
{
	return secret_read(&ret_request->text, STDIN_FILENO, REQUEST_MAX,
			   "the request", err) &&
	       git_request_parse(ret_request, err);
}

bool git_request_parse(struct git_request *request, struct error *err)
{
	const struct secret *text = &request->text;
	size_t i;

	request->is_cut = text->length && text->data[text->length - 1] != '\n';
	if (!attributes_parse(&request->text, &request->lines, err))
		return fail(err, ERR_FAILED, "in the request %s", err->message);
	for (i = 0; i < request->lines.count; i++)
		if (!read_line(request, &request->lines.items[i], err))
			return false;
	return true;
}

bool git_request_has_place(const struct git_request *request)
{
	/* A certificate is on no host, but has a path. */
	return request->protocol && *request->protocol && request->host &&
	       (*request->host || request->path);
}

/* git writes 1; what it would not take for a no is a yes. */
static bool is_ephemeral(const struct git_request *request)
{
	static const char *const noes[] = {"", "0", "false", "no", "off"};
	size_t i;

	for (i = 0; request->ephemeral && i < sizeof(noes) / sizeof(noes[0]);
	     i++)
		if (strcasecmp(request->ephemeral, noes[i]) == 0)
			return false;
	return request->ephemeral != NULL;
}

bool git_request_can_store(const struct git_request *request)
{
	return !is_ephemeral(request) &&
	       ((request->username && request->password) ||
		(request->authtype && request->credential));
}
