/* SPDX-License-Identifier: MIT */
/* Fly's records of the tokens of one app or organization, page by page. */
#include "config.h"

#include "api/list.h"

#include "api/json-fields.h"
#include "api/lookup.h"
#include "util/terminal.h"

#include <string.h>

/* Asked for at a time; a server may give fewer. */
#define PAGE_SIZE 100

/* More would be a server that never says that it is done. */
#define PAGES_MAX 10000

/* Names are for people: so much is shown of one. */
#define NAME_SIZE 200

#define TOKENS                                                            \
	" limitedAccessTokens(first: $first, after: $after) { totalCount" \
	" nodes { id name profile createdAt expiresAt revokedAt"          \
	" user { email } } pageInfo { hasNextPage endCursor } } } }"

static const char app_query[] =
	"query($name: String!, $first: Int, $after: String) {"
	" app(name: $name) {" TOKENS;

static const char organization_query[] =
	"query($name: String!, $first: Int, $after: String) {"
	" organization(slug: $name) {" TOKENS;

/* What is listed, and how far we are. */
struct listing {
	const struct server *server;
	const char *query;
	const char *field; /* of the query: "app" */
	const char *name;
	char subject[100];
};

static bool read_request(const struct attributes *request,
			 struct listing *listing, struct error *err)
{
	const char *app = attributes_get(request, FIELD_APP);
	const char *slug = attributes_get(request, FIELD_ORGANIZATION);

	if ((app == NULL) == (slug == NULL))
		return fail(err, ERR_USAGE,
			    "the request must name one " FIELD_APP
			    " or one " FIELD_ORGANIZATION);
	listing->query = app ? app_query : organization_query;
	listing->field = app ? "app" : "organization";
	listing->name = app ? app : slug;
	place_subject(request, listing->subject, sizeof(listing->subject));
	return true;
}

static struct json_object *ask_page(const struct listing *listing,
				    const char *after, struct error *err)
{
	AUTO_JSON struct json_object *variables = json_object_new_object();
	const struct graphql_query query = {
		.text = listing->query,
		.variables = variables,
		.subject = listing->subject,
	};

	json_object_object_add(variables, "name",
			       json_object_new_string(listing->name));
	json_object_object_add(variables, "first",
			       json_object_new_int(PAGE_SIZE));
	json_object_object_add(variables, "after",
			       after ? json_object_new_string(after) : NULL);
	return graphql_ask(listing->server, &query, err);
}

/* Text that anybody may have written, on one line. */
static bool add_shown(struct secret *fields, const char *key,
		      struct json_object *text, struct error *err)
{
	char shown[NAME_SIZE];

	if (!json_object_is_type(text, json_type_string))
		return true;
	text_printable(json_object_get_string(text), shown, sizeof(shown));
	return attributes_add(fields, key, shown, err);
}

static void add_time(struct secret *fields, const char *key,
		     struct json_object *node, const char *member)
{
	int64_t time;

	if (json_time(node, member, &time))
		attributes_add_number(fields, key, time);
}

/* A revocation that can't be read counts: such a token is not live. */
static void add_revocation(struct secret *fields, struct json_object *node)
{
	int64_t time = 1;

	if (json_member(node, "revokedAt") == NULL)
		return;
	if (!json_time(node, "revokedAt", &time))
		time = 1;
	attributes_add_number(fields, FIELD_REVOKED_AT, time);
}

static bool node_add(const struct listing *listing, struct json_object *node,
		     struct secret *fields, struct error *err)
{
	struct json_object *user = json_member(node, "user");
	const char *id = json_plain_text(node, "id");

	if (id == NULL || *id == '\0')
		return server_fail_senseless(listing->server, err);
	if (!attributes_add(fields, FIELD_TOKEN_ID, id, err) ||
	    !add_shown(fields, FIELD_TOKEN_NAME, json_member(node, "name"),
		       err) ||
	    !add_shown(fields, FIELD_CREATED_BY, json_member(user, "email"),
		       err) ||
	    !add_shown(fields, FIELD_PROFILE, json_member(node, "profile"),
		       err))
		return false;
	add_time(fields, FIELD_CREATED_AT, node, "createdAt");
	add_time(fields, FIELD_EXPIRES_AT, node, "expiresAt");
	add_revocation(fields, node);
	return true;
}

static bool send_page(const struct listing *listing, struct json_object *page,
		      int channel, struct error *err)
{
	AUTO_SECRET struct secret fields = SECRET_EMPTY;
	struct json_object *nodes = json_member(page, "nodes"), *node;
	int64_t total;
	size_t i;

	if (!json_object_is_type(nodes, json_type_array))
		return server_fail_senseless(listing->server, err);
	if (json_number(page, "totalCount", &total))
		attributes_add_number(&fields, FIELD_TOTAL, total);
	for (i = 0; i < json_object_array_length(nodes); i++) {
		node = json_object_array_get_idx(nodes, i);
		/* An entry may be null by Fly's schema. */
		if (node && !node_add(listing, node, &fields, err))
			return false;
	}
	return protocol_send_block(channel, &fields, err);
}

/*
 * Where the next page begins, to be freed; NULL in ret_after when this was the
 * last. A page that names no new place would be asked for without end.
 */
static bool next_page(const struct listing *listing, struct json_object *page,
		      struct json_object **after, bool *ret_more,
		      struct error *err)
{
	struct json_object *info = json_member(page, "pageInfo");
	struct json_object *end = json_member(info, "endCursor");

	*ret_more = json_object_get_boolean(json_member(info, "hasNextPage"));
	if (!*ret_more)
		return true;
	if (!json_object_is_type(end, json_type_string) ||
	    (*after && strcmp(json_object_get_string(*after),
			      json_object_get_string(end)) == 0))
		return server_fail_senseless(listing->server, err);
	json_object_put(*after);
	*after = json_object_get(end);
	return true;
}

static bool fetch_page(const struct listing *listing,
		       struct json_object **after, int channel, bool *ret_more,
		       struct error *err)
{
	AUTO_JSON struct json_object *data = NULL;
	struct json_object *place, *page;

	data = ask_page(listing, *after ? json_object_get_string(*after) : NULL,
			err);
	if (data == NULL)
		return false;
	place = json_member(data, listing->field);
	if (place == NULL)
		return fail(err, ERR_NOT_FOUND,
			    "%s knows no %s that this login may see; check the "
			    "name, or log in with another account",
			    http_host(listing->server->http),
			    listing->subject);
	page = json_member(place, "limitedAccessTokens");
	return send_page(listing, page, channel, err) &&
	       next_page(listing, page, after, ret_more, err);
}

bool list_stream(const struct server *server,
		 const struct attributes *request, int channel,
		 struct error *err)
{
	AUTO_JSON struct json_object *after = NULL;
	struct listing listing = {.server = server};
	bool more = true;
	int page;

	if (!read_request(request, &listing, err))
		return false;
	for (page = 0; more; page++) {
		if (page == PAGES_MAX)
			return server_fail_senseless(server, err);
		if (!fetch_page(&listing, &after, channel, &more, err))
			return false;
	}
	return true;
}
