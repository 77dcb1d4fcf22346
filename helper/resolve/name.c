/* SPDX-License-Identifier: MIT */
/* Names of apps and organizations as people and files give them. */
#include "config.h"

#include "resolve/name.h"

#include <string.h>

static bool has_upper_case(const char *name)
{
	while (*name && (*name < 'A' || *name > 'Z'))
		name++;
	return *name != '\0';
}

bool name_check(const char *name, enum scope_kind kind, const char *source,
		struct error *err)
{
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;

	if (!scope_set(&scope, kind, name, err))
		return fail(err, err->code, "%s: %s", source, err->message);
	if (has_upper_case(name))
		return fail(err, ERR_USAGE,
			    "%s: '%s' has upper-case letters, which names at "
			    "Fly have not",
			    source, name);
	return true;
}
