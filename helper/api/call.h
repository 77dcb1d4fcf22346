/* SPDX-License-Identifier: MIT */
/* Questions to Fly's API, asked through fly-cred-api. */
#ifndef FC_API_CALL_H
#define FC_API_CALL_H

#include "api/protocol.h"

/* Where the API is and how to get there; strings stay the caller's. */
struct api_endpoint {
	const char *url;     /* origin: https://api.fly.io */
	const char *ca_file; /* absolute; NULL: the system's */
	const char *proxy;   /* NULL: none */
	const char *program; /* directory of fly-cred-api; NULL: as installed */
	int64_t timeout;     /* seconds for a whole call; 0: API_TIMEOUT */
};

#define API_TIMEOUT 30
#define API_GRACE   2 /* more, for a program that does not keep to it */

/*
 * Owns what the texts of an answer lie in. The facts are filled in also when a
 * call fails: facts.was_sent of a failed api_create means that a token may
 * exist which nobody has.
 */
struct api_reply {
	struct secret text;
	struct attributes fields;
	struct protocol_facts facts;
};

struct api_organization {
	const char *id; /* for queries; an opaque text */
	int64_t number; /* for keys, and inside tokens */
	const char *slug;
	const char *name; /* of api_login only */
	bool is_personal; /* of api_login only: the caller's own */
};

struct api_login {
	int64_t user; /* number; 0 when the token is not a person's */
	const char *email;
	struct api_organization *organizations;
	size_t count;
	struct api_reply reply;
};

/* What a name stands for; of an organization, the app is 0 and NULL. */
struct api_place {
	const char *app_id;
	int64_t app_number;
	const char *app_name;
	struct api_organization organization;
	struct api_reply reply;
};

struct api_token {
	const char *id;
	const char *text; /* without scheme word; secret */
	int64_t expires_at;
	int64_t lasts_until;	/* the same, whatever the caller learns */
	struct api_place place; /* looked up just before; owns the texts */
	struct secret whole;	/* what text is where the caller put more in */
};

/* Exactly one of the two is set. */
struct api_scope {
	const char *app;	  /* name */
	const char *organization; /* slug */
};

struct api_order {
	struct api_scope scope;
	const char *profile; /* PROFILE_... of protocol.h */
	const char *cluster; /* of PROFILE_LITEFS_CLOUD, else NULL */
	const char *name;
	int64_t life; /* seconds */
};

/*
 * All of these start from zero bytes, also where a call has failed, and are
 * wiped and freed by:
 */
void api_reply_clear(struct api_reply *reply);
void api_login_clear(struct api_login *login);
void api_place_clear(struct api_place *place);
void api_token_clear(struct api_token *token);

#define AUTO_API_REPLY CLEANUP(api_reply_clear)
#define AUTO_API_LOGIN CLEANUP(api_login_clear)
#define AUTO_API_PLACE CLEANUP(api_place_clear)
#define AUTO_API_TOKEN CLEANUP(api_token_clear)

/*
 * login is a token text without scheme word. Errors: ERR_DENIED,
 * ERR_NOT_FOUND (api_lookup, api_create), ERR_NETWORK, ERR_USAGE for an
 * endpoint that is not used, ERR_FAILED when fly-cred-api is missing, broken
 * or of another version.
 */
bool api_login(const struct api_endpoint *endpoint, const struct secret *login,
	       struct api_login *ret_login, struct error *err) MUST_CHECK;
bool api_lookup(const struct api_endpoint *endpoint, const struct secret *login,
		const struct api_scope *scope, struct api_place *ret_place,
		struct error *err) MUST_CHECK;

/* Not idempotent: never repeated by itself; see api_reply's facts. */
bool api_create(const struct api_endpoint *endpoint, const struct secret *login,
		const struct api_order *order, struct api_token *ret_token,
		struct error *err) MUST_CHECK;

#endif
