/* SPDX-License-Identifier: MIT */
/* fly-cred setup shell: the hook in the settings of one's shell. */
#ifndef FC_SETUP_SHELL_H
#define FC_SETUP_SHELL_H

#include "cli/setup.h"

/* A line at the end of the file that the shell of SHELL reads, or out again. */
bool setup_shell(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
