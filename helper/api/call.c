/* SPDX-License-Identifier: MIT */
/* Questions to Fly's API, asked through fly-cred-api. */
#include "config.h"

#include "api/call.h"

#include "api/exchange.h"
#include "api/request.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <string.h>

void api_reply_clear(struct api_reply *reply)
{
	attributes_clear(&reply->fields);
	secret_clear(&reply->text);
	reply->facts = (struct protocol_facts){0};
}

void api_login_clear(struct api_login *login)
{
	free(login->organizations);
	api_reply_clear(&login->reply);
	*login = (struct api_login){0};
}

void api_place_clear(struct api_place *place)
{
	api_reply_clear(&place->reply);
	*place = (struct api_place){0};
}

void api_token_clear(struct api_token *token)
{
	api_place_clear(&token->place);
	secret_clear(&token->whole);
	*token = (struct api_token){0};
}

/* Takes one field; the id begins an organization. */
static void organization_take(const struct attribute *field,
			      struct api_organization *organization)
{
	const char *key = field->key, *value = field->value;
	int64_t flag = 0;

	if (strcmp(key, FIELD_ORGANIZATION_ID) == 0)
		organization->id = value;
	else if (strcmp(key, FIELD_ORGANIZATION_SLUG) == 0)
		organization->slug = value;
	else if (strcmp(key, FIELD_ORGANIZATION_NAME) == 0)
		organization->name = value;
	else if (strcmp(key, FIELD_ORGANIZATION_NUMBER) == 0 &&
		 !number_parse(value, &organization->number))
		organization->number = 0;
	else if (strcmp(key, FIELD_ORGANIZATION_PERSONAL) == 0)
		organization->is_personal = number_parse(value, &flag) && flag;
}

static bool organization_is_whole(const struct api_organization *organization)
{
	return organization->id && organization->slug &&
	       organization->number > 0;
}

static bool organizations_take(struct api_login *login, struct error *err)
{
	const struct attributes *fields = &login->reply.fields;
	size_t i;

	login->organizations = alloc_zeroed(fields->count,
					    sizeof(*login->organizations));
	for (i = 0; i < fields->count; i++) {
		login->count += strcmp(fields->items[i].key,
				       FIELD_ORGANIZATION_ID) == 0;
		if (login->count)
			organization_take(
				&fields->items[i],
				&login->organizations[login->count - 1]);
	}
	for (i = 0; i < login->count; i++)
		if (!organization_is_whole(&login->organizations[i]))
			return request_fail_incomplete(err);
	return true;
}

bool api_login(const struct api_endpoint *endpoint, const struct secret *login,
	       struct api_login *ret_login, struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	struct api_reply *reply = &ret_login->reply;

	if (!request_begin(endpoint, OPERATION_LOGIN, login, &request, err) ||
	    !exchange_run(endpoint, &request, false, reply, err))
		return false;
	ret_login->email = attributes_get(&reply->fields, FIELD_EMAIL);
	if (ret_login->email == NULL)
		return request_fail_incomplete(err);
	if (!attributes_get_number(&reply->fields, FIELD_USER_ID,
				   &ret_login->user))
		ret_login->user = 0;
	return organizations_take(ret_login, err);
}

static bool place_take(bool is_app, struct api_place *place, struct error *err)
{
	const struct attributes *fields = &place->reply.fields;
	size_t i;

	for (i = 0; i < fields->count; i++)
		organization_take(&fields->items[i], &place->organization);
	place->app_id = attributes_get(fields, FIELD_APP_ID);
	place->app_name = attributes_get(fields, FIELD_APP_NAME);
	if (!attributes_get_number(fields, FIELD_APP_NUMBER,
				   &place->app_number))
		place->app_number = 0;
	if (!organization_is_whole(&place->organization) ||
	    (is_app && (place->app_id == NULL || place->app_name == NULL ||
			place->app_number <= 0)))
		return request_fail_incomplete(err);
	return true;
}

bool api_lookup(const struct api_endpoint *endpoint, const struct secret *login,
		const struct api_scope *scope, struct api_place *ret_place,
		struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;

	return request_begin(endpoint, OPERATION_LOOKUP, login, &request,
			     err) &&
	       request_add_scope(scope, &request, err) &&
	       exchange_run(endpoint, &request, false, &ret_place->reply,
			    err) &&
	       place_take(scope->app != NULL, ret_place, err);
}

static bool order_add(const struct api_order *order, struct secret *request,
		      struct error *err)
{
	attributes_add_number(request, FIELD_LIFE, order->life);
	return request_add_scope(&order->scope, request, err) &&
	       attributes_add(request, FIELD_PROFILE, order->profile, err) &&
	       attributes_add(request, FIELD_CLUSTER, order->cluster, err) &&
	       attributes_add(request, FIELD_NAME, order->name, err);
}

static bool token_take(bool is_app, struct api_token *token, struct error *err)
{
	const struct attributes *fields = &token->place.reply.fields;

	token->id = attributes_get(fields, FIELD_TOKEN_ID);
	token->text = attributes_get(fields, FIELD_TOKEN);
	if (token->id == NULL || token->text == NULL ||
	    !attributes_get_number(fields, FIELD_EXPIRES_AT,
				   &token->expires_at))
		return request_fail_incomplete(err);
	token->lasts_until = token->expires_at;
	return place_take(is_app, &token->place, err);
}

bool api_create(const struct api_endpoint *endpoint, const struct secret *login,
		const struct api_order *order, struct api_token *ret_token,
		struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	struct api_reply *reply = &ret_token->place.reply;
	bool is_app = order->scope.app != NULL;

	if (!request_begin(endpoint, OPERATION_CREATE, login, &request, err) ||
	    !order_add(order, &request, err) ||
	    !exchange_run(endpoint, &request, true, reply, err))
		return false;
	/* Whatever is missing from an answer that says ok: it was made. */
	reply->facts.was_sent = true;
	if (!token_take(is_app, ret_token, err))
		return false;
	reply->facts.was_sent = false;
	return true;
}
