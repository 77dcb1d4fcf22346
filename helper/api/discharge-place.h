/* SPDX-License-Identifier: MIT */
/*
 * Which third parties are asked for the discharges of a token, and which of
 * them are shown the login. What names a third party is not signed, and any
 * token may name any address (superfly/macaroon, tp/README.md).
 */
#ifndef FC_API_DISCHARGE_PLACE_H
#define FC_API_DISCHARGE_PLACE_H

#include "util/cleanup.h"

#include <stdbool.h>

/*
 * scheme://host[:port]/path of a location in the one form that is compared;
 * the path is without slashes at its end, and may be "". False when it is no
 * location: not https (but for loopback), or with user, query or fragment.
 * The caller frees both.
 */
bool place_split(const char *location, char **ret_origin, char **ret_path)
	MUST_CHECK;

/* Whether both are the same location. */
bool place_equal(const char *one, const char *other) MUST_CHECK;

enum place_trust {
	PLACE_REFUSED,
	PLACE_WITHOUT_LOGIN,
	PLACE_WITH_LOGIN,
};

/*
 * api is the origin of the API, in normal form; is_added says that the person
 * added the location to the settings. Fly's own two are asked anyway, but not
 * for an API on loopback. A location on loopback must be the API's own origin,
 * and then is asked anyway, too. The login goes to the API's own origin, and
 * from Fly's API to the other one of Fly's two hosts, never anywhere else.
 */
enum place_trust place_trust(const char *location, const char *api,
			     bool is_added);

/*
 * The path and, behind a '?', the query of an address at that origin; it may
 * also begin with its path. NULL when it is elsewhere, or no address; else the
 * caller frees.
 */
char *place_path_at(const char *origin, const char *address);

#endif
