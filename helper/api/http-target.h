/* SPDX-License-Identifier: MIT */
/* Whom we talk to: the API's origin, how it is verified, and the way there. */
#ifndef FC_API_HTTP_TARGET_H
#define FC_API_HTTP_TARGET_H

#include "api/http.h"

#include <curl/curl.h>

/*
 * Parses the origin into url and sets TLS and proxy on curl. ERR_USAGE for an
 * origin, proxy or CA file we do not use.
 */
bool target_set(const struct http_target *target, CURL *curl, CURLU *url,
		struct error *err) MUST_CHECK;

/* Host and, where it is not the usual one, port. */
void target_name(CURLU *url, char *ret_name, size_t size);

#endif
