/* SPDX-License-Identifier: MIT */
/* What the programs that are run beside fly-cred's own see. */
#include "config.h"

#include "cli/child-environment.h"

#include "util/alloc.h"

#include <string.h>
#include <unistd.h>

char **environment_without_ours(void)
{
	size_t count = 0, kept = 0, i;
	char **copy;

	while (environ[count])
		count++;
	copy = alloc_zeroed(count + 1, sizeof(*copy));
	for (i = 0; i < count; i++)
		if (strncmp(environ[i], "FLY_", 4) != 0)
			copy[kept++] = environ[i];
	return copy;
}
