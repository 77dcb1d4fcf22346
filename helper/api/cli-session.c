/* SPDX-License-Identifier: MIT */
/* Logins through a browser: CLI sessions of Fly's API. */
#include "config.h"

#include "api/cli-session.h"

#include "api/graphql-refusal.h"
#include "api/json-fields.h"
#include "util/alloc.h"
#include "util/origin.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define PATH "/api/v1/cli_sessions"
#define ID_LETTERS                            \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"          \
	"abcdefghijklmnopqrstuvwxyz0123456789" \
	"-_"
#define ID_MAX	     200
#define ADDRESS_MAX  2000
#define PAUSE_MS     1000

/* An id goes into a path, so it must be nothing but a part of one. */
static bool is_id(const char *id)
{
	size_t length = id ? strspn(id, ID_LETTERS) : 0;

	return length && length <= ID_MAX && id[length] == '\0';
}

/* What may be shown, and given to a browser as one argument (RFC 3986). */
static bool is_address(const char *address, bool is_local)
{
	static const char letters[] = ID_LETTERS ".~:/?#[]@!$&'()*+,;=%";

	return address && strlen(address) <= ADDRESS_MAX &&
	       strspn(address, letters) == strlen(address) &&
	       (strncmp(address, "https://", 8) == 0 ||
		(is_local && strncmp(address, "http://", 7) == 0));
}

static const char *given(const struct attributes *request, const char *key,
			 struct error *err)
{
	const char *value = attributes_get(request, key);

	if (value && *value)
		return value;
	fail(err, ERR_USAGE, "the request lacks %s", key);
	return NULL;
}

/* The session's path with what comes behind its id; the caller frees. */
static char *path_of(const struct attributes *request, const char *end,
		     struct error *err)
{
	const char *id = attributes_get(request, FIELD_SESSION_ID);

	if (is_id(id))
		return alloc_formatted(PATH "/%s%s", id, end);
	fail(err, ERR_USAGE, "the request lacks " FIELD_SESSION_ID);
	return NULL;
}

