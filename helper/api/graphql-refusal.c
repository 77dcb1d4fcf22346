/* SPDX-License-Identifier: MIT */
/* What the API's refusals mean, in words for people. */
#include "config.h"

#include "api/graphql-refusal.h"

#include "api/json-fields.h"
#include "token/armor.h"
#include "util/terminal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define WORDS_SIZE (REFUSAL_QUOTE_SIZE - 20)
#define LOGIN	   "run 'fly-cred login'"

bool refusal_is_there(struct json_object *answer)
{
	struct json_object *errors = json_member(answer, "errors");

	return json_object_is_type(errors, json_type_array) &&
	       json_object_array_length(errors) > 0;
}

/* The first error of the answer to a query. */
static struct json_object *first_error(struct json_object *answer)
{
	if (!refusal_is_there(answer))
		return NULL;
	return json_object_array_get_idx(json_member(answer, "errors"), 0);
}

static const char *text_member(struct json_object *object, const char *key)
{
	struct json_object *member = json_member(object, key);

	return json_object_is_type(member, json_type_string)
		       ? json_object_get_string(member)
		       : NULL;
}

/* The API's own words, from wherever it put them; "" when there are none. */
static const char *words_of(struct json_object *answer)
{
	const char *words = text_member(first_error(answer), "message");

	if (words == NULL)
		words = text_member(answer, "message");
	if (words == NULL)
		words = text_member(answer, "error");
	return words ? words : "";
}

static const char *code_of(struct json_object *answer)
{
	struct json_object *extensions = json_member(first_error(answer),
						     "extensions");
	const char *code = text_member(extensions, "code");

	return code ? code : "";
}

/* Whether the words hold one of the secrets, or any token. */
static bool show_secret(const char *words, const char *secrets)
{
	static const char *const labels[] = {"fm2_", "fm1r_", "fm1a_", "fo1_"};
	const char *part = secrets ? secrets : "";
	size_t length, i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strstr(words, labels[i]))
			return true;
	for (; *part; part += length + (part[length] == ',')) {
		length = strcspn(part, ",");
		if (length && memmem(words, strlen(words), part, length))
			return true;
	}
	return false;
}

void refusal_quote(const struct refusal *refusal,
		   char ret_text[REFUSAL_QUOTE_SIZE])
{
	const char *words = words_of(refusal->answer);
	char shown[WORDS_SIZE];

	ret_text[0] = '\0';
	if (*words == '\0' || show_secret(words, refusal->secrets))
		return;
	text_printable(words, shown, sizeof(shown));
	snprintf(ret_text, REFUSAL_QUOTE_SIZE, " (it says: \"%s\")", shown);
}

static bool begins(const char *text, const char *start)
{
	return strncasecmp(text, start, strlen(start)) == 0;
}

/*
 * Fly makes a token and discharges it on behalf of who asked; this is what it
 * says when that is no person, or one whose login is not enough for the
 * organization.
 */
static bool is_of_root_token(const char *words)
{
	return strcasestr(words, "dischargeroottoken") != NULL;
}

/* What Fly's library for macaroons says (superfly/macaroon, macaroon.go). */
static bool is_of_discharge(const char *words)
{
	return strcasestr(words, "third-party discharge") != NULL;
}

/* A person's login, of which macaroons are no more than a part. */
static bool has_oauth(const char *login)
{
	const char *part = login ? login : "";
	size_t length;

	for (; *part; part += length + (part[length] == ',')) {
		length = strcspn(part, ",");
		if (length && armor_label(slice_of(part, length)) == 0)
			return true;
	}
	return false;
}

static bool is_unauthorized(const struct refusal *refusal)
{
	const char *words = words_of(refusal->answer);

	if (is_of_root_token(words) || is_of_discharge(words))
		return true;
	if (refusal->status != 200)
		return refusal->status == 401;
	return strcmp(code_of(refusal->answer), "UNAUTHORIZED") == 0 ||
	       begins(words, "Not authorized") ||
	       begins(words, "You must be authenticated");
}

bool refusal_is_of_login(const struct refusal *refusal)
{
	const char *words = words_of(refusal->answer);

	if (is_of_root_token(words) || is_of_discharge(words))
		return !has_oauth(refusal->secrets);
	return is_unauthorized(refusal) && !begins(words, "Not authorized");
}

