/* SPDX-License-Identifier: MIT */
/* The server at the other end: what it is asked, and what that taught us. */
#include "config.h"

#include "api/server.h"

#include "util/timestamp.h"

#include <time.h>

#define PAUSE_MS    200
#define MILLISECOND 1000000L

bool server_fail_senseless(const struct server *server, struct error *err)
{
	return fail(err, ERR_NETWORK,
		    "the answer of %s makes no sense; check the API's address, "
		    "or try again later",
		    http_host(server->http));
}

static void note_facts(const struct server *server,
		       const struct http_reply *reply)
{
	if (reply->has_date) {
		server->facts->has_skew = true;
		server->facts->skew = reply->date - clock_now();
	}
	server->facts->retry_after = reply->retry_after;
}

bool server_may_be_asked_again(const struct http_reply *reply)
{
	return reply->retry_after == 0 &&
	       (reply->was_reset || reply->status == 502 ||
		reply->status == 503);
}

bool server_ask(const struct server *server, const struct http_request *request,
		bool is_change, struct http_reply *ret_reply, struct error *err)
{
	const struct timespec pause = {.tv_nsec = PAUSE_MS * MILLISECOND};
	bool done = http_send(server->http, request, ret_reply, err);

	if (!is_change && server_may_be_asked_again(ret_reply)) {
		nanosleep(&pause, NULL);
		done = http_send(server->http, request, ret_reply, err);
	}
	note_facts(server, ret_reply);
	return done;
}
