/* SPDX-License-Identifier: MIT */
/*
 * The name that Fly's logs have for a macaroon (superfly/macaroon, nonce.go).
 * It is no secret, and narrowed copies share it.
 */
#ifndef FC_NONCE_UUID_H
#define FC_NONCE_UUID_H

#include "token/macaroon.h"

#define NONCE_UUID_SIZE 37 /* with the NUL */

void nonce_uuid(const struct macaroon *macaroon,
		char ret_text[static NONCE_UUID_SIZE]);

#endif
