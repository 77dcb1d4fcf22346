/* SPDX-License-Identifier: MIT */
/* fly-cred setup git: makes git ask fly-cred. */
#ifndef FC_SETUP_GIT_H
#define FC_SETUP_GIT_H

#include "cli/setup.h"

/*
 * Adds the helper to git's settings of the user through 'git config', or takes
 * it out. What the file held before goes sealed into the store. Says what it
 * does on standard output; nothing to do is no failure.
 */
bool setup_git(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
