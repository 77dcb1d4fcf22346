/* SPDX-License-Identifier: MIT */
/* A token that the caller brings along: read, checked, never kept. */
#include "config.h"

#include "resolve/presented.h"

#include "token/discharge.h"
#include "token/intake.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME_MAX_LENGTH 64

void presented_clear(struct presented *presented)
{
	bundle_clear(&presented->bundle);
	secret_clear(&presented->text);
}

bool presented_is_asked(const struct token_request *request)
{
	return request->token_env || request->token_fd;
}

/* In flyctl's order. */
static const char *usual_variable(void)
{
	static const char *const names[] = {"FLY_ACCESS_TOKEN",
					    "FLY_API_TOKEN"};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value && *value)
			return names[i];
	}
	return NULL;
}

bool presented_is_there(void)
{
	return usual_variable() != NULL;
}

/* A name is printed for shells to run; and it may be a token by mistake. */
static bool is_variable_name(const char *name)
{
	static const char digits[] = "0123456789";
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz_"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	return !strchr(digits, name[0]) && strlen(name) <= NAME_MAX_LENGTH &&
	       name[strspn(name, allowed)] == '\0';
}

static bool read_variable(const char *name, struct presented *presented,
			  struct secret *ret_text, struct error *err)
{
	const char *value;

	if (name == NULL || *name == '\0')
		name = usual_variable();
	if (name == NULL)
		return fail(err, ERR_NOT_FOUND,
			    "neither FLY_ACCESS_TOKEN nor FLY_API_TOKEN has a "
			    "token; set one, or use --token-env=NAME");
	if (!is_variable_name(name))
		return fail(err, ERR_USAGE,
			    "--token-env takes the name of a variable that "
			    "holds the token");
	value = getenv(name);
	if (value == NULL || *value == '\0')
		return fail(err, ERR_NOT_FOUND,
			    "the variable that --token-env names is not set; "
			    "put the token into it");
	presented->variable = name;
	snprintf(presented->source, sizeof(presented->source), "%s", name);
	secret_append_string(ret_text, value);
	return true;
}

/* A file could be read again by who inherits it. */
static bool give_up(int fd, struct error *err)
{
	if (close(fd) != 0)
		return fail_errno(err, "can't close the token's descriptor");
	/* Takes the place that has just become free. */
	return fd != STDIN_FILENO || open("/dev/null", O_RDONLY) == fd ||
	       fail_errno(err, "can't open /dev/null");
}

static bool read_descriptor(const char *text, struct presented *presented,
			    struct secret *ret_text, struct error *err)
{
	int64_t number;
	int fd;

	if (!number_parse(text, &number) || number < 0 || number > INT_MAX ||
	    number == STDOUT_FILENO || number == STDERR_FILENO)
		return fail(err, ERR_USAGE,
			    "--token-fd takes the number of a descriptor to "
			    "read from: 0, or 3 and above");
	fd = (int)number;
	if (fcntl(fd, F_GETFD) < 0)
		return fail(err, ERR_USAGE,
			    "descriptor %d of --token-fd is not open; for "
			    "example: --token-fd 3 3< FILE",
			    fd);
	snprintf(presented->source, sizeof(presented->source),
		 "descriptor %d", fd);
	return secret_read(ret_text, fd, INTAKE_LIMIT, "the token", err) &&
	       give_up(fd, err);
}

static bool fail_lacking(const struct presented *presented, struct error *err)
{
	AUTO_FREE char *what = alloc_formatted("the token of %s",
					       presented->source);

	return fail_undischarged(what, err);
}

static bool check(const struct presented *presented,
		  const struct intake *intake, struct error *err)
{
	if (intake->permissions == 0)
		return fail(err, ERR_NOT_FOUND,
			    "%s holds no token that can be narrowed, a login "
			    "(OAuth) for example; put one there that 'fly-cred "
			    "create' makes, or log in with 'fly-cred login'",
			    presented->source);
	if (intake->lacks_discharge)
		return fail_lacking(presented, err);
	return true;
}

static bool take(const struct secret *text, struct presented *presented,
		 struct error *err)
{
	struct intake intake;

	if (!intake_normalize(secret_slice(text), &presented->text, &intake,
			      err))
		return fail(err, err->code, "%s: %s", presented->source,
			    err->message);
	if (!check(presented, &intake, err) ||
	    !bundle_parse(secret_slice(&presented->text), &presented->bundle,
			  err))
		return false;
	presented->logins = bundle_count(&presented->bundle, TOKEN_OAUTH);
	return true;
}

bool presented_read(const struct token_request *request,
		    struct presented *ret_presented, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct presented *presented = ret_presented;

	if (request->token_env && request->token_fd)
		return fail(err, ERR_USAGE,
			    "--token-env and --token-fd exclude each other; "
			    "give one");
	return (request->token_fd
			? read_descriptor(request->token_fd, presented, &text,
					  err)
			: read_variable(request->token_env, presented, &text,
					err)) &&
	       take(&text, presented, err);
}
