/* SPDX-License-Identifier: MIT */
/* A login as it comes in: checked, tried, kept. */
#include "config.h"

#include "resolve/login.h"

#include "api/call-session.h"
#include "resolve/account.h"
#include "resolve/back-off-notes.h"
#include "resolve/endpoint.h"
#include "resolve/organizations.h"
#include "store/records.h"
#include "token/bundle.h"
#include "token/intake.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/*
 * Of several tokens the OAuth ones are the login; the macaroons beside them in
 * flyctl's file are made from it and die within minutes.
 */
static bool keep_oauth(const struct secret *normal, struct secret *ret_login,
		       struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	size_t i;

	if (!bundle_parse(secret_slice(normal), &bundle, err))
		return false;
	for (i = 0; i < bundle.count; i++) {
		if (bundle.tokens[i].kind != TOKEN_OAUTH)
			continue;
		if (ret_login->length)
			secret_append(ret_login, ",", 1);
		secret_append(ret_login, bundle.tokens[i].text.bytes,
			      bundle.tokens[i].text.length);
	}
	return true;
}

static bool normalize(struct slice text, struct secret *ret_login,
		      struct error *err)
{
	AUTO_SECRET struct secret normal = SECRET_EMPTY;
	struct intake intake;

	if (!intake_normalize(text, &normal, &intake, err))
		return false;
	if (intake.kind == INTAKE_BOTH)
		return keep_oauth(&normal, ret_login, err);
	secret_append(ret_login, normal.data, normal.length);
	return true;
}

bool login_is_same(struct slice one, struct slice other)
{
	AUTO_SECRET struct secret a = SECRET_EMPTY, b = SECRET_EMPTY;
	struct error ignored;

	return normalize(one, &a, &ignored) && normalize(other, &b, &ignored) &&
	       a.length == b.length &&
	       sodium_memcmp(a.data, b.data, a.length) == 0;
}

static bool ask_whose(const struct settings *settings,
		      const struct secret *login, struct api_login *ret_answer,
		      struct error *err)
{
	struct api_endpoint endpoint = settings_endpoint(settings);

	if (!api_login(&endpoint, login, ret_answer, err))
		return false;
	if (ret_answer->user == 0)
		return fail(err, ERR_USAGE,
			    "that token belongs to no person: it is good for "
			    "its scope but can't make others; log in with what "
			    "'flyctl auth token' prints after 'flyctl auth "
			    "login'");
	return true;
}

/*
 * What the account is called: as asked for, else as before, else by its e-mail.
 * A name that another account has is refused before anything is written.
 */
static bool choose_name(struct store *store,
			const struct login_request *request, const char *id,
			const char *email, char ret_name[80], struct error *err)
{
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	const char *name = request->name ? request->name : email;
	size_t i;

	/* A damaged list is replaced by who logs in again. */
	if (!accounts_load(store, &accounts, err)) {
		if (err->code != ERR_CORRUPT)
			return false;
		accounts.count = 0;
	}
	for (i = 0; i < accounts.count; i++)
		if (!request->name && strcmp(accounts.items[i].id, id) == 0)
			name = accounts.items[i].name;
	text_printable(name, ret_name, 80);
	for (i = 0; i < accounts.count; i++)
		if (strcmp(accounts.items[i].id, id) != 0 &&
		    strcmp(accounts.items[i].name, ret_name) == 0)
			return fail(err, ERR_USAGE,
				    "there is another account named '%s'; "
				    "choose a name with --name",
				    ret_name);
	return true;
}

static bool keep(struct session *session, const struct account *account,
		 const struct secret *login, const struct api_login *answer,
		 struct error *err)
{
	/* The index last: it is what makes the others count. */
	return account_set_login(&session->store, account, login, err) &&
	       organizations_keep(&session->store, account, answer, err) &&
	       accounts_add(&session->store, account, err);
}

/* The login of our own that is about to be replaced; empty if none is. */
static void find_replaced(struct store *store, const char *id,
			  struct secret *ret_login)
{
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	struct error ignored;
	size_t i;

	if (!accounts_load(store, &accounts, &ignored))
		return;
	for (i = 0; i < accounts.count; i++)
		if (strcmp(accounts.items[i].id, id) == 0 &&
		    accounts.items[i].own &&
		    !account_login(store, &accounts.items[i], ret_login,
				   &ignored))
			return;
}

/* Best done at once: nobody will have its token any more. */
static void end_replaced(const struct settings *settings,
			 const struct secret *replaced,
			 const struct secret *login, char ret_remark[600])
{
	struct api_endpoint endpoint = settings_endpoint(settings);
	struct error problem;

	if (replaced->length == 0 ||
	    slice_equal(secret_slice(replaced), secret_slice(login)) ||
	    api_logout(&endpoint, replaced, &problem) ||
	    problem.code == ERR_DENIED) /* it had ended */
		return;
	snprintf(ret_remark, 600, "%s", problem.message);
}

/* A login that is known to work. */
static bool add(struct session *session, const struct login_request *request,
		const struct secret *login, const struct api_login *answer,
		struct login_result *ret_result, struct error *err)
{
	const struct settings *settings = &session->settings;
	AUTO_SECRET struct secret replaced = SECRET_EMPTY;
	char id[300], name[80];
	struct account account = {
		.id = id,
		.name = name,
		.email = answer->email,
		.origin = settings->api_url,
		.ca_file = settings->api_ca_file ? settings->api_ca_file : "",
		.proxy = settings->api_proxy ? settings->api_proxy : "",
		.registry = settings->registry_host,
		.adopted = request->adopted,
		.own = request->own,
		.added_at = clock_now(),
	};

	/* Another API counts its own users. */
	snprintf(id, sizeof(id), "%lld@%s", (long long)answer->user,
		 settings->api_url);
	find_replaced(&session->store, id, &replaced);
	if (!choose_name(&session->store, request, id, answer->email, name,
			 err) ||
	    !keep(session, &account, login, answer, err))
		return false;
	back_off_forget(&session->store, &account);
	end_replaced(settings, &replaced, login, ret_result->remark);
	text_printable(answer->email, ret_result->email,
		       sizeof(ret_result->email));
	snprintf(ret_result->name, sizeof(ret_result->name), "%s", name);
	ret_result->organizations = answer->count;
	return true;
}

bool login_add(struct session *session, const struct login_request *request,
	       struct login_result *ret_result, struct error *err)
{
	const struct settings *settings = &session->settings;
	struct api_endpoint endpoint = settings_endpoint(settings);
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_LOGIN struct api_login answer = {0};
	struct error ignored;

	*ret_result = (struct login_result){.name = ""};
	if (!normalize(secret_slice(request->text), &login, err))
		return false;
	if (ask_whose(settings, &login, &answer, err) &&
	    add(session, request, &login, &answer, ret_result, err))
		return true;
	/* Nobody else has that one, and now nobody will. */
	return request->own && !api_logout(&endpoint, &login, &ignored) &&
	       false;
}
