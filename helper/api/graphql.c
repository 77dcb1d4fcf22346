/* SPDX-License-Identifier: MIT */
/* A query and its variables in, the data of the answer or the reason out. */
#include "config.h"

#include "api/graphql.h"

#include "api/graphql-refusal.h"
#include "api/json-fields.h"

#define PATH "/graphql"

static struct json_object *request_new(const struct graphql_query *query)
{
	struct json_object *request = json_object_new_object();

	json_object_object_add(request, "query",
			       json_object_new_string(query->text));
	json_object_object_add(request, "variables",
			       json_object_get(query->variables));
	return request;
}

static bool post(const struct server *server, const struct graphql_query *query,
		 struct http_reply *reply, struct error *err)
{
	AUTO_JSON struct json_object *body = request_new(query);
	const struct http_request request = {
		.method = HTTP_POST,
		.path = PATH,
		.json = slice_of_string(json_object_to_json_string_ext(
			body, JSON_C_TO_STRING_PLAIN)),
	};

	return server_ask(server, &request, query->is_change, reply, err);
}

/* Takes the data out of a decoded answer. */
static struct json_object *data_of(const struct server *server,
				   const struct graphql_query *query,
				   const struct http_reply *reply,
				   struct error *err)
{
	AUTO_JSON struct json_object *answer = json_parse(
		slice_of(reply->body.data, reply->body.length));
	struct refusal refusal = {
		.host = http_host(server->http),
		.subject = query->subject,
		.secrets = server->token,
		.status = reply->status,
		.answer = answer,
	};
	struct json_object *data = json_member(answer, "data");

	if (reply->status != 200 || refusal_is_there(answer)) {
		server->facts->login_refused = refusal_is_of_login(&refusal);
		refusal_tell(&refusal, err);
		return NULL;
	}
	if (!json_object_is_type(data, json_type_object)) {
		server_fail_senseless(server, err);
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

struct json_object *graphql_ask(const struct server *server,
				const struct graphql_query *query,
				struct error *err)
{
	AUTO_HTTP_REPLY struct http_reply reply = HTTP_REPLY_EMPTY;
	struct json_object *data = NULL;

	if (post(server, query, &reply, err))
		data = data_of(server, query, &reply, err);
	if (data == NULL && query->is_change && reply.was_sent &&
	    !is_certain(&reply, err)) {
		server->facts->was_sent = true;
		server->facts->may_repeat = server_may_be_asked_again(&reply);
	}
	return data;
}
