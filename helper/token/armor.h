/* SPDX-License-Identifier: MIT */
/*
 * A macaroon as text: a label and padded base64 (superfly/macaroon, format.go).
 */
#ifndef FC_ARMOR_H
#define FC_ARMOR_H

#include "util/secret.h"

/*
 * Length of the label that text begins with, underscore included; 0 when it is
 * no macaroon. "fm2_" is written today, "fm1r_" and "fm1a_" are only read.
 */
size_t armor_label(struct slice text);

/* Bytes that base64 of that length holds at most. */
static inline size_t armor_decoded_size(size_t length)
{
	return length / 4 * 3;
}

/*
 * Appends what the base64 (without its label) stands for; ret_bytes must have
 * armor_decoded_size reserved for it, so that slices into it stay valid. False,
 * and nothing appended, when it is not exactly what an encoder writes.
 */
bool armor_decode(struct slice base64, struct secret *ret_bytes) MUST_CHECK;

/*
 * Appends "fm2_" and the base64 of bytes. Where they equal old, whose base64
 * old_base64 is (both may be empty), its text is copied: encoding without
 * timing differences costs some seventy instructions a byte.
 */
void armor_encode(struct slice bytes, struct slice old, struct slice old_base64,
		  struct secret *ret_text);

#endif