static void add_text(struct json_object *object, const char *key,
		     const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

/* Posts body, which is released, and decodes what comes. */
static bool post(const struct server *server, const char *path,
		 struct json_object *body, struct http_reply *reply,
		 struct json_object **ret_answer, struct error *err)
{
	AUTO_JSON struct json_object *owned = body;
	const struct http_request request = {
		.method = HTTP_POST,
		.path = path,
		.json = slice_of_string(json_object_to_json_string_ext(
			owned, JSON_C_TO_STRING_PLAIN)),
	};

	/* Once: a code that was redeemed is gone. */
	if (!server_ask(server, &request, true, reply, err))
		return false;
	*ret_answer = json_parse(
		slice_of(reply->body.data, reply->body.length));
	return true;
}

static struct json_object *order_new(const struct attributes *request,
				     struct error *err)
{
	const char *name = given(request, FIELD_NAME, err);
	const char *challenge = name ? given(request, FIELD_CODE_CHALLENGE, err)
				     : NULL;
	const char *state = challenge ? given(request, FIELD_STATE, err) : NULL;
	struct json_object *order;
	int64_t port;

	if (state == NULL)
		return NULL;
	order = json_object_new_object();
	add_text(order, "name", name);
	json_object_object_add(order, "signup", json_object_new_boolean(false));
	add_text(order, "target", "auth");
	add_text(order, "code_challenge", challenge);
	add_text(order, "code_challenge_method", "S256");
	add_text(order, "state", state);
	if (attributes_get_number(request, FIELD_REDIRECT_PORT, &port))
		json_object_object_add(order, "redirect_port",
				       json_object_new_int64(port));
	return order;
}

static bool add_session(const struct server *server, bool is_local,
			struct json_object *session, struct secret *fields,
			struct error *err)
{
	const char *id = json_plain_text(session, "id");
	const char *address = json_plain_text(session, "auth_url");
	struct json_object *pkce = json_member(session, "pkce");

	if (!is_id(id) || !is_address(address, is_local))
		return server_fail_senseless(server, err);
	attributes_add_number(fields, FIELD_PKCE,
			      json_object_get_boolean(pkce) ? 1 : 0);
	return attributes_add(fields, FIELD_SESSION_ID, id, err) &&
	       attributes_add(fields, FIELD_AUTH_URL, address, err);
}

bool cli_session_begin(const struct server *server,
		       const struct attributes *request, struct secret *fields,
		       struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *order = order_new(request, err);
	struct refusal refusal;

	if (order == NULL || !post(server, PATH, order, &reply, &answer, err))
		return false;
	if (reply.status == 200 || reply.status == 201)
		return add_session(
			server,
			origin_is_loopback(attributes_get(request, FIELD_URL)),
			answer, fields, err);
	refusal = (struct refusal){.host = http_host(server->http),
				   .subject = "a login by browser",
				   .status = reply.status,
				   .answer = answer};
	return refusal_tell(&refusal, err);
}

/* False without a word when there is no token (yet). */
static bool add_token(struct json_object *session, struct secret *fields)
{
	const char *token = json_plain_text(session, "access_token");
	struct error ignored;

	return token && *token &&
	       attributes_add(fields, FIELD_TOKEN, token, &ignored);
}

static bool fail_redeem(const struct server *server,
			const struct attributes *request, long status,
			struct json_object *answer, struct error *err)
{
	AUTO_SECRET struct secret secrets = SECRET_EMPTY;
	char quoted[REFUSAL_QUOTE_SIZE];
	struct refusal refusal = {.host = http_host(server->http),
				  .subject = "a login by browser",
				  .status = status,
				  .answer = answer};

	secret_append_string(&secrets,
			     attributes_get(request, FIELD_AUTH_CODE));
	secret_append(&secrets, ",", 1);
	secret_append_string(&secrets,
			     attributes_get(request, FIELD_CODE_VERIFIER));
	secret_append(&secrets, ",", 1);
	secret_append_string(&secrets,
			     attributes_get(request, FIELD_SESSION_ID));
	refusal.secrets = secrets.data;
	if (status == 404)
		return fail(err, ERR_EXPIRED,
			    "%s does not wait for this login any more; run "
			    "'fly-cred login' again",
			    refusal.host);
	if (status < 400 || status == 429 || status >= 500)
		return refusal_tell(&refusal, err);
	refusal_quote(&refusal, quoted);
	return fail(err, ERR_DENIED,
		    "%s does not take the code%s; run 'fly-cred login' again",
		    refusal.host, quoted);
}

bool cli_session_redeem(const struct server *server,
			const struct attributes *request, struct secret *fields,
			struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	AUTO_JSON struct json_object *answer = NULL;
	const char *code = given(request, FIELD_AUTH_CODE, err);
	const char *verifier = code ? given(request, FIELD_CODE_VERIFIER, err)
				    : NULL;
	AUTO_FREE char *path = NULL;
	struct json_object *body;

	if (verifier == NULL ||
	    (path = path_of(request, "/redeem", err)) == NULL)
		return false;
	body = json_object_new_object();
	add_text(body, "code", code);
	add_text(body, "code_verifier", verifier);
	if (!post(server, path, body, &reply, &answer, err))
		return false;
	if (reply.status != 200)
		return fail_redeem(server, request, reply.status, answer, err);
	return add_token(answer, fields) || server_fail_senseless(server, err);
}

/* One look; false without a token, with a code in err if nobody answered. */
static bool look(const struct server *server, const char *path,
		 struct secret *fields, struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	AUTO_JSON struct json_object *answer = NULL;
	const struct http_request request = {.method = HTTP_GET, .path = path};

	err->code = 0;
	if (!server_ask(server, &request, false, &reply, err))
		return false;
	answer = json_parse(slice_of(reply.body.data, reply.body.length));
	return reply.status == 200 && add_token(answer, fields);
}

/*
 * Fly's API does not say what it answers meanwhile, so all but a token means
 * to go on, as for flyctl; only at the end a failure of the network counts.
 */
bool cli_session_poll(const struct server *server,
		      const struct attributes *request, struct secret *fields,
		      struct error *err)
{
	AUTO_FREE char *path = path_of(request, "", err);
	const struct timespec pause = {.tv_sec = PAUSE_MS / 1000};

	if (path == NULL)
		return false;
	/* Who is not there any more needs no answer. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (;;) {
		if (look(server, path, fields, err))
			return true;
		if (http_left(server->http) <= 2 * (int64_t)PAUSE_MS)
			return err->code == 0;
		nanosleep(&pause, NULL);
	}
}
