/* SPDX-License-Identifier: MIT */
/* Discharges: questions to third parties, asked through fly-cred-api. */
#ifndef FC_API_CALL_DISCHARGE_H
#define FC_API_CALL_DISCHARGE_H

#include "api/call.h"

/* Who is asked, and who may be; texts stay the caller's. */
struct api_third_party {
	const char *location;
	const char *const *allowed; /* locations that the person added */
	size_t count;
};

/* One of text and poll_url is set; they are the reply's. */
struct api_discharge {
	const char *text;     /* the discharge */
	const char *poll_url; /* where it will be */
	const char *page;     /* NULL, or where a person has to go first */
	struct api_reply reply;
};

void api_discharge_clear(struct api_discharge *discharge);

#define AUTO_API_DISCHARGE CLEANUP(api_discharge_clear)

/*
 * Asks for the discharge of a ticket, its bytes. Of the login only OAuth tokens
 * are used, and only where one may be shown (discharge-place.h). Errors as
 * api_login, and ERR_DENIED, with nothing sent, for a location that is not
 * asked.
 */
bool api_discharge(const struct api_endpoint *endpoint,
		   const struct secret *login,
		   const struct api_third_party *party, struct slice ticket,
		   struct api_discharge *ret_discharge, struct error *err)
	MUST_CHECK;

/*
 * Waits for it at most for the endpoint's timeout and appends it, nothing if it
 * is not there. ERR_EXPIRED when it never will be.
 */
bool api_discharge_poll(const struct api_endpoint *endpoint,
			const struct secret *login,
			const struct api_third_party *party,
			const char *poll_url, struct secret *ret_text,
			struct error *err) MUST_CHECK;

#endif
