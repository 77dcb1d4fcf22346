/* SPDX-License-Identifier: MIT */
/* Every call of libcurl: one connection to a server, requests over it. */
#ifndef FC_API_HTTP_H
#define FC_API_HTTP_H

#include "util/error.h"
#include "util/secret.h"

#include <stdint.h>

struct http;

/* Where to and with what; all strings are used in http_open only. */
struct http_target {
	const char *origin;  /* https, or http to a literal loopback address */
	const char *ca_file; /* NULL: the system's */
	const char *proxy;   /* NULL: none; loopback never goes through one */
	const char *token;   /* without scheme word; sent to origin alone;
				NULL: requests have no Authorization */
	int64_t timeout;     /* seconds from http_open on, for all requests */
};

enum http_method { HTTP_GET, HTTP_POST };

struct http_request {
	enum http_method method;
	const char *path;  /* as it goes over the wire, from its '/' on */
	const char *query; /* behind a '?'; NULL: none */
	struct slice json; /* the body; only of HTTP_POST */
};

struct http_reply {
	long status;
	struct secret body;
	bool has_date;
	int64_t date;	     /* the server's clock, seconds since the epoch */
	int64_t retry_after; /* seconds; 0: not said */
	bool was_sent;	     /* the server has seen at least part of it */
	bool was_reset;	     /* it hung up instead of answering */
};

#define HTTP_REPLY_EMPTY             \
	{                            \
		.body = SECRET_EMPTY \
	}
#define AUTO_HTTP_REPLY CLEANUP(http_reply_clear)

void http_reply_clear(struct http_reply *reply);

/*
 * Checks the target and makes ready; connects with the first request. ERR_USAGE
 * when the origin is not one that we talk to.
 */
bool http_open(const struct http_target *target, struct http **ret_http,
	       struct error *err) MUST_CHECK;
void http_freep(struct http **http);

/* Host and port, for messages. */
const char *http_host(const struct http *http);

/* Milliseconds that are left for requests; 0 or less when time is up. */
int64_t http_left(const struct http *http);

/*
 * True when there is an answer of any status. HTTP_POST is sent once at most.
 * ERR_NETWORK says what went wrong; ret_reply's facts are filled in any case.
 */
bool http_send(struct http *http, const struct http_request *request,
	       struct http_reply *ret_reply, struct error *err) MUST_CHECK;

#endif
