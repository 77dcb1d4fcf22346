/* SPDX-License-Identifier: MIT */
/*
 * git-credential-fly: git's credential helper protocol (gitcredentials(7),
 * "Custom helpers", and git-credential(1)).
 *
 * For Fly's hosts, and those that config.yml maps to an app or organization, it
 * hands out tokens; for all others it keeps what git stores. git uses whatever
 * a helper has printed, even when that fails, so an answer is written whole or
 * not at all.
 */
#include "config.h"

#include "frontend/announce.h"
#include "frontend/git-message.h"
#include "frontend/git-store.h"
#include "resolve/forget.h"
#include "resolve/storeless.h"
#include "util/origin.h"
#include "util/process.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HTTPS "https://"

/* One call of the program. */
struct call {
	int64_t timeout; /* --timeout: seconds to keep what is stored, or 0 */
	struct git_request request;
	struct session session;
	struct token_request wanted; /* where is_ours */
	bool is_ours;
};

static void call_clear(struct call *call)
{
	git_request_clear(&call->request);
	session_close(&call->session);
}

/* Fly's own hosts get the token of the directory, others that of their rule. */
static bool find_owner(struct call *call, struct error *err)
{
	AUTO_FREE char *service = service_normalise(call->request.protocol,
						    call->request.host);
	const struct scope_rule *rule;
	const char *host;

	if (!settings_load(&call->session.settings, err))
		return false;
	if (strncmp(service, HTTPS, strlen(HTTPS)) != 0)
		return true;
	host = service + strlen(HTTPS);
	rule = settings_find_host(&call->session.settings, host);
	call->wanted.consumer = CONSUMER_GIT;
	call->wanted.is_for_tool = true;
	call->wanted.app = rule ? rule->app : NULL;
	call->wanted.organization = rule ? rule->org : NULL;
	call->is_ours = rule || strcmp(host, "api.fly.io") == 0 ||
			strcmp(host, "api.machines.dev") == 0;
	return true;
}

/*
 * Where the server names a scheme that takes tokens, and git can use it, the
 * token goes there; a user name and a password are what works everywhere.
 */
static bool answer(const struct git_request *request,
		   const struct resolved *resolved, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	const char *token = secret_text(&resolved->token);
	bool as_header = request->takes_authtype && request->challenge;

	secret_reserve(&text, resolved->token.length + 512);
	if (request->takes_authtype)
		secret_append_string(&text, "capability[]=authtype\n"
					    "ephemeral=1\n");
	if (as_header
		    ? !attributes_add(&text, "authtype", request->challenge,
				      err) ||
			      !attributes_add(&text, "credential", token, err)
		    : !attributes_add(&text, "username",
				      request->username ? request->username
							: "x",
				      err) ||
			      !attributes_add(&text, "password", token, err))
		return false;
	/* By Fly's clock; git goes by ours. */
	attributes_add_number(&text, "password_expiry_utc",
			      clock_now() + resolved->life);
	return secret_write(&text, STDOUT_FILENO, "the answer", err);
}

static bool get_token(struct call *call, struct error *err)
{
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;

	if (!resolve_request(&call->session, session_open, &call->wanted,
			     &resolved, err))
		return false;
	if (*resolved.remark)
		fprintf(stderr, "fly-cred: %s\n", resolved.remark);
	announce_login_end(&call->session, &resolved);
	return answer(&call->request, &resolved, err);
}

static bool get(struct call *call, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	if (call->is_ours)
		return get_token(call, err);
	if (git_store_get(&call->session.store, &call->request, &text, err))
		return secret_write(&text, STDOUT_FILENO, "the answer", err);
	return err->code == ERR_NOT_FOUND;
}

/* git hands our own token back when it worked: there is nothing to keep. */
static bool store(struct call *call, struct error *err)
{
	const struct git_request *request = &call->request;

	return request->is_cut || call->is_ours ||
	       !git_request_can_store(request) ||
	       git_store_put(&call->session.store, request,
			     call->timeout ? clock_now() + call->timeout : 0,
			     err);
}

