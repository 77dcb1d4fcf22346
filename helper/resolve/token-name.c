/* SPDX-License-Identifier: MIT */
/* What our tokens are called at Fly, and which of Fly's tokens are ours. */
#include "config.h"

#include "resolve/token-name.h"

#include "resolve/host-name.h"
#include "util/alloc.h"

#include <sodium.h>
#include <string.h>

char *token_name(const struct scope *scope)
{
	AUTO_FREE char *text = scope_format(scope);
	char host[HOST_NAME_SIZE];
	uint32_t number;

	host_name(host);
	randombytes_buf(&number, sizeof(number));
	return alloc_formatted("fly-cred %s %s %08x", host, text, number);
}

bool token_name_is_ours(const char *name)
{
	char host[HOST_NAME_SIZE];
	AUTO_FREE char *start = NULL;

	host_name(host);
	start = alloc_formatted("fly-cred %s ", host);
	return strncmp(name, start, strlen(start)) == 0;
}
