/* SPDX-License-Identifier: MIT */
/*
 * What --profile or a tool's setting asks for: which token of Fly's to serve
 * from, and what is added to it.
 */
#ifndef FC_PROFILE_H
#define FC_PROFILE_H

#include "resolve/plan.h"

/*
 * Puts a profile into a plan whose target is chosen and whose recipe is the
 * standard one: the one that the request names; else, for a tool, the one in
 * the settings; else readonly for a request of those that coding agents make,
 * if the settings do not raise it, and the agent's marker goes to the plan.
 * ERR_USAGE when there is no such profile, the target is not of its kind, or a
 * cluster is missing or too much.
 */
bool profile_choose(const struct token_request *request,
		    const struct settings *settings, struct plan *plan,
		    struct error *err) MUST_CHECK;

/*
 * Narrows the token further where the plan's profile is one that Fly does not
 * know; else it stays as it is. Errors as kind_narrow.
 */
bool profile_narrow(const struct plan *plan, struct secret *token,
		    struct error *err) MUST_CHECK;

/* Whether the target is what the kind is for; else ERR_USAGE and which option.
 */
bool profile_check_target(enum kind kind, const struct target *target,
			  struct error *err) MUST_CHECK;

#endif
