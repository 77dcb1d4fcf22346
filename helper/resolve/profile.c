/* SPDX-License-Identifier: MIT */
/* What --profile asks for. */
#include "config.h"

#include "resolve/profile.h"

#include "resolve/agent.h"

#include <string.h>

bool profile_check_target(enum kind kind, const struct target *target,
			  struct error *err)
{
	bool app = kind_scope(kind) == SCOPE_APP;

	if (target->scope.kind == kind_scope(kind))
		return true;
	return fail(err, ERR_USAGE,
		    "a token of kind %s is for an %s, and %s names %s '%s'; "
		    "say which with %s",
		    kind_name(kind), app ? "app" : "organization",
		    target->source, app ? "organization" : "app",
		    target->scope.name, app ? "--app" : "--org");
}

/* It becomes a part of what the store calls the token. */
static bool is_cluster_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_."
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return *name && strlen(name) <= CLUSTER_NAME_MAX &&
	       name[strspn(name, allowed)] == '\0';
}

static bool check_cluster(const struct token_request *request, struct error *err)
{
	bool wanted = request->profile &&
		      strcmp(request->profile, "litefs-cloud") == 0;

	if (wanted != (request->cluster != NULL))
		return fail(err, ERR_USAGE,
			    "profile litefs-cloud, and no other, needs "
			    "--cluster");
	return request->cluster == NULL || is_cluster_name(request->cluster) ||
	       fail(err, ERR_USAGE,
		    "--cluster takes letters, digits, '-', '_' and '.', at "
		    "most %d",
		    CLUSTER_NAME_MAX);
}

bool profile_choose(const struct token_request *request, struct plan *plan,
		    struct error *err)
{
	bool app = plan->target.scope.kind == SCOPE_APP;
	enum kind kind;

	if (!check_cluster(request, err))
		return false;
	if (request->profile == NULL)
		return true;
	if (!kind_parse(request->profile, &kind))
		return fail(err, ERR_USAGE,
			    "there is no such profile; --profile takes deploy, "
			    "org, readonly, ssh, machine-exec, wireguard or "
			    "litefs-cloud");
	if (kind == KIND_READONLY) /* of an app, too */
		plan->recipe = app ? RECIPE_READONLY_APP : RECIPE_READONLY;
	else if (kind == KIND_ORG) /* for an app, too */
		plan->key.profile = ISSUED_ORGANIZATION;
	else if (!profile_check_target(kind, &plan->target, err))
		return false;
	else if (kind == KIND_LITEFS_CLOUD)
		plan->key.profile = ISSUED_LITEFS_CLOUD;
	else
		plan->kind = kind;
	plan->key.cluster = request->cluster;
	return true;
}

void profile_lower(const struct token_request *request,
		   const struct settings *settings, struct plan *plan)
{
	bool app = plan->target.scope.kind == SCOPE_APP;

	if (!request->lowers_for_agents || request->profile ||
	    !settings->agent_readonly)
		return;
	plan->marker = agent_marker();
	if (plan->marker)
		plan->recipe = app ? RECIPE_READONLY_APP : RECIPE_READONLY;
}

bool profile_narrow(const struct plan *plan, struct secret *token,
		    struct error *err)
{
	AUTO_SECRET struct secret narrowed = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	if (kind_is_plain(plan->kind))
		return true;
	if (!bundle_parse(secret_slice(token), &bundle, err) ||
	    !kind_narrow(plan->kind, &bundle, NULL, &narrowed, err))
		return false;
	secret_clear(token);
	*token = narrowed;
	narrowed = (struct secret)SECRET_EMPTY;
	return true;
}
