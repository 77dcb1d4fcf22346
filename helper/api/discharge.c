/* SPDX-License-Identifier: MIT */
/* Discharges from third parties: asked for, and waited for. */
#include "config.h"

#include "api/discharge.h"

#include "api/discharge-place.h"
#include "api/graphql-refusal.h"
#include "api/json-fields.h"
#include "token/armor.h"
#include "util/alloc.h"
#include "util/origin.h"
#include "util/terminal.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define PATH	      "/.well-known/macfly/3p"
#define DISCHARGE_MAX ((size_t)64 * 1024)
#define PAUSE_MAX     4 /* seconds */
#define SPARE	      1 /* the same, for a last answer */

/* Whether the person added it to the settings. */
static bool is_added(const struct attributes *request, const char *location)
{
	size_t i;

	for (i = 0; i < request->count; i++)
		if (strcmp(request->items[i].key, FIELD_ALLOWED) == 0 &&
		    place_equal(request->items[i].value, location))
			return true;
	return false;
}

static bool has_macaroon(const char *token)
{
	size_t length;

	for (; *token; token += length + (token[length] == ',')) {
		length = strcspn(token, ",");
		if (armor_label(slice_of(token, length)))
			return true;
	}
	return false;
}

bool discharge_aim(const struct attributes *request, struct http_target *target,
		   char **ret_origin, struct error *err)
{
	const char *location = attributes_get(request, FIELD_LOCATION);
	AUTO_FREE char *api = NULL, *origin = NULL, *path = NULL;
	enum place_trust trust;
	char shown[200];

	if (location == NULL || (target->token && has_macaroon(target->token)))
		return fail(err, ERR_USAGE,
			    "the request lacks " FIELD_LOCATION
			    ", or its token is not of OAuth");
	if (!origin_normalise(target->origin, &api, err))
		return false;
	trust = place_trust(location, api, is_added(request, location));
	text_printable(location, shown, sizeof(shown));
	if (trust == PLACE_REFUSED || !place_split(location, &origin, &path))
		return fail(err, ERR_DENIED,
			    "'%s' is not asked for discharges; if you trust it, "
			    "add it to discharge.locations in config.yml",
			    shown);
	if (trust == PLACE_WITHOUT_LOGIN)
		target->token = NULL;
	target->origin = *ret_origin = take_ptr(&origin);
	return true;
}

static bool fail_senseless(const struct server *server, struct error *err)
{
	return fail(err, ERR_NETWORK,
		    "the answer of %s to a request for a discharge makes no "
		    "sense; try again later",
		    http_host(server->http));
}

static bool fail_refused(const struct server *server,
			 const struct http_reply *reply,
			 struct json_object *answer, struct error *err)
{
	const struct refusal refusal = {.host = http_host(server->http),
					.subject = "a discharge",
					.secrets = server->token,
					.status = reply->status,
					.answer = answer};
	char why[REFUSAL_QUOTE_SIZE];

	if (reply->status == 429 || reply->status >= 500 ||
	    (reply->status >= 300 && reply->status < 400))
		return refusal_tell(&refusal, err);
	refusal_quote(&refusal, why);
	if (*why == '\0')
		snprintf(why, sizeof(why), " (status %ld)", reply->status);
	return fail(err, ERR_DENIED,
		    "%s does not confirm who you are%s; log in the way the "
		    "organization asks for: run 'fly-cred login'",
		    refusal.host, why);
}

/* "" is none: Fly's own server writes the member always. */
static bool has_error(struct json_object *answer)
{
	struct json_object *error = json_member(answer, "error");

	return error && strcmp(json_object_get_string(error), "") != 0;
}

static bool add_discharge(const struct server *server,
			  struct json_object *answer, struct secret *fields,
			  struct error *err)
{
	const char *discharge = json_plain_text(answer, "discharge");

	if (discharge == NULL || *discharge == '\0' ||
	    strlen(discharge) > DISCHARGE_MAX)
		return fail_senseless(server, err);
	return attributes_add(fields, FIELD_DISCHARGE, discharge, err);
}

/* An address in the answer, which must be of the location's own origin. */
static bool add_address(const struct server *server, const char *origin,
			const char *key, const char *address,
			struct secret *fields, struct error *err)
{
	AUTO_FREE char *path = address ? place_path_at(origin, address) : NULL;
	AUTO_FREE char *whole = NULL;

	if (address == NULL)
		return fail_senseless(server, err);
	if (path == NULL)
		return fail(err, ERR_NETWORK,
			    "%s sends us elsewhere for a discharge, which is "
			    "not followed; try again later",
			    http_host(server->http));
	whole = alloc_joined(origin, path, NULL);
	return attributes_add(fields, key, whole, err);
}

static bool add_next_step(const struct server *server, const char *origin,
			  struct json_object *answer, struct secret *fields,
			  struct error *err)
{
	struct json_object *person = json_member(answer, "user_interactive");

