/* SPDX-License-Identifier: MIT */
/* Which app or organization is meant, and why. */
#include "config.h"

#include "resolve/target.h"

#include "resolve/name.h"
#include "resolve/paths.h"
#include "resolve/project.h"
#include "resolve/settings-here.h"
#include "util/alloc.h"

#include <stdarg.h>
#include <string.h>

void target_clear(struct target *target)
{
	size_t i;

	for (i = 0; i < target->step_count; i++)
		free(target->steps[i]);
	free(target->steps);
	scope_clear(&target->scope);
	free(target->source);
	free(target->file);
	*target = (struct target)TARGET_EMPTY;
}

/* Takes the text over. */
static void add_step(struct target *target, char *text)
{
	target->steps = alloc_resized(target->steps, target->step_count + 1,
				      sizeof(*target->steps));
	target->steps[target->step_count++] = text;
}

/* The name that a source has for us, if it is one. */
static bool settle(struct target *target, enum scope_kind kind,
		   const char *name, const char *source, struct error *err)
{
	if (!name_check(name, kind, source, err) ||
	    !scope_set(&target->scope, kind, name, err)) {
		add_step(target, alloc_string(err->message));
		return false;
	}
	target->source = alloc_string(source);
	add_step(target,
		 alloc_joined(source,
			      kind == SCOPE_APP ? ": app " : ": organization ",
			      name, NULL));
	return true;
}

/* One step each: false is an error; nothing found leaves the scope empty. */
typedef bool step(const struct target_request *request,
		  const struct settings *settings, struct target *target,
		  struct error *err);

static bool try_flags(const struct target_request *request,
		      const struct settings *settings, struct target *target,
		      struct error *err)
{
	(void)settings;
	if (request->app && request->org)
		return fail(err, ERR_USAGE,
			    "--app and --org exclude each other; give one");
	if (request->app)
		return settle(target, SCOPE_APP, request->app, "--app", err);
	if (request->org)
		return settle(target, SCOPE_ORGANIZATION, request->org, "--org",
			      err);
	add_step(target, alloc_string("--app, --org: not given"));
	return true;
}

static bool try_environment(const struct target_request *request,
			    const struct settings *settings,
			    struct target *target, struct error *err)
{
	const char *app = getenv("FLY_APP"), *org = getenv("FLY_ORG");

	(void)request;
	(void)settings;
	if (app && *app)
		return settle(target, SCOPE_APP, app, "FLY_APP", err);
	add_step(target, alloc_string("FLY_APP: not set"));
	if (org && *org)
		return settle(target, SCOPE_ORGANIZATION, org, "FLY_ORG", err);
	add_step(target, alloc_string("FLY_ORG: not set"));
	return true;
}

static bool try_project(const struct target_request *request,
			const struct settings *settings, struct target *target,
			struct error *err)
{
	CLEANUP(project_clear) struct project project = PROJECT_EMPTY;

	bool found = project_find(&project, err);

	(void)request;
	(void)settings;
	target->file = take_ptr(&project.file);
	if (found)
		return settle(target, SCOPE_APP, project.app, project.path,
			      err);
	add_step(target, alloc_string(err->message));
	return err->code == ERR_NOT_FOUND ||
	       fail(err, err->code,
		    "%s; mend the file, or name the app with --app or FLY_APP",
		    err->message);
}

static bool try_rules(const struct target_request *request,
		      const struct settings *settings, struct target *target,
		      struct error *err)
{
	const struct scope_rule *rule = NULL;
	AUTO_FREE char *here = NULL, *shown = NULL, *source = NULL;

	(void)request;
	if (settings->directories.count)
		here = getcwd(NULL, 0);
	if (here && *here == '/')
		rule = settings_find_rule(settings, here);
	if (rule == NULL) {
		add_step(target,
			 alloc_formatted("%s: no rule for this directory",
					 settings->file));
		return true;
	}
	target->rule = rule;
	shown = path_shown(*rule->place ? rule->place : "/");
	source = alloc_formatted("directory %s in %s", shown, settings->file);
	return settle(target, rule->app ? SCOPE_APP : SCOPE_ORGANIZATION,
		      rule->app ? rule->app : rule->org, source, err);
}

static bool try_default(const struct target_request *request,
			const struct settings *settings, struct target *target,
			struct error *err)
{
	const char *app = settings->default_app, *org = settings->default_org;
	AUTO_FREE char *source = NULL;

	(void)request;
	if (app == NULL && org == NULL) {
		add_step(target,
			 alloc_formatted("%s: no default", settings->file));
		return true;
	}
	source = alloc_formatted("default.%s in %s", app ? "app" : "org",
				 settings->file);
	return settle(target, app ? SCOPE_APP : SCOPE_ORGANIZATION,
		      app ? app : org, source, err);
}

static bool fail_unsettled(const struct target_request *request,
			   const struct target *target, struct error *err)
{
	AUTO_FREE char *tried = alloc_string(target->steps[0]);
	size_t i;

	for (i = 1; i < target->step_count; i++) {
		AUTO_FREE char *before = take_ptr(&tried);

		tried = alloc_formatted("%s; %s", before, target->steps[i]);
	}
	return fail(err, ERR_NOT_FOUND,
		    "no app or organization is chosen; name one: %s (tried: "
		    "%s)",
		    request->remedy ? request->remedy
				    : "fly-cred get --app NAME",
		    tried);
}

bool target_choose(const struct target_request *request,
		   const struct settings *settings, struct target *ret_target,
		   struct error *err)
{
	static step *const order[] = {try_flags, try_environment, try_project,
				      try_rules, try_default};
	size_t i;

	target_clear(ret_target);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (!order[i](request, settings, ret_target, err))
			return false;
		if (ret_target->scope.name)
			return true;
	}
	return fail_unsettled(request, ret_target, err);
}
