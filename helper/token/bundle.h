/* SPDX-License-Identifier: MIT */
/*
 * The tokens that are one credential: permission tokens, the discharges they
 * need, OAuth tokens (superfly/macaroon, flyio/flyio.go, bundle/).
 */
#ifndef FC_BUNDLE_H
#define FC_BUNDLE_H

#include "token/macaroon.h"

enum token_kind {
	TOKEN_PERMISSION, /* a macaroon of the location below */
	TOKEN_DISCHARGE,  /* any other macaroon */
	TOKEN_OAUTH,	  /* everything else */
};

#define PERMISSION_LOCATION "https://api.fly.io/v1"

struct token {
	enum token_kind kind;
	struct slice text;	  /* with its label */
	struct slice bytes;	  /* decoded; macaroons only, like the rest */
	struct macaroon macaroon; /* points into bytes */
	int64_t expiry;		  /* of its own windows alone */
};

/* Start with BUNDLE_EMPTY. */
struct bundle {
	struct token *tokens; /* in the order of the text */
	size_t count;
	struct secret decoded;
};

#define BUNDLE_EMPTY                  \
	{                             \
		NULL, 0, SECRET_EMPTY \
	}
#define AUTO_BUNDLE CLEANUP(bundle_clear)

/* What a token is wanted for; 0 stands for any. Ids are the numeric ones. */
struct audience {
	uint64_t organization_id;
	uint64_t app_id;
};

/* Wipes and frees. */
void bundle_clear(struct bundle *bundle);

/*
 * Reads a list as intake_normalize writes it: no scheme, commas, nothing else
 * between the tokens; empty text is an empty bundle. text must outlive the
 * bundle. A macaroon that can't be decoded is ERR_CORRUPT and names its place
 * only. What the bundle held before is dropped.
 */
bool bundle_parse(struct slice text, struct bundle *ret_bundle,
		  struct error *err) MUST_CHECK;

size_t bundle_count(const struct bundle *bundle, enum token_kind kind);

/* Whether a permission token may be good for that; others never are. */
bool token_serves(const struct token *token, struct audience audience);

/*
 * The Unix second in which the credential ends for that audience: the latest
 * of its permission tokens, each bounded by its own windows and, for every
 * ticket, by the longest-lived discharge it has. EXPIRY_NEVER without windows,
 * EXPIRY_UNUSABLE when no permission token serves or has all its discharges.
 * OAuth tokens do not tell and do not count.
 */
int64_t bundle_expiry(const struct bundle *bundle, struct audience audience);

/* The same of one permission token. */
int64_t bundle_token_expiry(const struct bundle *bundle,
			    const struct token *token);

/*
 * The latest end of the discharges that answer the ticket; EXPIRY_UNUSABLE
 * without any that counts.
 */
int64_t bundle_discharge_expiry(const struct bundle *bundle,
				struct slice ticket);

/* Whether some permission token has a ticket that no discharge answers. */
bool bundle_lacks_discharge(const struct bundle *bundle);

/*
 * The organization (the app) that every permission token is for; false when
 * one of them is for none or several, when they differ, or there are none.
 */
bool bundle_organization(const struct bundle *bundle, uint64_t *ret_id)
	MUST_CHECK;
bool bundle_app(const struct bundle *bundle, uint64_t *ret_id) MUST_CHECK;

#endif
