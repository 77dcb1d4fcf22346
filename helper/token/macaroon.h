/* SPDX-License-Identifier: MIT */
/*
 * One macaroon: taken apart, and narrowed by adding caveats, for which no key
 * is needed (superfly/macaroon, macaroon.go, nonce.go, crypto.go).
 */
#ifndef FC_MACAROON_H
#define FC_MACAROON_H

#include "token/caveat.h"
#include "util/error.h"
#include "util/secret.h"

#define MACAROON_TAIL_SIZE 32

/* All slices point into the bytes that were decoded. */
struct macaroon {
	struct slice prefix; /* everything before the caveat set, raw */
	struct slice kid;    /* of a discharge: the ticket it answers */
	struct slice random; /* makes it differ from others of its key */
	bool is_proof;	     /* final: no caveats can be added */
	struct slice location;
	struct caveat_list caveats;
	struct slice tail; /* the secret in it, MACAROON_TAIL_SIZE bytes */
};

/*
 * bytes must hold one macaroon, whole and nothing after it, and outlive the
 * result. Both forms of the nonce are read. False when they do not.
 */
bool macaroon_decode(struct slice bytes, struct macaroon *ret_macaroon)
	MUST_CHECK;

/*
 * Appends to ret_bytes the macaroon with those caveats added that it does not
 * hold already (compared by their bytes; the same one twice is added once).
 * All its old bytes but the tail stay as they are. caveat_set is an array in
 * the canonical encoding, which the issuer insists on. Final macaroons, third-
 * party caveats and attestations are ERR_FAILED, and nothing is appended.
 */
bool macaroon_append(const struct macaroon *macaroon, struct slice caveat_set,
		     struct secret *ret_bytes, struct error *err) MUST_CHECK;

/* Whether one of its third-party caveats has that ticket. */
bool macaroon_has_ticket(const struct macaroon *macaroon, struct slice ticket);

/* Whether it has third-party caveats at all, readable or not. */
bool macaroon_needs_discharge(const struct macaroon *macaroon);

#endif
