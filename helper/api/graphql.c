/* SPDX-License-Identifier: MIT */
/* A query and its variables in, the data of the answer or the reason out. */
#include "config.h"

#include "api/graphql.h"

#include "api/graphql-refusal.h"
#include "api/json-fields.h"
#include "util/timestamp.h"

#include <string.h>
#include <time.h>

#define PATH	    "/graphql"
#define PAUSE_MS    200
#define MILLISECOND 1000000L

bool graphql_fail_senseless(const struct graphql *graphql, struct error *err)
{
	return fail(err, ERR_NETWORK,
		    "the answer of %s makes no sense; check the API's address, "
		    "or try again later",
		    http_host(graphql->http));
}

static struct json_object *request_new(const struct graphql_query *query)
{
	struct json_object *request = json_object_new_object();

	json_object_object_add(request, "query",
			       json_object_new_string(query->text));
	json_object_object_add(request, "variables",
			       json_object_get(query->variables));
	return request;
}

static void note_facts(const struct graphql *graphql,
		       const struct http_reply *reply)
{
	if (reply->has_date) {
		graphql->facts->has_skew = true;
		graphql->facts->skew = reply->date - clock_now();
	}
	graphql->facts->retry_after = reply->retry_after;
}

static bool may_help_to_repeat(const struct http_reply *reply)
{
	return reply->was_reset || reply->status == 502 || reply->status == 503;
}

static bool post(const struct graphql *graphql,
		 const struct graphql_query *query, struct http_reply *reply,
		 struct error *err)
{
	AUTO_JSON struct json_object *request = request_new(query);
	const struct timespec pause = {.tv_nsec = PAUSE_MS * MILLISECOND};
	struct slice json;
	bool done;

	json = slice_of_string(json_object_to_json_string_ext(
		request, JSON_C_TO_STRING_PLAIN));
	done = http_post(graphql->http, PATH, json, reply, err);
	if (!query->is_change && may_help_to_repeat(reply)) {
		nanosleep(&pause, NULL);
		done = http_post(graphql->http, PATH, json, reply, err);
	}
	note_facts(graphql, reply);
	return done;
}

/* Takes the data out of a decoded answer. */
static struct json_object *data_of(const struct graphql *graphql,
				   const struct graphql_query *query,
				   const struct http_reply *reply,
				   struct error *err)
{
	AUTO_JSON struct json_object *answer = json_parse(
		slice_of(reply->body.data, reply->body.length));
	struct refusal refusal = {
		.host = http_host(graphql->http),
		.subject = query->subject,
		.token = graphql->token,
		.status = reply->status,
		.answer = answer,
	};
	struct json_object *data = json_member(answer, "data");

	if (reply->status != 200 || refusal_is_there(answer)) {
		refusal_tell(&refusal, err);
		return NULL;
	}
	if (!json_object_is_type(data, json_type_object)) {
		graphql_fail_senseless(graphql, err);
		return NULL;
	}
	return json_object_get(data);
}

/* A refusal in clear words: nothing was made. */
static bool is_certain(const struct http_reply *reply, const struct error *err)
{
	return err->code != ERR_NETWORK ||
	       (reply->status >= 300 && reply->status < 500);
}

struct json_object *graphql_ask(const struct graphql *graphql,
				const struct graphql_query *query,
				struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	struct json_object *data = NULL;

	if (post(graphql, query, &reply, err))
		data = data_of(graphql, query, &reply, err);
	if (data == NULL && query->is_change && reply.was_sent &&
	    !is_certain(&reply, err))
		graphql->facts->was_sent = true;
	return data;
}
