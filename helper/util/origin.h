/* SPDX-License-Identifier: MIT */
/* Addresses of servers in the one form that is compared byte by byte. */
#ifndef FC_ORIGIN_H
#define FC_ORIGIN_H

#include "util/cleanup.h"
#include "util/error.h"

/*
 * Whether the URL's host is 127.0.0.0/8 or ::1, written as a number and over
 * http or https. Names like localhost and shortened numbers are not.
 */
bool origin_is_loopback(const char *url) MUST_CHECK;

/*
 * scheme://host[:port] in lower case without the scheme's own port, for the
 * caller to free. ERR_USAGE when the URL has more to it than a slash at the
 * end, or is not https although its host is not a literal loopback address.
 */
bool origin_normalise(const char *url, char **ret_origin, struct error *err)
	MUST_CHECK;

/*
 * host[:port] of a registry, however a client may write it: scheme (http,
 * https or none), path, a port 443 that is the default, a dot at the end and
 * case are dropped. For the caller to free; compare with strcmp. ERR_USAGE
 * "unsupported scheme: ..." or "no hostname in URL", as docker's own helpers
 * put it, or when it is malformed.
 */
bool host_normalise(const char *server, char **ret_host, struct error *err)
	MUST_CHECK;

/* The same of a host with maybe a port and nothing else: ERR_USAGE. */
bool host_only_normalise(const char *text, char **ret_host, struct error *err)
	MUST_CHECK;

/*
 * host_normalise with the path, as docker's own servers are told apart: without a
 * slash at its end, and without a query.
 */
bool registry_normalise(const char *server, char **ret_registry,
			struct error *err) MUST_CHECK;

/*
 * protocol://host as git has them apart: in lower case, for http and https
 * without the default port and a dot at the end. What is no host with maybe a
 * port is only put into lower case. Never fails; the caller frees.
 */
char *service_normalise(const char *protocol, const char *host);

#endif