/* About the discharge of a token, or of the macaroons that the login is. */
static bool tell_undischarged(const struct refusal *refusal, const char *quoted,
			      struct error *err)
{
	if (has_oauth(refusal->secrets))
		return fail(err, ERR_DENIED,
			    "%s wants more than this login for %s%s: the "
			    "organization asks for it, such as by single "
			    "sign-on, or does not let you do this; log in "
			    "again in the way it wants: " LOGIN,
			    refusal->host, refusal->subject, quoted);
	if (is_of_root_token(words_of(refusal->answer)))
		return fail(
			err, ERR_DENIED,
			"%s makes no token for this login%s: it is a scoped "
			"token, and those can't make others; log in as a "
			"person: " LOGIN,
			refusal->host, quoted);
	return fail(err, ERR_DENIED,
		    "%s does not accept this login any more%s: it is made of "
		    "macaroons, whose confirmation lasts for minutes; log in "
		    "as a person: " LOGIN,
		    refusal->host, quoted);
}

static bool tell_unauthorized(const struct refusal *refusal, const char *quoted,
			      struct error *err)
{
	const char *words = words_of(refusal->answer);

	if (is_of_root_token(words) || is_of_discharge(words))
		return tell_undischarged(refusal, quoted, err);
	if (!refusal_is_of_login(refusal))
		return fail(err, ERR_DENIED,
			    "%s says that this login may not use %s%s; " LOGIN
			    " with an account that may",
			    refusal->host, refusal->subject, quoted);
	return fail(err, ERR_DENIED,
		    "%s does not accept this login any more%s; " LOGIN,
		    refusal->host, quoted);
}

/* 200, and an error where the data should be. */
static bool tell_error(const struct refusal *refusal, const char *quoted,
		       struct error *err)
{
	const char *words = words_of(refusal->answer);
	const char *code = code_of(refusal->answer);

	if (is_unauthorized(refusal))
		return tell_unauthorized(refusal, quoted, err);
	if (strcmp(code, "NOT_FOUND") == 0 || begins(words, "Could not find"))
		return fail(err, ERR_NOT_FOUND,
			    "%s knows no %s that this login may see%s; check "
			    "the name, or log in with another account",
			    refusal->host, refusal->subject, quoted);
	if (strcmp(code, "MAINTENANCE") == 0 ||
	    strcmp(code, "SERVICE_UNAVAILABLE") == 0 ||
	    strstr(code, "SERVER_ERROR"))
		return fail(err, ERR_NETWORK,
			    "%s has a fault of its own%s; try again later",
			    refusal->host, quoted);
	return fail(err, ERR_FAILED, "%s does not do that for %s%s",
		    refusal->host, refusal->subject, quoted);
}

static bool tell_status(const struct refusal *refusal, const char *quoted,
			struct error *err)
{
	const char *host = refusal->host;
	long status = refusal->status;

	if (is_unauthorized(refusal))
		return tell_unauthorized(refusal, quoted, err);
	if (status == 403)
		return fail(err, ERR_DENIED,
			    "%s refuses this login (status 403)%s; " LOGIN
			    " with an account that may use %s",
			    host, quoted, refusal->subject);
	if (status == 429)
		return fail(err, ERR_NETWORK,
			    "%s was asked too often (status 429)%s; wait a "
			    "while and try again",
			    host, quoted);
	if (status >= 300 && status < 400)
		return fail(err, ERR_NETWORK,
			    "%s sends us elsewhere (status %ld), which is not "
			    "followed; check the API's address",
			    host, status);
	if (status >= 500)
		return fail(err, ERR_NETWORK,
			    "%s has a fault of its own (status %ld)%s; try "
			    "again later",
			    host, status, quoted);
	return fail(err, ERR_NETWORK,
		    "%s answers with status %ld%s; check the API's address",
		    host, status, quoted);
}

bool refusal_tell(const struct refusal *refusal, struct error *err)
{
	char quoted[REFUSAL_QUOTE_SIZE];

	refusal_quote(refusal, quoted);
	if (refusal->status != 200)
		return tell_status(refusal, quoted, err);
	return tell_error(refusal, quoted, err);
}
