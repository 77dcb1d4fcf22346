/* SPDX-License-Identifier: MIT */
/* fly-cred setup flyctl: how flyctl gets tokens, and its login out of a file. */
#include "config.h"

#include "cli/setup-flyctl.h"

#include "cli/flyctl-config.h"
#include "cli/foreign-file.h"
#include "cli/open-session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY "access_token:"

/* config.yml in two parts: the lines of the login, and the others. */
struct parts {
	struct secret login, rest;
};

static void parts_clear(struct parts *parts)
{
	secret_clear(&parts->login);
	secret_clear(&parts->rest);
}

#define AUTO_PARTS CLEANUP(parts_clear)
#define PARTS_EMPTY                                        \
	{                                                  \
		.login = SECRET_EMPTY, .rest = SECRET_EMPTY \
	}

/* A value goes on in lines that are indented. */
static void split(struct slice text, struct parts *parts)
{
	bool inside = false;
	size_t at, next;

	for (at = 0; at < text.length; at = next) {
		const uint8_t *line = text.bytes + at;
		const uint8_t *end = memchr(line, '\n', text.length - at);

		next = end ? (size_t)(end - text.bytes) + 1 : text.length;
		inside = (inside && (*line == ' ' || *line == '\t')) ||
			 (next - at >= strlen(KEY) &&
			  memcmp(line, KEY, strlen(KEY)) == 0);
		secret_append(inside ? &parts->login : &parts->rest, line,
			      next - at);
	}
}

/* Every form of YAML is not known here: what was taken out must be all. */
static bool check(const struct parts *parts, const char *path,
		  struct error *err)
{
	AUTO_SECRET struct secret token = SECRET_EMPTY;

	if (parts->login.length &&
	    !flyctl_config_find(&parts->rest, path, &token, err) &&
	    err->code == ERR_NOT_FOUND)
		return true;
	return fail(err, ERR_USAGE,
		    "%s is not as flyctl writes it; take access_token out of "
		    "it by hand",
		    path);
}

/* The file is the only place of the login unless the store has it as well. */
static bool check_kept(struct session *session, struct error *err)
{
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	struct error ignored;
	size_t i;

	if (!accounts_load(&session->store, &accounts, err))
		return false;
	for (i = 0; i < accounts.count; i++) {
		AUTO_SECRET struct secret login = SECRET_EMPTY;

		if (account_login(&session->store, &accounts.items[i], &login,
				  &ignored) &&
		    flyctl_config_has(&login))
			return true;
	}
	return fail(err, ERR_NOT_FOUND,
		    "the store does not have flyctl's login; run 'fly-cred "
		    "login --from-flyctl' first");
}

static bool explain(struct error *err)
{
	AUTO_SECRET struct secret token = SECRET_EMPTY;
	struct error none;

	puts("flyctl uses the token of FLY_ACCESS_TOKEN or FLY_API_TOKEN "
	     "before its own login.\n"
	     "For one command:\n\n"
	     "    fly-cred exec -- fly status\n\n"
	     "In a shell, for this directory: eval \"$(fly-cred env)\"; for "
	     "every directory\nthat was allowed: see 'fly-cred hook --help'.");
	if (flyctl_config_token(&token, &none))
		puts("\nflyctl's own login lies in plain text in its "
		     "config.yml. Once the store has it\n('fly-cred login "
		     "--from-flyctl'), 'fly-cred setup flyctl --move' takes "
		     "it out.");
	return none.code == ERR_NOT_FOUND || token.length ||
	       fail(err, none.code, "%s", none.message);
}

static bool read_parts(bool undo, char **ret_path, struct secret *ret_text,
		       struct parts *parts, struct error *err)
{
	AUTO_FREE char *path = flyctl_config_path();

	if (!foreign_file_locate(path, undo, ret_path, err) ||
	    !foreign_file_read(*ret_path, ret_text, err))
		return false;
	split(secret_slice(ret_text), parts);
	return true;
}

static bool move(struct session *session, bool dry_run, struct error *err)
{
	AUTO_FREE char *path = NULL;
	AUTO_SECRET struct secret text = SECRET_EMPTY, token = SECRET_EMPTY;
	AUTO_PARTS struct parts parts = PARTS_EMPTY;
	struct setup_place place;

	if (!flyctl_config_token(&token, err) ||
	    !read_parts(false, &path, &text, &parts, err) ||
	    !check(&parts, path, err) || !check_kept(session, err))
		return false;
	printf("%s:\n- access_token: (flyctl's login)\n", path);
	if (dry_run)
		return true;
	place = (struct setup_place){path, "flyctl"};
	return setup_remember(&session->store, &place, secret_slice(&text),
			      secret_slice(&parts.rest), err) &&
	       (foreign_file_write(path, &parts.rest, err) ||
		setup_fail_write(err));
}

/* Before what flyctl has written since, unless it has a login again. */
static void put_back(const struct secret *before, const struct parts *now,
		     struct secret *ret_text)
{
	AUTO_PARTS struct parts then = PARTS_EMPTY;

	split(secret_slice(before), &then);
	secret_append(ret_text, then.login.data, then.login.length);
	secret_append(ret_text, now->rest.data, now->rest.length);
}

static bool undo(struct session *session, bool dry_run, struct error *err)
{
	AUTO_FREE char *path = NULL;
	AUTO_SECRET struct secret text = SECRET_EMPTY, before = SECRET_EMPTY;
	AUTO_SECRET struct secret after = SECRET_EMPTY;
	AUTO_PARTS struct parts parts = PARTS_EMPTY;
	struct setup_place place;
	bool untouched = false;

	if (!read_parts(true, &path, &text, &parts, err))
		return false;
	place = (struct setup_place){path, "flyctl"};
	if (!setup_recall(&session->store, &place, secret_slice(&text), &before,
			  &untouched, err))
		return false;
	if (before.length == 0 || parts.login.length) {
		puts(before.length ? "flyctl has a login of its own again"
				   : "nothing was taken from flyctl");
		return true;
	}
	printf("%s:\n+ access_token: (flyctl's login)\n", path);
	if (dry_run)
		return true;
	put_back(&before, &parts, &after);
	if (!foreign_file_write(path, untouched ? &before : &after, err))
		return setup_fail_write(err);
	return setup_forget(&session->store, &place, err);
}

bool setup_flyctl(const struct setup_request *request, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	if (!request->move && !request->undo)
		return explain(err);
	return open_session(&session, err) &&
	       (request->undo ? undo : move)(&session, request->dry_run, err);
}
