/* SPDX-License-Identifier: MIT */
/* What a failed transfer means, in words for people. */
#ifndef FC_API_HTTP_FAILURE_H
#define FC_API_HTTP_FAILURE_H

#include "util/cleanup.h"
#include "util/error.h"

#include <curl/curl.h>
#include <stdint.h>

struct failure {
	CURLcode code;
	const char *host;
	const char *detail; /* libcurl's own words */
	int64_t timeout;    /* seconds that were given */
};

/* Whether the server hung up in the middle. */
bool failure_is_reset(CURLcode code);

/* Returns false with code, reason and next step in err. */
bool failure_tell(const struct failure *failure, struct error *err);

#endif
