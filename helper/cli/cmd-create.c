/* SPDX-License-Identifier: MIT */
/* fly-cred create: a new token to give away, which fly-cred does not keep. */
#include "config.h"

#include "api/protocol.h"
#include "cli/command.h"
#include "cli/made-token.h"
#include "cli/open-session.h"
#include "cli/request-options.h"
#include "resolve/create.h"
#include "resolve/profile.h"
#include "resolve/token-name.h"
#include "util/alloc.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>

#define LIFE_DEFAULT DAY
#define LIFE_WARNING (90 * DAY)

struct values {
	struct token_request request;
	const char *expiry;
	const char *name;
	const char *cluster;
	bool prefix;
	bool header;
	bool json;
};

static const struct option_row options[] = {
	SCOPE_OPTIONS(values),
	{'x', "expiry", OPTION_TEXT, "D", "how long it lives, 24h unless said",
	 offsetof(struct values, expiry)},
	{'n', "name", OPTION_TEXT, "NAME", "what Fly's list calls it",
	 offsetof(struct values, name)},
	{'c', "cluster", OPTION_TEXT, "NAME", "the cluster (litefs-cloud)",
	 offsetof(struct values, cluster)},
	{0, "prefix", OPTION_FLAG, NULL,
	 "all that begin with COMMAND (machine-exec)",
	 offsetof(struct values, prefix)},
	{0, "header", OPTION_FLAG, NULL, "put the scheme word FlyV1 before it",
	 offsetof(struct values, header)},
	{'j', "json", OPTION_FLAG, NULL, "print JSON",
	 offsetof(struct values, json)},
	{.name = NULL},
};

/* What was asked for, checked as far as it goes without the store. */
struct order {
	const struct values *values;
	enum kind kind;
	int64_t life;
	struct allowed_command command;
	bool has_command;
};

static bool read_life(const char *expiry, int64_t *ret_life, struct error *err)
{
	char life[DURATION_SIZE];

	*ret_life = LIFE_DEFAULT;
	if (expiry && !duration_parse(expiry, ret_life, err))
		return false;
	if (*ret_life < 1)
		return fail(err, ERR_USAGE,
			    "a token has to live for some time; write for "
			    "example --expiry 24h or 30d");
	if (*ret_life > LIFE_WARNING) {
		duration_format(*ret_life, life);
		fprintf(stderr,
			"fly-cred: warning: this token will live %s; one that "
			"leaks serves others as long\n",
			life);
	}
	return true;
}

static bool read_command(char **arguments, struct order *order,
			 struct error *err)
{
	const struct values *values = order->values;

	order->has_command = *arguments != NULL;
	if (order->kind != KIND_MACHINE_EXEC &&
	    (order->has_command || values->prefix))
		return fail(err, ERR_USAGE,
			    "a command goes with kind machine-exec only");
	order->command.arguments = (const char *const *)arguments;
	order->command.is_exact = !values->prefix;
	for (; *arguments; arguments++)
		order->command.count++;
	return true;
}

static bool read_kind(const char *name, struct order *order, struct error *err)
{
	bool cluster = order->values->cluster && *order->values->cluster;

	if (name == NULL || !kind_parse(name, &order->kind))
		return fail(err, ERR_USAGE,
			    "name a kind of token: deploy, org, readonly, ssh, "
			    "machine-exec, wireguard or litefs-cloud");
	if (cluster != (order->kind == KIND_LITEFS_CLOUD))
		return fail(err, ERR_USAGE,
			    "kind litefs-cloud, and no other, needs --cluster");
	if (order->values->name && *order->values->name == '\0')
		return fail(err, ERR_USAGE,
			    "the name of a token can't be "
			    "empty");
	return true;
}

static const char *profile_of(enum kind kind)
{
	if (kind == KIND_LITEFS_CLOUD)
		return PROFILE_LITEFS_CLOUD;
	return kind_scope(kind) == SCOPE_APP ? PROFILE_DEPLOY
					     : PROFILE_DEPLOY_ORGANIZATION;
}

static bool narrow(const struct order *order, struct made_token *made,
		   struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	if (kind_is_plain(order->kind)) {
		secret_append_string(&made->text, made->token.text);
		return true;
	}
	return bundle_parse(slice_of_string(made->token.text), &bundle, err) &&
	       kind_narrow(order->kind, &bundle,
			   order->has_command ? &order->command : NULL,
			   &made->text, err);
}

/* What is left at Fly when nobody got the token, and how to end it. */
static bool fail_lost(const struct made_token *made, struct error *err)
{
	const struct api_token *token = &made->token;
	char shown[100];

	text_printable(token->id ? token->id : made->name, shown,
		       sizeof(shown));
	if (token->id)
		return fail(err, err->code,
			    "%s; a token was made, end it with 'fly-cred "
			    "revoke %s'",
			    err->message, shown);
	if (!token->place.reply.facts.was_sent)
		return false;
	return fail(err, err->code,
		    "%s; a token named '%s' may have been made, look with "
		    "'fly-cred list --remote'",
		    err->message, shown);
}

static bool print(const struct values *values, const struct made_token *made,
		  struct error *err)
{
	if (values->json ? !made_token_print_json(made, err)
			 : !made_token_print(made, values->header, err))
		return false;
	made_token_tell(made);
	return true;
}

static bool make(struct session *session, const struct order *order,
		 struct error *err)
{
	AUTO_MADE_TOKEN struct made_token made = MADE_TOKEN_EMPTY;
	AUTO_PLAN struct plan plan = PLAN_EMPTY;
	AUTO_FREE char *name = NULL;
	struct creation creation = {
		.profile = profile_of(order->kind),
		.cluster = order->values->cluster,
		.life = order->life,
		.remedy = "fly-cred create",
		.person = session->person,
	};
	bool needs_person;

	if (!plan_make(session, &order->values->request, &plan, err) ||
	    !profile_check_target(order->kind, &plan.target, err))
		return false;
	name = order->values->name ? alloc_string(order->values->name)
				   : token_name(plan.key.scope);
	made.account = creation.account = plan.key.account;
	made.name = creation.name = name;
	made.kind = order->kind;
	creation.scope = plan.key.scope;
	if (!token_create(session, &creation, &made.token, &needs_person,
			  err) &&
	    (!needs_person || session->person == NULL ||
	     !token_confirm(session, &creation, &made.token, err)))
		return fail_lost(&made, err);
	return (narrow(order, &made, err) &&
		print(order->values, &made, err)) ||
	       fail_lost(&made, err);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	struct order order = {.values = data};

	return read_kind(*arguments, &order, err) &&
	       read_command(arguments + 1, &order, err) &&
	       read_life(order.values->expiry, &order.life, err) &&
	       open_session(&session, err) && make(&session, &order, err);
}

const struct command command_create = {
	.name = "create",
	.arguments = "KIND [-- COMMAND...]",
	.choices = KIND_WORDS,
	.summary = "make a token to give away, for example to a CI",
	.example = "fly-cred create deploy --app shop --expiry 30d",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = -1,
	.run = run,
};
