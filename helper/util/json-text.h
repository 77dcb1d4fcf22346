/* SPDX-License-Identifier: MIT */
/* JSON strings written straight into a secret, where json-c would copy them. */
#ifndef FC_JSON_TEXT_H
#define FC_JSON_TEXT_H

#include "util/secret.h"

/*
 * Appends text, which is UTF-8, as a JSON string with its quotes (RFC 8259,
 * section 7).
 */
void json_append_string(struct secret *json, const char *text);

#endif
