/* SPDX-License-Identifier: MIT */
/* A new token for one app or one organization. */
#include "config.h"

#include "api/create.h"

#include "api/json-fields.h"
#include "api/lookup.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

#define LIFE_MAX (100 * 365 * DAY)

static const char query_text[] =
	"mutation($name: String!, $organizationId: ID!, $profile: String!,"
	" $profileParams: JSON, $expiry: String!) {"
	" createLimitedAccessToken(input: {name: $name,"
	" organizationId: $organizationId, profile: $profile,"
	" profileParams: $profileParams, expiry: $expiry}) {"
	" limitedAccessToken { id expiresAt tokenHeader } } }";

/* A checked request. */
struct order {
	const char *name;
	const char *profile;
	const char *cluster; /* NULL: the profile takes none */
	int64_t life;
};

static bool is_profile(const struct order *order, const char *profile)
{
	return strcmp(order->profile, profile) == 0;
}

/* A profile that we know, with what it asks for. */
static bool check_profile(const struct attributes *request, struct order *order,
			  struct error *err)
{
	if (is_profile(order, PROFILE_DEPLOY))
		return attributes_get(request, FIELD_APP) ||
		       fail(err, ERR_USAGE, "a deploy token needs an app");
	if (is_profile(order, PROFILE_DEPLOY_ORGANIZATION))
		return true;
	if (!is_profile(order, PROFILE_LITEFS_CLOUD))
		return fail(err, ERR_USAGE, "no such " FIELD_PROFILE);
	order->cluster = attributes_get(request, FIELD_CLUSTER);
	return (order->cluster && *order->cluster) ||
	       fail(err, ERR_USAGE,
		    "a token for LiteFS Cloud needs a " FIELD_CLUSTER);
}

static bool read_order(const struct attributes *request,
		       struct order *ret_order, struct error *err)
{
	struct order order = {
		.name = attributes_get(request, FIELD_NAME),
		.profile = attributes_get(request, FIELD_PROFILE),
	};

	if (order.name == NULL || order.profile == NULL)
		return fail(err, ERR_USAGE,
			    "the request lacks " FIELD_NAME
			    " or " FIELD_PROFILE);
	if (!check_profile(request, &order, err))
		return false;
	if (!attributes_get_number(request, FIELD_LIFE, &order.life) ||
	    order.life < 1 || order.life > LIFE_MAX)
		return fail(err, ERR_USAGE,
			    "the request's " FIELD_LIFE
			    " is not a number of seconds");
	*ret_order = order;
	return true;
}

/* A duration as Go prints it, which is what the API is used to. */
static struct json_object *duration_json(int64_t seconds)
{
	long long s = seconds;
	char text[48];

	if (s >= HOUR)
		snprintf(text, sizeof(text), "%lldh%lldm%llds", s / HOUR,
			 s % HOUR / MINUTE, s % MINUTE);
	else if (s >= MINUTE)
		snprintf(text, sizeof(text), "%lldm%llds", s / MINUTE,
			 s % MINUTE);
	else
		snprintf(text, sizeof(text), "%llds", s);
	return json_object_new_string(text);
}

static struct json_object *variables_new(const struct order *order,
					 const struct place *place)
{
	struct json_object *variables = json_object_new_object();
	struct json_object *params = json_object_new_object();

	if (order->cluster)
		json_object_object_add(params, "cluster",
				       json_object_new_string(order->cluster));
	if (is_profile(order, PROFILE_DEPLOY))
		json_object_object_add(params, "app_id",
				       json_object_new_string(place->app_id));
	json_object_object_add(variables, "name",
			       json_object_new_string(order->name));
	json_object_object_add(variables, "organizationId",
			       json_object_new_string(place->organization_id));
	json_object_object_add(variables, "profile",
			       json_object_new_string(order->profile));
	json_object_object_add(variables, "profileParams", params);
	json_object_object_add(variables, "expiry", duration_json(order->life));
	return variables;
}

/* The list after any number of scheme words, as Fly's own parser has it. */
static const char *without_scheme(const char *header)
{
	static const char *const words[] = {"FlyV1 ", "Bearer "};
	size_t i = 0;

	while (i < sizeof(words) / sizeof(words[0])) {
		size_t length = strlen(words[i]);

		if (strncasecmp(header, words[i], length) == 0) {
			header += length + strspn(header + length, " ");
			i = 0;
		} else {
			i++;
		}
	}
	return header;
}

static bool token_add(const struct server *server, struct json_object *token,
		      struct secret *fields, struct error *err)
{
	const char *id = json_plain_text(token, "id");
	const char *header = json_plain_text(token, "tokenHeader");
	int64_t expires_at;

	if (id == NULL || header == NULL || *without_scheme(header) == '\0' ||
	    !json_time(token, "expiresAt", &expires_at)) {
		server->facts->was_sent = true; /* it made something */
		return server_fail_senseless(server, err);
	}
	attributes_add_number(fields, FIELD_EXPIRES_AT, expires_at);
	return attributes_add(fields, FIELD_TOKEN_ID, id, err) &&
	       attributes_add(fields, FIELD_TOKEN, without_scheme(header), err);
}

bool create_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err)
{
	AUTO_PLACE struct place place = PLACE_EMPTY;
	AUTO_JSON struct json_object *variables = NULL, *data = NULL;
	struct json_object *made;
	struct graphql_query query = {.text = query_text, .is_change = true};
	struct order order = {0};
	char subject[100], place_words[220];

	if (!read_order(request, &order, err) ||
	    !place_find(server, request, &place, fields, err))
		return false;
	place_subject(request, subject, sizeof(subject));
	variables = variables_new(&order, &place);
	query.variables = variables;
	snprintf(place_words, sizeof(place_words), "%s%s%.80s%s", subject,
		 place.app_id ? " of organization '" : "",
		 place.app_id ? place.organization_slug : "",
		 place.app_id ? "'" : "");
	query.subject = place_words;
	data = graphql_ask(server, &query, err);
	if (data == NULL)
		return false;
	made = json_member(data, "createLimitedAccessToken");
	return token_add(server, json_member(made, "limitedAccessToken"),
			 fields, err);
}