	if (json_member(answer, "poll_url"))
		return add_address(server, origin, FIELD_POLL_URL,
				   json_plain_text(answer, "poll_url"), fields,
				   err);
	return add_address(server, origin, FIELD_POLL_URL,
			   json_plain_text(person, "poll_url"), fields, err) &&
	       add_address(server, origin, FIELD_PAGE,
			   json_plain_text(person, "user_url"), fields, err);
}

/* The parts of the location, which discharge_aim has checked. */
static bool split(const struct attributes *request, char **ret_origin,
		  char **ret_path, struct error *err)
{
	const char *location = attributes_get(request, FIELD_LOCATION);

	return (location && place_split(location, ret_origin, ret_path)) ||
	       fail(err, ERR_USAGE, "the request lacks " FIELD_LOCATION);
}

static bool post_ticket(const struct server *server, const char *path,
			const char *ticket, struct http_reply *reply,
			struct error *err)
{
	AUTO_FREE char *whole = alloc_joined(path, PATH, NULL);
	AUTO_JSON struct json_object *body = json_object_new_object();
	struct http_request request = {.method = HTTP_POST, .path = whole};

	json_object_object_add(body, "ticket", json_object_new_string(ticket));
	request.json = slice_of_string(json_object_to_json_string_ext(
		body, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	return server_ask(server, &request, false, reply, err);
}

bool discharge_run(const struct server *server,
		   const struct attributes *request, struct secret *fields,
		   struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_FREE char *origin = NULL, *path = NULL;
	const char *ticket = attributes_get(request, FIELD_TICKET);

	if (ticket == NULL)
		return fail(err, ERR_USAGE, "the request lacks " FIELD_TICKET);
	if (!split(request, &origin, &path, err) ||
	    !post_ticket(server, path, ticket, &reply, err))
		return false;
	answer = json_parse(slice_of(reply.body.data, reply.body.length));
	if (reply.status < 200 || reply.status >= 300 ||
	    has_error(answer))
		return fail_refused(server, &reply, answer, err);
	if (json_member(answer, "discharge"))
		return add_discharge(server, answer, fields, err);
	return add_next_step(server, origin, answer, fields, err);
}

enum look { LOOK_DONE, LOOK_LATER, LOOK_FAILED };

/* One look; with LOOK_LATER err has a code if that was due to a failure. */
static enum look look(const struct server *server,
		      const struct http_request *request,
		      struct secret *fields, int64_t *ret_pause,
		      struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	AUTO_JSON struct json_object *answer = NULL;

	err->code = 0;
	if (!server_ask(server, request, false, &reply, err))
		return LOOK_LATER;
	if (reply.retry_after > *ret_pause)
		*ret_pause = reply.retry_after;
	if (reply.status == 202)
		return LOOK_LATER;
	answer = json_parse(slice_of(reply.body.data, reply.body.length));
	if (reply.status == 200 && !has_error(answer))
		return add_discharge(server, answer, fields, err) ? LOOK_DONE
								  : LOOK_FAILED;
	if (reply.status == 404) {
		fail(err, ERR_EXPIRED,
		     "%s does not wait for this confirmation any more; try "
		     "again",
		     http_host(server->http));
		return LOOK_FAILED;
	}
	fail_refused(server, &reply, answer, err);
	return reply.status == 429 || reply.status >= 500 ? LOOK_LATER
							  : LOOK_FAILED;
}

/* Looks now and again; longer pauses, as Fly's own client makes them. */
static bool look_on(const struct server *server,
		    const struct http_request *request, struct secret *fields,
		    struct error *err)
{
	int64_t usual = 1, pause;
	enum look seen;

	for (;;) {
		pause = usual;
		seen = look(server, request, fields, &pause, err);
		if (seen != LOOK_LATER)
			return seen == LOOK_DONE;
		if (http_left(server->http) <= 1000 * (pause + SPARE))
			return err->code == 0;
		nanosleep(&(struct timespec){.tv_sec = pause}, NULL);
		usual = usual < PAUSE_MAX ? 2 * usual : PAUSE_MAX;
	}
}

bool discharge_poll(const struct server *server,
		    const struct attributes *request, struct secret *fields,
		    struct error *err)
{
	const char *address = attributes_get(request, FIELD_POLL_URL);
	AUTO_FREE char *origin = NULL, *base = NULL, *path = NULL;
	struct http_request get = {.method = HTTP_GET};
	char *query;

	if (!split(request, &origin, &base, err))
		return false;
	path = address ? place_path_at(origin, address) : NULL;
	if (path == NULL)
		return fail(err, ERR_USAGE,
			    "the request's " FIELD_POLL_URL
			    " is not at its " FIELD_LOCATION);
	query = strchr(path, '?');
	if (query)
		*query++ = '\0';
	get.path = path;
	get.query = query;
	/* Who is not there any more needs no answer. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	return look_on(server, &get, fields, err);
}
