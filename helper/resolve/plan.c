/* SPDX-License-Identifier: MIT */
/* What a request comes to before any token is touched. */
#include "config.h"

#include "resolve/plan.h"

#include "resolve/profile.h"
#include "resolve/scope-account.h"
#include "resolve/whole-organization.h"

#include <string.h>

void plan_clear(struct plan *plan)
{
	target_clear(&plan->target);
	accounts_clear(&plan->accounts);
}

static struct life_policy policy_of(enum consumer consumer,
				    const struct settings *settings)
{
	switch (consumer) {
	case CONSUMER_DOCKER:
		return (struct life_policy){
			.give = settings->docker_life,
			.renew_below = settings->docker_renew,
		};
	case CONSUMER_GIT:
		return (struct life_policy){
			.give = settings->git_life,
			.renew_below = settings->git_renew,
		};
	case CONSUMER_KUBE:
		return (struct life_policy){
			.give = settings->kube_life,
			.renew_below = settings->kube_renew,
		};
	case CONSUMER_TERRAFORM:
		return (struct life_policy){.need = settings->terraform_for};
	case CONSUMER_COMMAND:
		return (struct life_policy){.need = settings->exec_for};
	default:
		return (struct life_policy){.give = settings->env_life};
	}
}

static enum recipe docker_recipe(const struct settings *settings)
{
	switch (settings->docker_narrow) {
	case NARROW_IMAGES:
		return RECIPE_DOCKER_IMAGES;
	case NARROW_APP:
		return RECIPE_APP;
	case NARROW_WINDOW:
		return RECIPE_WINDOW;
	default:
		return RECIPE_DOCKER;
	}
}

/*
 * docker names a host and not an image, so the app has to be known here; an
 * organization will do only for who said so.
 */
static bool plan_docker(const struct settings *settings, struct plan *plan,
			struct error *err)
{
	bool app = plan->target.scope.kind == SCOPE_APP;

	if (!app && settings->docker_scope == DOCKER_SCOPE_ORG)
		return true;
	if (!app)
		return fail(err, ERR_USAGE,
			    "docker needs an app, and %s names organization "
			    "'%s'; set FLY_APP, or 'docker: {scope: org}' in "
			    "config.yml to push to all its apps",
			    plan->target.source, plan->target.scope.name);
	if (settings->docker_profile == DOCKER_PROFILE_ORG)
		plan->key.profile = ISSUED_ORGANIZATION;
	plan->recipe = docker_recipe(settings);
	return true;
}

bool plan_follow(const struct settings *settings,
		 const struct token_request *request, struct plan *plan,
		 struct error *err)
{
	bool app = plan->target.scope.kind == SCOPE_APP;

	plan->key.scope = &plan->target.scope;
	plan->key.profile = app ? ISSUED_APP : ISSUED_ORGANIZATION;
	plan->recipe = app ? RECIPE_APP : RECIPE_WINDOW;
	plan->policy = policy_of(request->consumer, settings);
	if (request->consumer == CONSUMER_DOCKER)
		return plan_docker(settings, plan, err);
	return profile_choose(request, settings, plan, err);
}

bool plan_make(struct session *session, const struct token_request *request,
	       struct plan *ret_plan, struct error *err)
{
	struct plan *plan = ret_plan;
	const struct settings *settings = &session->settings;
	struct target_request wanted = {.app = request->app,
					.org = request->organization};
	bool depends;

	if (!accounts_load(&session->store, &plan->accounts, err))
		return false;
	depends = account_depends_on_scope(&plan->accounts, settings,
					   request->account);
	return (depends ||
		account_choose(&plan->accounts, settings, request->account,
			       &plan->key.account, err)) &&
	       target_choose(&wanted, settings, &plan->target, err) &&
	       (!depends ||
		scope_account_choose(session, &plan->accounts,
				     &plan->target.scope, request,
				     &plan->key.account, err)) &&
	       (!request->whole_organization ||
		whole_organization(session, request->offline, plan, err)) &&
	       plan_follow(settings, request, plan, err);
}
