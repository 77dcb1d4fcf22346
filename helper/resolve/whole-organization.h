/* SPDX-License-Identifier: MIT */
/* From an app to all of its organization, for tools that look after both. */
#ifndef FC_WHOLE_ORGANIZATION_H
#define FC_WHOLE_ORGANIZATION_H

#include "resolve/plan.h"

/*
 * Makes the organization of the plan's app its target; the rest of the target
 * stays. The store knows it where the app had a token before, else Fly is
 * asked, with the plan's account. Nothing is to be done for an organization.
 */
bool whole_organization(struct session *session, bool offline,
			struct plan *plan, struct error *err) MUST_CHECK;

#endif
