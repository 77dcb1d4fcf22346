/* SPDX-License-Identifier: MIT */
/* What --profile or a tool's setting asks for. */
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

static bool follow_kind(enum kind kind, struct plan *plan, struct error *err)
{
	bool app = plan->target.scope.kind == SCOPE_APP;

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
	return true;
}

static bool follow_request(const struct token_request *request,
			   struct plan *plan, struct error *err)
{
	enum kind kind;

	if (!kind_parse(request->profile, &kind))
		return fail(err, ERR_USAGE,
			    "there is no such profile; --profile takes deploy, "
			    "org, readonly, ssh, machine-exec, wireguard or "
			    "litefs-cloud");
	plan->key.cluster = request->cluster;
	return follow_kind(kind, plan, err);
}

static enum tool_profile setting_of(enum consumer consumer,
				    const struct settings *settings)
{
	switch (consumer) {
	case CONSUMER_COMMAND:
		return settings->exec_profile;
	case CONSUMER_GIT:
		return settings->git_profile;
	case CONSUMER_KUBE:
		return settings->kube_profile;
	case CONSUMER_TERRAFORM:
		return settings->terraform_profile;
	case CONSUMER_SHELL:
		return settings->env_profile;
	default:
		return TOOL_PROFILE_AUTO;
	}
}

/* Nothing is wider than the settings have it, so what does not fit fails. */
static bool follow_setting(enum tool_profile profile,
			   const struct settings *settings, struct plan *plan,
			   struct error *err)
{
	static const enum kind kinds[] = {
		[TOOL_PROFILE_ORG] = KIND_ORG,
		[TOOL_PROFILE_READONLY] = KIND_READONLY,
		[TOOL_PROFILE_DEPLOY] = KIND_DEPLOY,
	};

	return follow_kind(kinds[profile], plan, err) ||
	       fail(err, err->code, "%s, or change the tool's profile in %s",
		    err->message, settings->file);
}

static void lower(const struct token_request *request,
		  const struct settings *settings, struct plan *plan)
{
	bool app = plan->target.scope.kind == SCOPE_APP;

	if (!request->lowers_for_agents || !settings->agent_readonly)
		return;
	plan->marker = agent_marker();
	if (plan->marker)
		plan->recipe = app ? RECIPE_READONLY_APP : RECIPE_READONLY;
}

bool profile_choose(const struct token_request *request,
		    const struct settings *settings, struct plan *plan,
		    struct error *err)
{
	enum tool_profile profile = TOOL_PROFILE_AUTO;

	if (!check_cluster(request, err))
		return false;
	if (request->profile)
		return follow_request(request, plan, err);
	if (request->is_for_tool)
		profile = setting_of(request->consumer, settings);
	if (profile != TOOL_PROFILE_AUTO)
		return follow_setting(profile, settings, plan, err);
	lower(request, settings, plan);
	return true;
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
