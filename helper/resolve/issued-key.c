/* SPDX-License-Identifier: MIT */
/* What an issued token is for, written out. */
#include "config.h"

#include "resolve/issued.h"

#include "api/protocol.h"
#include "util/alloc.h"

#include <string.h>

static const char *const names[] = {
	[ISSUED_APP] = PROFILE_DEPLOY,
	[ISSUED_ORGANIZATION] = PROFILE_DEPLOY_ORGANIZATION,
	[ISSUED_LITEFS_CLOUD] = PROFILE_LITEFS_CLOUD,
};

const char *issued_profile_name(enum issued_profile profile)
{
	return names[profile];
}

bool issued_profile_parse(const char *name, enum issued_profile *ret_profile)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0) {
			*ret_profile = (enum issued_profile)i;
			return true;
		}
	return false;
}

char *issued_key_format(const struct issued_key *key)
{
	AUTO_FREE char *scope = scope_format(key->scope);

	return key->cluster ? alloc_joined(scope, "/", key->cluster, NULL)
			    : take_ptr(&scope);
}

char *issued_key_options(const struct issued_key *key)
{
	bool app = key->scope->kind == SCOPE_APP;

	if (key->profile == ISSUED_LITEFS_CLOUD)
		return alloc_formatted("--org %s --profile litefs-cloud "
				       "--cluster %s",
				       key->scope->name, key->cluster);
	return alloc_formatted("--%s %s%s", app ? "app" : "org",
			       key->scope->name,
			       app && key->profile == ISSUED_ORGANIZATION
				       ? " --profile org"
				       : "");
}
