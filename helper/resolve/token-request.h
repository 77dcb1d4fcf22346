/* SPDX-License-Identifier: MIT */
/* Who wants which token, for what, and for how long. */
#ifndef FC_TOKEN_REQUEST_H
#define FC_TOKEN_REQUEST_H

#include "resolve/life.h"

enum consumer {
	CONSUMER_SHELL,	  /* get, env */
	CONSUMER_COMMAND, /* exec */
	CONSUMER_DOCKER,  /* docker-credential-fly */
	CONSUMER_GIT,	  /* git-credential-fly */
	CONSUMER_KUBE,	  /* kube-token */
	CONSUMER_TERRAFORM, /* the shims of terraform and tofu */
};

/* Texts are NULL where nothing was said. */
struct token_request {
	enum consumer consumer;
	const char *app, *organization; /* --app, --org */
	const char *account;		/* --account */
	const char *profile;		/* --profile */
	const char *cluster;		/* --cluster */
	const char *token_env;		/* --token-env; "": no name was given */
	const char *token_fd;		/* --token-fd */
	struct life_wish wish;		/* --for, --life */
	bool is_for_tool;		/* whose profile in the settings counts */
	bool lowers_for_agents;		/* read-only unless a profile is named */
	bool needs_login;		/* no token that is brought along */
	bool whole_organization;	/* of the app that applies */
	bool renew;			/* whatever the token has left */
	bool offline;			/* the store's will do, or none */
};

#endif
