/* SPDX-License-Identifier: MIT */
/* The conditions in a macaroon, read but never judged. */
#include "config.h"

#include "token/caveat.h"

#include "token/encoding.h"

/* No real token nests more than once. */
#define DEPTH_MAX 16

/* In the first Apps caveat; a token for more is not one for a single app. */
#define APPS_MAX 64

bool caveats_read(struct slice *rest, struct caveat_list *ret_list)
{
	const uint8_t *start;
	struct caveat caveat;
	size_t elements, i;

	if (!encoding_array(rest, &elements) || elements % 2)
		return false;
	start = rest->bytes;
	for (i = 0; i < elements; i += 2)
		if (!caveat_next(rest, &caveat))
			return false;
	ret_list->bytes = slice_of(start, (size_t)(rest->bytes - start));
	ret_list->count = elements / 2;
	return true;
}

bool caveat_next(struct slice *rest, struct caveat *ret_caveat)
{
	const uint8_t *start = rest->bytes;
	struct slice type;

	if (!encoding_next(rest, &type) ||
	    !encoding_unsigned(type, &ret_caveat->type) ||
	    !encoding_next(rest, &ret_caveat->body))
		return false;
	ret_caveat->raw = slice_of(start, (size_t)(rest->bytes - start));
	return true;
}

bool caveats_contain(struct caveat_list list, struct slice raw)
{
	struct caveat caveat;

	while (caveat_next(&list.bytes, &caveat))
		if (slice_equal(caveat.raw, raw))
			return true;
	return false;
}

/* Takes the head of a body that is an array of that many fields. */
static bool body_fields(const struct caveat *caveat, size_t count,
			struct slice *ret_rest)
{
	size_t fields;

	*ret_rest = caveat->body;
	return encoding_array(ret_rest, &fields) && fields == count;
}

bool caveat_ticket(const struct caveat *caveat, struct slice *ret_ticket)
{
	struct slice rest, location, key, ticket;

	return caveat->type == CAVEAT_THIRD_PARTY &&
	       body_fields(caveat, 3, &rest) &&
	       encoding_next(&rest, &location) && encoding_next(&rest, &key) &&
	       encoding_next(&rest, &ticket) &&
	       encoding_bytes(ticket, ret_ticket);
}

bool caveat_third_party(const struct caveat *caveat, struct slice *ret_location)
{
	struct slice rest, location;

	return caveat->type == CAVEAT_THIRD_PARTY &&
	       body_fields(caveat, 3, &rest) &&
	       encoding_next(&rest, &location) &&
	       encoding_bytes(location, ret_location);
}

struct visitor {
	bool (*visit)(const struct caveat *caveat, void *context);
	void *context;
};

/* False as soon as a visit says so or a caveat can't be followed. */
static bool visit_all(struct caveat_list list, unsigned int depth,
		      const struct visitor *visitor)
{
	struct caveat_list inner;
	struct caveat caveat;
	struct slice rest;

	if (depth == DEPTH_MAX)
		return false;
	while (caveat_next(&list.bytes, &caveat)) {
		if (!visitor->visit(&caveat, visitor->context))
			return false;
		if (caveat.type != CAVEAT_IF_PRESENT)
			continue;
		if (!body_fields(&caveat, 2, &rest) ||
		    !caveats_read(&rest, &inner) ||
		    !visit_all(inner, depth + 1, visitor))
			return false;
	}
	return true;
}

bool caveats_visit(struct caveat_list list,
		   bool (*visit)(const struct caveat *, void *), void *context)
{
	struct visitor visitor = {visit, context};

	return visit_all(list, 0, &visitor);
}

static bool lower_expiry(const struct caveat *caveat, void *context)
{
	int64_t *expiry = context, not_after;
	struct slice rest, start, end;

	if (caveat->type != CAVEAT_VALIDITY_WINDOW)
		return true;
	if (!body_fields(caveat, 2, &rest) || !encoding_next(&rest, &start) ||
	    !encoding_next(&rest, &end) || !encoding_integer(end, &not_after))
		return false;
	if (not_after < *expiry)
		*expiry = not_after;
	return true;
}

