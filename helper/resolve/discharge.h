/* SPDX-License-Identifier: MIT */
/* The discharges that a token needs, fetched from who gives them. */
#ifndef FC_RESOLVE_DISCHARGE_H
#define FC_RESOLVE_DISCHARGE_H

#include "resolve/account.h"
#include "resolve/session.h"
#include "token/scope.h"

/* Seconds for all of them, where nobody is waited for; and for a person. */
#define DISCHARGE_TIMEOUT  10
#define DISCHARGE_PATIENCE 300

struct discharging {
	const struct account *account;
	const struct scope *scope;     /* that the token is for */
	const char *organization;      /* its slug, for messages */
	int64_t now, until;	       /* by Fly's clock: those that end before
					  until are fetched */
	const struct person *person;   /* NULL: nobody can go to a page */
};

/*
 * Puts them into text, a list without scheme: asks only whom discharge-place.h
 * allows. ERR_DENIED when one is not given, ERR_NETWORK when none comes in
 * time or makes sense; text is as it was. ret_needs_person: a person has to go
 * to a page first, and there is none.
 */
bool discharges_fetch(struct session *session, const struct discharging *job,
		      struct secret *text, bool *ret_needs_person,
		      struct error *err) MUST_CHECK;

#endif
