/* SPDX-License-Identifier: MIT */
/* fly-cred setup terraform: makes terraform and OpenTofu ask fly-cred. */
#ifndef FC_SETUP_TERRAFORM_H
#define FC_SETUP_TERRAFORM_H

#include "cli/setup.h"

/*
 * Links the helper into terraform's directory of plugins and adds it to the CLI
 * configuration, or takes both out. What the file held before goes sealed into
 * the store. Says what it does on standard output; nothing to do is no failure.
 */
bool setup_terraform(const struct setup_request *request, struct error *err)
	MUST_CHECK;

#endif
