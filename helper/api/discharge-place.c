/* SPDX-License-Identifier: MIT */
/* Which third parties are asked for discharges, and who sees the login. */
#include "config.h"

#include "api/discharge-place.h"

#include "util/alloc.h"
#include "util/origin.h"

#include <string.h>

#define FLY_API	     "https://api.fly.io"
#define FLY_AUTH     "https://auth.fly.io"
#define LOCATION_MAX 1000

/* What paths and queries may hold and mean the same to everybody. */
#define LETTERS                               \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"          \
	"abcdefghijklmnopqrstuvwxyz0123456789" \
	"-._~!$&'()*+,;=:@/"

/* Whether a part of it is "." or "..", which lead elsewhere. */
static bool has_dots(const char *path)
{
	const char *at = path;

	while ((at = strstr(at, "/."))) {
		at += at[2] == '.' ? 3 : 2;
		if (*at == '/' || *at == '\0')
			return true;
	}
	return false;
}

static bool is_path(const char *path)
{
	return path[strspn(path, LETTERS)] == '\0' && !has_dots(path);
}

/* Where the path begins, or the text ends. */
static const char *after_host(const char *address)
{
	const char *host = strstr(address, "://");

	host = host ? host + 3 : address;
	return host + strcspn(host, "/?#");
}

/* The normal form of what stands before rest, or NULL. */
static char *origin_before(const char *address, const char *rest)
{
	AUTO_FREE char *written = alloc_string(address);
	struct error ignored;
	char *origin;

	written[rest - address] = '\0';
	return origin_normalise(written, &origin, &ignored) ? origin : NULL;
}

bool place_split(const char *location, char **ret_origin, char **ret_path)
{
	const char *rest = after_host(location);
	AUTO_FREE char *path = alloc_string(rest);
	size_t length = strlen(path);

	if (strlen(location) > LOCATION_MAX || !is_path(path))
		return false;
	while (length && path[length - 1] == '/')
		path[--length] = '\0';
	*ret_origin = origin_before(location, rest);
	if (*ret_origin == NULL)
		return false;
	*ret_path = take_ptr(&path);
	return true;
}

bool place_equal(const char *one, const char *other)
{
	AUTO_FREE char *origin = NULL, *path = NULL;
	AUTO_FREE char *other_origin = NULL, *other_path = NULL;

	return place_split(one, &origin, &path) &&
	       place_split(other, &other_origin, &other_path) &&
	       strcmp(origin, other_origin) == 0 &&
	       strcmp(path, other_path) == 0;
}

static bool is_fly_own(const char *location)
{
	return place_equal(location, FLY_API "/aaa/v1") ||
	       place_equal(location, FLY_AUTH);
}

enum place_trust place_trust(const char *location, const char *api,
			     bool is_added)
{
	AUTO_FREE char *origin = NULL, *path = NULL;
	bool is_own;

	if (!place_split(location, &origin, &path))
		return PLACE_REFUSED;
	is_own = strcmp(origin, api) == 0;
	if (origin_is_loopback(origin)) {
		if (!is_own)
			return PLACE_REFUSED;
	} else if (!is_added &&
		   (!is_fly_own(location) || origin_is_loopback(api))) {
		return PLACE_REFUSED;
	}
	if (is_own ||
	    (strcmp(api, FLY_API) == 0 && strcmp(origin, FLY_AUTH) == 0))
		return PLACE_WITH_LOGIN;
	return PLACE_WITHOUT_LOGIN;
}

char *place_path_at(const char *origin, const char *address)
{
	bool is_relative = address[0] == '/' && address[1] != '/';
	const char *rest = is_relative ? address : after_host(address);
	AUTO_FREE char *path = alloc_string(*rest == '?' ? "/" : rest);
	AUTO_FREE char *own = NULL;
	char *query = strchr(path, '?');

	if (strlen(address) > LOCATION_MAX)
		return NULL;
	if (query)
		*query++ = '\0';
	if (!is_path(path) || (query && query[strspn(query, LETTERS "%?")]))
		return NULL;
	if (!is_relative) {
		own = origin_before(address, rest);
		if (own == NULL || strcmp(own, origin) != 0)
			return NULL;
	}
	return alloc_joined(*rest == '/' ? "" : "/", rest, NULL);
}
