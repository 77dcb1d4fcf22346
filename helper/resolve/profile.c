/* SPDX-License-Identifier: MIT */
/* What --profile asks for. */
#include "config.h"

#include "resolve/profile.h"

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

/* An app's token is of Fly's profile deploy unless another was asked for. */
bool profile_choose(const char *name, struct plan *plan, struct error *err)
{
	bool app = plan->target.scope.kind == SCOPE_APP;
	enum kind kind;

	if (name == NULL)
		return true;
	if (!kind_parse(name, &kind) || kind == KIND_LITEFS_CLOUD)
		return fail(err, ERR_USAGE,
			    "there is no such profile; --profile takes deploy, "
			    "org, readonly, ssh, machine-exec or wireguard");
	switch (kind) {
	case KIND_READONLY: /* of an app, too */
		plan->recipe = app ? RECIPE_READONLY_APP : RECIPE_READONLY;
		return true;
	case KIND_ORG: /* for an app, too */
		plan->key.profile = ISSUED_ORGANIZATION;
		return true;
	default:
		plan->kind = kind;
		return profile_check_target(kind, &plan->target, err);
	}
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
