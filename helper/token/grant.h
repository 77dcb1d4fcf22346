/* SPDX-License-Identifier: MIT */
/*
 * What caveats leave of an access, judged as the issuer would (superfly/
 * macaroon: caveats.go, flyio/caveats.go, resset/). For people: it decides
 * nothing, and time is not looked at.
 */
#ifndef FC_GRANT_H
#define FC_GRANT_H

#include "token/caveat.h"

#include <stddef.h>

/* What an access names; 0, and slices without bytes, stand for nothing. */
struct access {
	uint64_t organization;
	uint64_t app;
	struct slice feature; /* of the organization */
	struct slice app_feature;
	struct slice machine;
	struct slice volume;
	struct slice machine_feature;
	struct slice cluster;
	struct slice storage_object;
	struct slice mutation;
	struct slice command; /* an array of texts, in MessagePack */
};

/*
 * The actions (ACTION_LETTERS) that every caveat allows. Where that depends on
 * what can't be known offline (caveats nobody knows here, roles, the machine
 * it comes from), they count as allowing and is_certain becomes false.
 */
struct grant {
	unsigned int actions;
	bool is_certain;
};

struct grant caveats_grant(struct caveat_list list,
			   const struct access *access);

#endif
