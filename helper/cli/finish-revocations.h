/* SPDX-License-Identifier: MIT */
/* Old tokens that are due to be revoked, done by whatever command asks Fly. */
#ifndef FC_FINISH_REVOCATIONS_H
#define FC_FINISH_REVOCATIONS_H

#include "resolve/session.h"

/*
 * Revokes those that are due, or all with early, and says so on standard error
 * for each. An error is the first that could not be revoked, with the command
 * that tries again. ret_count, if any, is how many were tried.
 */
bool finish_revocations(struct session *session, bool early, size_t *ret_count,
			struct error *err) MUST_CHECK;

/*
 * The same beside another command's work, which has just asked Fly: what is
 * due, and a failure is a remark on standard error.
 */
void finish_due_revocations(struct session *session);

#endif
