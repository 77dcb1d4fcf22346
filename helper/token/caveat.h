/* SPDX-License-Identifier: MIT */
/*
 * The conditions in a macaroon, read but never judged: what they name and when
 * they end. Types and bodies: superfly/macaroon, caveat.go, caveats.go,
 * flyio/caveats.go, resset/.
 */
#ifndef FC_CAVEAT_H
#define FC_CAVEAT_H

#include "util/cleanup.h"
#include "util/slice.h"

enum caveat_type {
	CAVEAT_ORGANIZATION = 0,
	CAVEAT_VOLUMES = 2,
	CAVEAT_APPS = 3,
	CAVEAT_VALIDITY_WINDOW = 4,
	CAVEAT_FEATURE_SET = 5,
	CAVEAT_MUTATIONS = 6,
	CAVEAT_MACHINES = 7,
	CAVEAT_IS_USER = 10,
	CAVEAT_THIRD_PARTY = 11,
	CAVEAT_BIND_TO_PARENT = 12,
	CAVEAT_IF_PRESENT = 13,
	CAVEAT_MACHINE_FEATURE_SET = 14,
	CAVEAT_FROM_MACHINE = 15,
	CAVEAT_CLUSTERS = 16,
	CAVEAT_IS_MEMBER = 22,
	CAVEAT_FLYIO_USER = 23,
	CAVEAT_GITHUB_USER = 24,
	CAVEAT_GOOGLE_USER = 25,
	CAVEAT_ACTION = 26,
	CAVEAT_COMMANDS = 27,
	CAVEAT_APP_FEATURE_SET = 28,
	CAVEAT_STORAGE_OBJECTS = 29,
	CAVEAT_ALLOWED_ROLES = 30,
	CAVEAT_FLY_SOURCE = 31,
};

/* Unix seconds of "no window" and of "refused at any time". */
#define EXPIRY_NEVER	INT64_MAX
#define EXPIRY_UNUSABLE INT64_MIN

/* All slices point into the bytes that were read. */
struct caveat {
	uint64_t type; /* enum caveat_type or one we do not know */
	struct slice body;
	struct slice raw; /* type and body, as in the list */
};

/* Type, body, type, body: a caveat set without the head of its array. */
struct caveat_list {
	struct slice bytes;
	size_t count; /* of caveats */
};

/*
 * Takes a caveat set off rest: an even array, each type an unsigned number,
 * each body one whole value. False otherwise, and then rest is anywhere.
 */
bool caveats_read(struct slice *rest, struct caveat_list *ret_list) MUST_CHECK;

/* Takes the next caveat off rest, the bytes of a list; false at its end. */
bool caveat_next(struct slice *rest, struct caveat *ret_caveat) MUST_CHECK;

/* Whether the list holds a caveat of exactly these bytes, not nested. */
bool caveats_contain(struct caveat_list list, struct slice raw);

/* The ticket of a third-party caveat; false when it is none. */
bool caveat_ticket(const struct caveat *caveat, struct slice *ret_ticket)
	MUST_CHECK;

/* Where it is to be brought, as it says; false when it is none. */
bool caveat_third_party(const struct caveat *caveat, struct slice *ret_location)
	MUST_CHECK;

/*
 * Calls visit with every caveat, those inside IfPresent included, until it
 * returns false. False then, and when a caveat can't be followed.
 */
bool caveats_visit(struct caveat_list list,
		   bool (*visit)(const struct caveat *caveat, void *context),
		   void *context);

/*
 * Each question below is about all caveats, those inside IfPresent included.
 * What can't be read counts as refusing.
 */

/* The smallest not_after, EXPIRY_NEVER without a window. */
int64_t caveats_expiry(struct caveat_list list);

/* Whether every Organization (Apps) caveat names that id or all of them. */
bool caveats_allow_organization(struct caveat_list list, uint64_t id);
bool caveats_allow_app(struct caveat_list list, uint64_t id);

/* The organization that all of them name; false when none or several. */
bool caveats_organization(struct caveat_list list, uint64_t *ret_id) MUST_CHECK;

/* The app when exactly one is left by all Apps caveats; false otherwise. */
bool caveats_app(struct caveat_list list, uint64_t *ret_id) MUST_CHECK;

#endif
