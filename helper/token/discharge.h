/* SPDX-License-Identifier: MIT */
/* Discharges: which a credential lacks, and how one that came is put in. */
#ifndef FC_DISCHARGE_H
#define FC_DISCHARGE_H

#include "token/bundle.h"

/* Both point into the bundle. */
struct ticket {
	struct slice location; /* as the token has it: anything */
	struct slice bytes;
};

/* More than any token has; each is a question to somebody. */
#define TICKETS_MAX 8

/*
 * The tickets of permission tokens that no discharge answers until then (Unix
 * seconds, Fly's clock), each once. How many there are, of which the first
 * TICKETS_MAX are written. What can't be read is left out.
 */
size_t tickets_due(const struct bundle *bundle, int64_t until,
		   struct ticket ret_tickets[TICKETS_MAX]);

/*
 * Appends the credential with what answer, a text that came for the ticket,
 * puts in the place of its older discharges; the rest with its text unchanged.
 * The answer may be a list, and a single one may lack its label. ERR_NETWORK,
 * and nothing appended, when no macaroon in it is for the ticket, lasts beyond
 * now and needs no discharge itself.
 */
bool discharge_put(const struct bundle *bundle, struct slice ticket,
		   struct slice answer, int64_t now, struct secret *ret_text,
		   struct error *err) MUST_CHECK;

/*
 * Fails with ERR_USAGE for a token, named by what ("the token of CI_TOKEN"),
 * that nobody can use for want of a discharge.
 */
bool fail_undischarged(const char *what, struct error *err);

#endif
