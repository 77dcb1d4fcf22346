/* SPDX-License-Identifier: MIT */
/*
 * The CLI configuration of terraform and OpenTofu (terraform's documentation,
 * "CLI Configuration File"; the syntax is that of HCL 1): where in it the
 * credentials helper is, of which there may be one.
 */
#ifndef FC_TERRAFORM_CONFIG_H
#define FC_TERRAFORM_CONFIG_H

#include "util/cleanup.h"
#include "util/error.h"
#include "util/slice.h"

#define TERRAFORM_NAME_SIZE 64

struct terraform_helper {
	bool is_there;
	char name[TERRAFORM_NAME_SIZE]; /* cut off where it is longer */
	size_t start, end; /* of the block, which has no line end behind it */
};

/*
 * Finds it, at the outermost level, not in comments, strings and other blocks.
 * What does not end, or is JSON, or has two of them is ERR_USAGE "LINE: ...".
 */
bool terraform_config_find(struct slice text,
			   struct terraform_helper *ret_helper,
			   struct error *err) MUST_CHECK;

#endif
