/* SPDX-License-Identifier: MIT */
/*
 * What fly-cred and fly-cred-api say to each other: key=value lines
 * (util/attributes.h), one request in, one reply out, version first in both.
 */
#ifndef FC_API_PROTOCOL_H
#define FC_API_PROTOCOL_H

#include "util/attributes.h"

#define PROTOCOL_VERSION     1
#define PROTOCOL_REQUEST_MAX ((size_t)512 * 1024)
#define PROTOCOL_REPLY_MAX   ((size_t)1024 * 1024)
#define PROTOCOL_TIMEOUT_MAX 300 /* seconds */

#define FIELD_VERSION "version"

/* Of every request. */
#define FIELD_OPERATION "operation"
#define FIELD_URL	"url"	  /* origin: https://api.fly.io */
#define FIELD_CA_FILE	"ca_file" /* optional; replaces the system's CAs */
#define FIELD_PROXY	"proxy"	  /* optional; not used for loopback */
#define FIELD_TIMEOUT	"timeout" /* seconds, for everything together */
#define FIELD_TOKEN	"token"	  /* without scheme word; also in a reply */

/*
 * Operations, what they ask for beyond that, and what they answer.
 * login:  user_id (absent when the caller is no user), email; then for each
 *         organization organization_id, _number, _slug, _name, _personal.
 * lookup: app or organization; app_id, app_number, app_name (of an app only),
 *         organization_id, _number, _slug.
 * create: app or organization, name, profile, life, of litefs_cloud cluster;
 *         what lookup answers and token_id, expires_at, token.
 * list:   app or organization; blocks (see below) of total and, for each token,
 *         token_id, token_name, created_by, profile, created_at, expires_at and
 *         revoked_at. What the API leaves out is left out; token_id is first.
 * revoke: any number of token_id; a block for each, in that order, of token_id
 *         and, where it was not revoked, code and message.
 * logout: ends the session that the token belongs to.
 *
 * A login of one's own, by way of a browser; asked without a token:
 * session-begin:  name (of this machine), code_challenge, state, redirect_port
 *                 (optional); session_id, auth_url, pkce (1 or 0).
 * session-redeem: session_id, auth_code, code_verifier; token.
 * session-poll:   session_id; waits until somebody has logged in, or for as
 *                 long as the request may take; token, absent in that case.
 *
 * Of a third party (see discharge-place.h), url being the API's all the same;
 * the token is optional, of OAuth, and goes only where a login may:
 * discharge:      location, allowed (any number: locations that the person
 *                 added), ticket (base64); one of discharge and poll_url, with
 *                 page beside it when a person has to go there first.
 * discharge-poll: location, allowed, poll_url; waits until there is one, or
 *                 for as long as the request may take; discharge, absent in
 *                 that case.
 */
#define OPERATION_LOGIN	 "login"
#define OPERATION_LOOKUP "lookup"
#define OPERATION_CREATE "create"
#define OPERATION_LIST	 "list"
#define OPERATION_REVOKE "revoke"
#define OPERATION_LOGOUT "logout"

#define OPERATION_SESSION_BEGIN	 "session-begin"
#define OPERATION_SESSION_REDEEM "session-redeem"
#define OPERATION_SESSION_POLL	 "session-poll"

#define OPERATION_DISCHARGE	 "discharge"
#define OPERATION_DISCHARGE_POLL "discharge-poll"

#define FIELD_APP	   "app"	  /* name */
#define FIELD_ORGANIZATION "organization" /* slug */
#define FIELD_NAME	   "name"
#define FIELD_PROFILE	   "profile"
#define FIELD_LIFE	   "life" /* seconds */
#define FIELD_CLUSTER	   "cluster"

#define FIELD_CODE_CHALLENGE "code_challenge" /* RFC 7636, of method S256 */
#define FIELD_STATE	     "state"
#define FIELD_REDIRECT_PORT  "redirect_port"
#define FIELD_SESSION_ID     "session_id"
#define FIELD_AUTH_CODE	     "auth_code"
#define FIELD_CODE_VERIFIER  "code_verifier"

