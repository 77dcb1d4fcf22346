/* SPDX-License-Identifier: MIT */
/* What this machine is called at Fly, in the names of tokens and sessions. */
#include "config.h"

#include "resolve/host-name.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void host_name(char ret_host[HOST_NAME_SIZE])
{
	memset(ret_host, 0, HOST_NAME_SIZE);
	if (gethostname(ret_host, HOST_NAME_SIZE - 1) < 0 || *ret_host == '\0')
		snprintf(ret_host, HOST_NAME_SIZE, "unknown");
}
