/* SPDX-License-Identifier: MIT */
/* One request to fly-cred-api and its reply, before anybody reads it. */
#ifndef FC_API_EXCHANGE_H
#define FC_API_EXCHANGE_H

#include "api/call.h"

/* Seconds for a whole call. */
int64_t exchange_timeout(const struct api_endpoint *endpoint);

/* Who takes the blocks of an answer as they come; false ends the program. */
struct exchange_listener {
	bool (*take)(const struct attributes *block, void *data,
		     struct error *err);
	void *data;
};

/*
 * Runs the program. True when the reply says ok; otherwise err is what it, or
 * the lack of it, says. With is_change a request that was handed over counts as
 * sent until the program says otherwise.
 */
bool exchange_run(const struct api_endpoint *endpoint,
		  const struct secret *request, bool is_change,
		  struct api_reply *ret_reply, struct error *err) MUST_CHECK;

/* The same for an answer in blocks, of which a failure may follow some. */
bool exchange_stream(const struct api_endpoint *endpoint,
		     const struct secret *request,
		     const struct exchange_listener *listener,
		     struct api_reply *ret_reply, struct error *err) MUST_CHECK;

#endif