/* The issued token goes when a server did not take what came of it. */
static bool forget_token(struct call *call, struct error *err)
{
	const struct git_request *request = &call->request;
	const char *refused = request->password ? request->password
						: request->credential;

	if (session_open(&call->session, err) &&
	    resolve_forget(&call->session, &call->wanted, refused, err))
		return true;
	return err->code == ERR_NOT_FOUND;
}

static bool erase(struct call *call, struct error *err)
{
	if (call->request.is_cut)
		return true;
	return call->is_ours ? forget_token(call, err)
			     : git_store_erase(&call->session.store,
					       &call->request, err);
}

static bool capability(void)
{
	return puts("version 0\ncapability authtype") >= 0;
}

static bool version(void)
{
	return puts("git-credential-fly (" PACKAGE_NAME ") " PACKAGE_VERSION) >=
	       0;
}

static bool help(void)
{
	return puts("usage: git-credential-fly [--timeout=TIME] "
		    "get|store|erase|capability\n\ngit runs this; "
		    "'fly-cred setup git' makes it do so.") >= 0;
}

/* git may learn new words; those that we don't know are no error. */
static bool dispatch(const char *verb, struct call *call, struct error *err)
{
	static const struct {
		const char *verb;
		bool (*say)(void);
		bool (*run)(struct call *call, struct error *err);
	} verbs[] = {
		{"get", NULL, get},
		{"store", NULL, store},
		{"erase", NULL, erase},
		{"capability", capability, NULL},
		{"--version", version, NULL},
		{"--help", help, NULL},
		{"-h", help, NULL},
	};
	size_t i = 0;

	while (i < sizeof(verbs) / sizeof(verbs[0]) &&
	       strcmp(verb, verbs[i].verb) != 0)
		i++;
	if (i == sizeof(verbs) / sizeof(verbs[0]))
		return true;
	if (verbs[i].say)
		return verbs[i].say() || fail_errno(err, "can't write");
	if (!git_request_read(&call->request, err))
		return false;
	return !git_request_has_place(&call->request) ||
	       (find_owner(call, err) && verbs[i].run(call, err));
}

/* As git's own cache has it, in seconds, or as durations are written here. */
static bool read_timeout(const char *text, int64_t *ret_seconds,
			 struct error *err)
{
	if (!number_parse(text, ret_seconds) &&
	    !duration_parse(text, ret_seconds, err))
		return false;
	return (*ret_seconds > 0 && *ret_seconds <= 36525 * DAY) ||
	       fail(err, ERR_USAGE,
		    "--timeout takes seconds, or a duration such as 15m");
}

/* --timeout=TIME, or in two words; NULL when it is not there. */
static const char *take_timeout(int argc, char **argv, int *next)
{
	static const char option[] = "--timeout";
	size_t length = strlen(option);

	if (argc < 2 || strncmp(argv[1], option, length) != 0)
		return NULL;
	if (argv[1][length] == '=') {
		*next = 2;
		return argv[1] + length + 1;
	}
	if (argv[1][length] != '\0' || argc < 3)
		return NULL;
	*next = 3;
	return argv[2];
}

static bool run(int argc, char **argv, struct call *call, struct error *err)
{
	int i = 1;
	const char *timeout = take_timeout(argc, argv, &i);

	if (timeout && !read_timeout(timeout, &call->timeout, err))
		return false;
	if (argc != i + 1)
		return fail(err, ERR_USAGE,
			    "git-credential-fly takes one of get, store, erase "
			    "and capability");
	return dispatch(argv[i], call, err);
}

int main(int argc, char **argv)
{
	CLEANUP(call_clear) struct call call = {
		.request = GIT_REQUEST_EMPTY, .session = SESSION_CLOSED};
	struct error err;

	process_harden();
	if (run(argc, argv, &call, &err) && fflush(stdout) == 0)
		return 0;
	fprintf(stderr, "fly-cred: %s\n", err.message);
	return 1;
}
