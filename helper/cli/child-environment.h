/* SPDX-License-Identifier: MIT */
/* What the programs that are run beside fly-cred's own see. */
#ifndef FC_CHILD_ENVIRONMENT_H
#define FC_CHILD_ENVIRONMENT_H

/*
 * Our environment without FLY_API_TOKEN and the like, and without the way to
 * the store's key. The caller frees the array, not what is in it.
 */
char **environment_without_ours(void);

#endif
