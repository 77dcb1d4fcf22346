/* SPDX-License-Identifier: MIT */
/* Macaroons made to measure, for cases that no vector has. */
#ifndef FC_MINT_H
#define FC_MINT_H

#include "util/secret.h"

#define LOCATION_PERMISSION "https://api.fly.io/v1"
#define LOCATION_DISCHARGE  "https://auth.fly.io"

/* A third-party caveat whose ticket is the one byte, in hexadecimal. */
#define THIRD_PARTY(ticket) "0b93a178c40101c401" ticket

/* Caveats in hexadecimal; ids 1 to 127 have one byte. */
#define ORGANIZATION(id) "0092" id "1f"
#define APP(id) \
	"0391"  \
	"81" id "1f"
#define WINDOW(not_after) "049200" not_after

struct minted {
	const char *location;
	const char *kid; /* hexadecimal; of a discharge: the ticket */
	bool is_proof;
	unsigned int caveats;
	const char *bodies; /* hexadecimal, types included */
};

/*
 * Appends it as text, after a comma when text is not empty. The signature is
 * made up: nothing here has a key to check it.
 */
void mint(const struct minted *minted, struct secret *ret_text);

/* A permission token and a discharge in the common shape. */
void mint_permission(unsigned int caveats, const char *bodies,
		     struct secret *ret_text);
void mint_discharge(const char *ticket, unsigned int caveats,
		    const char *bodies, struct secret *ret_text);

#endif