#define FIELD_LOCATION	"location"
#define FIELD_ALLOWED	"allowed"
#define FIELD_TICKET	"ticket"
#define FIELD_DISCHARGE "discharge"
#define FIELD_POLL_URL	"poll_url"
#define FIELD_PAGE	"page"

#define PROFILE_DEPLOY		    "deploy"
#define PROFILE_DEPLOY_ORGANIZATION "deploy_organization"
#define PROFILE_LITEFS_CLOUD	    "litefs_cloud"

/* Of every reply, where known. */
#define FIELD_STATUS	  "status" /* STATUS_OK or STATUS_ERROR */
#define FIELD_CODE	  "code"   /* enum error_code */
#define FIELD_MESSAGE	  "message"
#define FIELD_SKEW	  "skew"	/* seconds the server is ahead */
#define FIELD_RETRY_AFTER "retry_after" /* seconds */
#define FIELD_SENT	  "sent"	/* 1: see struct protocol_facts */
#define FIELD_REPEAT	  "repeat"	/* 1: the same */
#define FIELD_LOGIN	  "login_refused" /* 1: the same */

#define STATUS_OK    "ok"
#define STATUS_ERROR "error"

/*
 * An answer without a bound comes in blocks, each with this status, sent when
 * it is known and ended by an empty line; the reply itself follows them.
 */
#define STATUS_MORE "more"

#define FIELD_USER_ID		    "user_id"
#define FIELD_EMAIL		    "email"
#define FIELD_ORGANIZATION_ID	    "organization_id"
#define FIELD_ORGANIZATION_NUMBER   "organization_number"
#define FIELD_ORGANIZATION_SLUG	    "organization_slug" /* never "personal" */
#define FIELD_ORGANIZATION_NAME	    "organization_name"
#define FIELD_ORGANIZATION_PERSONAL "organization_personal" /* 1: caller's */
#define FIELD_APP_ID		    "app_id"
#define FIELD_APP_NUMBER	    "app_number"
#define FIELD_APP_NAME		    "app_name"
#define FIELD_TOKEN_ID		    "token_id"
#define FIELD_EXPIRES_AT	    "expires_at" /* seconds since the epoch */
#define FIELD_TOTAL		    "total"	 /* tokens on all pages */
#define FIELD_TOKEN_NAME	    "token_name"
#define FIELD_CREATED_BY	    "created_by" /* e-mail */
#define FIELD_CREATED_AT	    "created_at"
#define FIELD_REVOKED_AT	    "revoked_at"
#define FIELD_AUTH_URL		    "auth_url"
#define FIELD_PKCE		    "pkce"

/* What an exchange with the API taught us, whether it went well or not. */
struct protocol_facts {
	bool has_skew;
	int64_t skew;	     /* seconds the server's clock is ahead of ours */
	int64_t retry_after; /* seconds to leave the API alone; 0: not said */
	bool was_sent;	     /* of a failed create: a token may exist */
	bool may_repeat;     /* of such a one: the answer alone may be lost */
	bool login_refused;  /* by itself, whatever was asked for */
};

/* Begins a request or a reply. */
void protocol_add_version(struct secret *text);

/* ERR_FAILED, naming both versions, when peer (a name) speaks another. */
bool protocol_check_version(const struct attributes *message, const char *peer,
			    struct error *err) MUST_CHECK;

/* Writes fields to fd as a block; the error is for a reader that went away. */
bool protocol_send_block(int fd, const struct secret *fields, struct error *err)
	MUST_CHECK;

/* The error and the facts of a reply; both ways. */
void protocol_add_error(struct secret *text, const struct error *error);
void protocol_add_facts(struct secret *text,
			const struct protocol_facts *facts);

/* Copies the error of a reply to err; false unless it is a whole one. */
bool protocol_get_error(const struct attributes *reply, struct error *err)
	MUST_CHECK;
void protocol_get_facts(const struct attributes *reply,
			struct protocol_facts *ret_facts);

#endif
