/* SPDX-License-Identifier: MIT */
/*
 * Discharges from third parties: at once, by polling, after a person has been
 * to a page (superfly/macaroon, tp/README.md, tp/client.go). The operations of
 * protocol.h.
 */
#ifndef FC_API_DISCHARGE_H
#define FC_API_DISCHARGE_H

#include "api/server.h"

/*
 * Turns the target to the third party, whose origin the caller frees, and takes
 * the token off it where no login may go. ERR_DENIED for a location that is not
 * asked, ERR_USAGE for a token that is a macaroon: those never go there.
 */
bool discharge_aim(const struct attributes *request, struct http_target *target,
		   char **ret_origin, struct error *err) MUST_CHECK;

/* ERR_DENIED when it refuses, ERR_NETWORK when what it says makes no sense. */
bool discharge_run(const struct server *server,
		   const struct attributes *request, struct secret *fields,
		   struct error *err) MUST_CHECK;

/* The same; ERR_EXPIRED when it waits no more. */
bool discharge_poll(const struct server *server,
		    const struct attributes *request, struct secret *fields,
		    struct error *err) MUST_CHECK;

#endif
