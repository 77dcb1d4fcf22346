/* SPDX-License-Identifier: MIT */
/* The organizations that an account's person is in, as Fly last told. */
#ifndef FC_ORGANIZATIONS_H
#define FC_ORGANIZATIONS_H

#include "api/call.h"
#include "resolve/account.h"
#include "resolve/session.h"

#include <stdint.h>

/* Keeps what Fly answered to a login. */
bool organizations_keep(struct store *store, const struct account *account,
			const struct api_login *answer, struct error *err)
	MUST_CHECK;

/* One organization: by its number, or where that is 0 by its slug. */
struct organization_name {
	uint64_t number;
	const char *slug; /* may be NULL; never "personal", see below */
};

/*
 * Whether the account's person was in it when Fly was asked last. "personal" is
 * nobody's, since to Fly it is whoever asks. What was never kept, or is damaged
 * and will be replaced by organizations_refresh, has none.
 */
bool organizations_have(struct store *store, const struct account *account,
			const struct organization_name *name, bool *ret_have,
			struct error *err) MUST_CHECK;

/*
 * Asks Fly once more, with the account's login. Errors are those of api_login
 * and account_login; the record is then as it was.
 */
bool organizations_refresh(struct session *session,
			   const struct account *account,
			   struct protocol_facts *ret_facts, struct error *err)
	MUST_CHECK;

#endif
