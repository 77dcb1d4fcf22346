/* SPDX-License-Identifier: MIT */
/* The headers that every request has. */
#ifndef FC_API_HTTP_HEADERS_H
#define FC_API_HTTP_HEADERS_H

#include "util/cleanup.h"
#include "util/error.h"

#include <curl/curl.h>

/*
 * The list for requests with a body; without its first line it is the one for
 * those that have none. token may be NULL. Released with headers_free.
 */
bool headers_make(const char *token, struct curl_slist **ret_headers,
		  struct error *err) MUST_CHECK;

/* Wipes and frees; NULL is nothing. */
void headers_free(struct curl_slist *headers);

#endif