int64_t caveats_expiry(struct caveat_list list)
{
	int64_t expiry = EXPIRY_NEVER;

	if (!caveats_visit(list, lower_expiry, &expiry))
		return EXPIRY_UNUSABLE;
	return expiry;
}

static bool organization_id(const struct caveat *caveat, uint64_t *ret_id)
{
	struct slice rest, id;

	return body_fields(caveat, 2, &rest) && encoding_next(&rest, &id) &&
	       encoding_unsigned(id, ret_id);
}

static bool names_organization(const struct caveat *caveat, void *context)
{
	const uint64_t *wanted = context;
	uint64_t id;

	if (caveat->type != CAVEAT_ORGANIZATION)
		return true;
	return organization_id(caveat, &id) && (id == 0 || id == *wanted);
}

bool caveats_allow_organization(struct caveat_list list, uint64_t id)
{
	return caveats_visit(list, names_organization, &id);
}

static bool first_organization(const struct caveat *caveat, void *context)
{
	uint64_t *found = context;

	if (caveat->type != CAVEAT_ORGANIZATION || *found)
		return true;
	return organization_id(caveat, found);
}

bool caveats_organization(struct caveat_list list, uint64_t *ret_id)
{
	uint64_t id = 0;

	if (!caveats_visit(list, first_organization, &id) || id == 0 ||
	    !caveats_allow_organization(list, id))
		return false;
	*ret_id = id;
	return true;
}

/* The keys and masks of an Apps caveat: rest begins with the first key. */
static bool apps_entries(const struct caveat *caveat, struct slice *ret_rest,
			 size_t *ret_count)
{
	return body_fields(caveat, 1, ret_rest) &&
	       encoding_map(ret_rest, ret_count);
}

static bool next_app(struct slice *rest, uint64_t *ret_id)
{
	struct slice key, mask;

	return encoding_next(rest, &key) && encoding_next(rest, &mask) &&
	       encoding_unsigned(key, ret_id);
}

static bool names_app(const struct caveat *caveat, void *context)
{
	const uint64_t *wanted = context;
	struct slice rest;
	uint64_t id;
	size_t count;

	if (caveat->type != CAVEAT_APPS)
		return true;
	if (!apps_entries(caveat, &rest, &count))
		return false;
	for (; count; count--) {
		if (!next_app(&rest, &id))
			return false;
		if (id == *wanted || id == 0)
			return true;
	}
	return false;
}

bool caveats_allow_app(struct caveat_list list, uint64_t id)
{
	return caveats_visit(list, names_app, &id);
}

/* Stops at the first Apps caveat that names apps, which has the candidates. */
static bool find_apps(const struct caveat *caveat, void *context)
{
	struct caveat *found = context;
	struct slice rest;
	uint64_t id;
	size_t count;

	if (caveat->type != CAVEAT_APPS)
		return true;
	if (apps_entries(caveat, &rest, &count) && count == 1 &&
	    next_app(&rest, &id) && id == 0)
		return true;
	*found = *caveat;
	return false;
}

bool caveats_app(struct caveat_list list, uint64_t *ret_id)
{
	struct caveat apps = {.type = CAVEAT_ACTION};
	uint64_t id, left = 0;
	struct slice rest;
	size_t count;

	if (caveats_visit(list, find_apps, &apps) || apps.type != CAVEAT_APPS ||
	    !apps_entries(&apps, &rest, &count) || count > APPS_MAX)
		return false;
	for (; count; count--) {
		if (!next_app(&rest, &id) || id == 0)
			return false;
		if (!caveats_allow_app(list, id) || id == left)
			continue;
		if (left)
			return false;
		left = id;
	}
	*ret_id = left;
	return left != 0;
}
