/* SPDX-License-Identifier: MIT */
/* fly-cred setup flyctl: how flyctl gets tokens, and its login out of a file. */
#ifndef FC_SETUP_FLYCTL_H
#define FC_SETUP_FLYCTL_H

#include "cli/setup.h"

/*
 * Says how flyctl gets its tokens; changes nothing. With move it takes the
 * login out of flyctl's config.yml, if the store has it, or puts it back.
 */
bool setup_flyctl(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
