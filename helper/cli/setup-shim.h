/* SPDX-License-Identifier: MIT */
/* fly-cred setup terraform --shim: programs that run others with a token. */
#ifndef FC_SETUP_SHIM_H
#define FC_SETUP_SHIM_H

#include "cli/setup.h"

/* Makes a directory with shims for terraform and tofu, or takes them away. */
bool setup_shim(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
