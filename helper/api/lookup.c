/* SPDX-License-Identifier: MIT */
/* The ids behind the name of an app or the slug of an organization. */
#include "config.h"

#include "api/lookup.h"

#include "api/json-fields.h"
#include "util/terminal.h"

#include <stdio.h>

static const char app_query[] =
	"query($appName: String!) { app(name: $appName) {"
	" id internalNumericId name"
	" organization { id internalNumericId rawSlug } } }";

static const char organization_query[] =
	"query($slug: String!) { organization(slug: $slug) {"
	" id internalNumericId rawSlug } }";

void place_clear(struct place *place)
{
	json_object_put(place->data);
	*place = (struct place)PLACE_EMPTY;
}

void place_subject(const struct attributes *request, char *ret_text,
		   size_t size)
{
	const char *app = attributes_get(request, FIELD_APP);
	const char *organization = attributes_get(request, FIELD_ORGANIZATION);
	char name[80];

	text_printable(app	      ? app
		       : organization ? organization
				      : "",
		       name, sizeof(name));
	snprintf(ret_text, size, "%s '%s'", app ? "app" : "organization", name);
}

bool organization_add(const struct server *server,
		      struct json_object *organization, struct secret *fields,
		      struct error *err)
{
	const char *id = json_plain_text(organization, "id");
	const char *slug = json_plain_text(organization, "rawSlug");
	int64_t number;

	if (id == NULL || slug == NULL ||
	    !json_number(organization, "internalNumericId", &number))
		return server_fail_senseless(server, err);
	if (!attributes_add(fields, FIELD_ORGANIZATION_ID, id, err) ||
	    !attributes_add(fields, FIELD_ORGANIZATION_SLUG, slug, err))
		return false;
	attributes_add_number(fields, FIELD_ORGANIZATION_NUMBER, number);
	return true;
}

static bool app_add(const struct server *server, struct json_object *app,
		    struct place *place, struct secret *fields,
		    struct error *err)
{
	const char *name = json_plain_text(app, "name");
	int64_t number;

	place->app_id = json_plain_text(app, "id");
	if (place->app_id == NULL || name == NULL ||
	    !json_number(app, "internalNumericId", &number))
		return server_fail_senseless(server, err);
	if (!attributes_add(fields, FIELD_APP_ID, place->app_id, err) ||
	    !attributes_add(fields, FIELD_APP_NAME, name, err))
		return false;
	attributes_add_number(fields, FIELD_APP_NUMBER, number);
	return true;
}

/* Asks for the one object that the request names. */
static struct json_object *ask(const struct server *server,
			       const struct attributes *request,
			       const char *subject, struct error *err)
{
	AUTO_JSON struct json_object *variables = json_object_new_object();
	const char *app = attributes_get(request, FIELD_APP);
	const char *slug = attributes_get(request, FIELD_ORGANIZATION);
	const struct graphql_query query = {
		.text = app ? app_query : organization_query,
		.variables = variables,
		.subject = subject,
	};

	if ((app == NULL) == (slug == NULL)) {
		fail(err, ERR_USAGE,
		     "the request must name one " FIELD_APP
		     " or one " FIELD_ORGANIZATION);
		return NULL;
	}
	json_object_object_add(variables, app ? "appName" : "slug",
			       json_object_new_string(app ? app : slug));
	return graphql_ask(server, &query, err);
}

bool place_find(const struct server *server, const struct attributes *request,
		struct place *ret_place, struct secret *fields,
		struct error *err)
{
	bool is_app = attributes_get(request, FIELD_APP) != NULL;
	AUTO_PLACE struct place place = PLACE_EMPTY;
	struct json_object *found;
	char subject[100];

	place_subject(request, subject, sizeof(subject));
	place.data = ask(server, request, subject, err);
	if (place.data == NULL)
		return false;
	found = json_member(place.data, is_app ? "app" : "organization");
	if (found == NULL)
		return fail(err, ERR_NOT_FOUND,
			    "%s knows no %s that this login may see; check the "
			    "name, or log in with another account",
			    http_host(server->http), subject);
	if (is_app && !app_add(server, found, &place, fields, err))
		return false;
	if (is_app)
		found = json_member(found, "organization");
	if (!organization_add(server, found, fields, err))
		return false;
	place.organization_id = json_plain_text(found, "id");
	place.organization_slug = json_plain_text(found, "rawSlug");
	*ret_place = place;
	place.data = NULL;
	return true;
}

bool lookup_run(const struct server *server, const struct attributes *request,
		struct secret *fields, struct error *err)
{
	AUTO_PLACE struct place place = PLACE_EMPTY;

	return place_find(server, request, &place, fields, err);
}
