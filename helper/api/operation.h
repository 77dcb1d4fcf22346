/* SPDX-License-Identifier: MIT */
/* What can be asked of fly-cred-api: one request in, the fields of a reply. */
#ifndef FC_API_OPERATION_H
#define FC_API_OPERATION_H

#include "api/protocol.h"

/*
 * Carries out a whole request, sends blocks to channel as they are known, and
 * appends what else it answers to ret_fields. ret_facts is written in any case.
 */
bool operation_run(const struct attributes *request, int channel,
		   struct secret *ret_fields, struct protocol_facts *ret_facts,
		   struct error *err) MUST_CHECK;

#endif
