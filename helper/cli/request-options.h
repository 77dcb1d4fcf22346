/* SPDX-License-Identifier: MIT */
/* The options with which get, env, exec, status and renew say what they want.
 */
#ifndef FC_REQUEST_OPTIONS_H
#define FC_REQUEST_OPTIONS_H

#include "cli/options.h"
#include "resolve/token-request.h"

/* Rows for a struct whose member request is a struct token_request. */
#define REQUEST_OFFSET(values, member)      \
	(offsetof(struct values, request) + \
	 offsetof(struct token_request, member))

#define SCOPE_OPTIONS(values)                                            \
	{'a',                                                            \
	 "app",                                                          \
	 OPTION_TEXT,                                                    \
	 "NAME",                                                         \
	 "the app, instead of this "                                     \
	 "directory's",                                                  \
	 REQUEST_OFFSET(values, app)},                                   \
		{'o',                                                    \
		 "org",                                                  \
		 OPTION_TEXT,                                            \
		 "SLUG",                                                 \
		 "an organization, instead of an app",                   \
		 REQUEST_OFFSET(values, organization)},                  \
	{                                                                \
		0, "account", OPTION_TEXT, "NAME", "which login to use", \
			REQUEST_OFFSET(values, account)                  \
	}

#define PROFILE_OPTIONS(values)                                          \
	{0,                                                              \
	 "profile",                                                      \
	 OPTION_TEXT,                                                    \
	 "NAME",                                                         \
	 "a kind of token, as 'fly-cred create' has them",               \
	 REQUEST_OFFSET(values, profile)},                               \
	{                                                                \
		0, "cluster", OPTION_TEXT, "NAME",                       \
			"the cluster (litefs-cloud)",                    \
			REQUEST_OFFSET(values, cluster)                  \
	}

#define TOKEN_OPTIONS(values)                                             \
	SCOPE_OPTIONS(values), PROFILE_OPTIONS(values),                   \
		{0,                                                       \
		 "for",                                                   \
		 OPTION_DURATION,                                         \
		 "D",                                                     \
		 "it must live at least D, else renew, else fail",        \
		 REQUEST_OFFSET(values, wish.least)},                     \
		{0,                                                       \
		 "life",                                                  \
		 OPTION_DURATION,                                         \
		 "D",                                                     \
		 "let it live at most D",                                 \
		 REQUEST_OFFSET(values, wish.give)},                      \
		{0,                                                       \
		 "token-env",                                             \
		 OPTION_MAYBE,                                            \
		 "[=NAME]",                                               \
		 "narrow the environment's token, use no login",          \
		 REQUEST_OFFSET(values, token_env)},                      \
	{                                                                 \
		0, "token-fd", OPTION_TEXT, "N",                          \
			"the same with what descriptor N delivers",       \
			REQUEST_OFFSET(values, token_fd)                  \
	}

#endif
