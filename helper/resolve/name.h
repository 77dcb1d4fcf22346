/* SPDX-License-Identifier: MIT */
/* Names of apps and organizations as people and files give them. */
#ifndef FC_NAME_H
#define FC_NAME_H

#include "token/scope.h"

/*
 * As scope_set, and no upper case: Fly has none, and two spellings of one name
 * would be two scopes. ERR_USAGE "<source>: ..." otherwise, safe to print.
 */
bool name_check(const char *name, enum scope_kind kind, const char *source,
		struct error *err) MUST_CHECK;

#endif
