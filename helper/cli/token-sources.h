/* SPDX-License-Identifier: MIT */
/* Where other tools take a token from, other than from fly-cred. */
#ifndef FC_TOKEN_SOURCES_H
#define FC_TOKEN_SOURCES_H

#include "resolve/account.h"

/* One line of what 'fly-cred status' says; no secret is in it. */
struct token_source {
	const char *tool; /* static: "flyctl", "docker" */
	char *source;	  /* "FLY_API_TOKEN", a path, a program's name */
	char *remark;	  /* who uses it, what it is, what to do about it */
};

/* In the order in which a tool looks; start with TOKEN_SOURCES_EMPTY. */
struct token_sources {
	struct token_source *items;
	size_t count;
};

#define TOKEN_SOURCES_EMPTY \
	{                   \
		NULL, 0     \
	}
#define AUTO_TOKEN_SOURCES CLEANUP(token_sources_clear)
void token_sources_clear(struct token_sources *sources);

/* What is known before looking. */
struct token_sources_known {
	const struct settings *settings;
	bool needs_flyctl;     /* without flyctl's session we have none */
	bool has_login;	       /* which fly-cred uses, whatever is set */
	const char *presented; /* variable whose token fly-cred narrows, or "" */
};

/*
 * For flyctl FLY_ACCESS_TOKEN, FLY_API_TOKEN and the login in its config.yml
 * (flyctl, internal/config/config.go, internal/env/env.go); for docker what
 * its config.json has for the registry of the settings; for fly-cred what it
 * uses in place of a login. The files are only read.
 */
void token_sources_find(const struct token_sources_known *known,
			struct token_sources *ret_sources);

#endif
