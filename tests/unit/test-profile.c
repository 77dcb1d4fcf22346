/* SPDX-License-Identifier: MIT */
/* What a tool's token may do: --profile, the settings, an agent; in this order.
 */
#include "config.h"

#include "resolve/plan.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

static char name[] = "it", source[] = "FLY_ORG", file[] = "~/config.yml";

/* What a request of that kind comes to, with these settings. */
static bool follow(const struct token_request *request,
		   const struct settings *settings, enum scope_kind kind,
		   struct plan *plan, struct error *err)
{
	plan->target = (struct target){.scope = {.kind = kind, .name = name},
				       .source = source};
	return plan_follow(settings, request, plan, err);
}

static void check(const char *what, const struct token_request *request,
		  const struct settings *settings, enum scope_kind kind,
		  enum issued_profile profile, enum recipe recipe)
{
	struct plan plan = {.marker = NULL};
	struct error err = {.message = ""};

	ok(follow(request, settings, kind, &plan, &err) &&
		   plan.key.profile == profile && plan.recipe == recipe,
	   "%s: %s %s", what, recipe_name(plan.recipe), err.message);
}

/* Each tool goes by its own setting and by no other's. */
static void test_tools(void)
{
	struct settings none = {.file = file}, settings;
	const struct {
		const char *tool;
		enum consumer consumer;
		enum tool_profile *profile;
	} tools[] = {
		{"env", CONSUMER_SHELL, &settings.env_profile},
		{"exec", CONSUMER_COMMAND, &settings.exec_profile},
		{"git", CONSUMER_GIT, &settings.git_profile},
		{"kube", CONSUMER_KUBE, &settings.kube_profile},
		{"terraform", CONSUMER_TERRAFORM, &settings.terraform_profile},
	};
	size_t count = sizeof(tools) / sizeof(tools[0]), i;

	for (i = 0; i < count; i++) {
		struct token_request request = {.consumer = tools[i].consumer,
						.is_for_tool = true};
		struct token_request other = {
			.consumer = tools[(i + 1) % count].consumer,
			.is_for_tool = true};

		settings = none;
		check(tools[i].tool, &request, &settings, SCOPE_APP,
		      ISSUED_APP, RECIPE_APP);
		*tools[i].profile = TOOL_PROFILE_READONLY;
		check(tools[i].tool, &request, &settings, SCOPE_APP,
		      ISSUED_APP, RECIPE_READONLY_APP);
		check(tools[i].tool, &request, &settings, SCOPE_ORGANIZATION,
		      ISSUED_ORGANIZATION, RECIPE_READONLY);
		check("another tool", &other, &settings, SCOPE_APP, ISSUED_APP,
		      RECIPE_APP);
		*tools[i].profile = TOOL_PROFILE_ORG;
		check(tools[i].tool, &request, &settings, SCOPE_APP,
		      ISSUED_ORGANIZATION, RECIPE_APP);
		request.is_for_tool = false;
		check("status and the like", &request, &settings, SCOPE_APP,
		      ISSUED_APP, RECIPE_APP);
	}
}

static void test_order(void)
{
	struct settings settings = {.file = file,
				    .agent_readonly = true};
	struct token_request request = {.is_for_tool = true,
					.lowers_for_agents = true};

	setenv("CLAUDECODE", "1", 1);
	check("an agent", &request, &settings, SCOPE_APP, ISSUED_APP,
	      RECIPE_READONLY_APP);
	settings.env_profile = TOOL_PROFILE_DEPLOY;
	check("raised in the settings", &request, &settings, SCOPE_APP,
	      ISSUED_APP, RECIPE_APP);
	request.profile = "readonly";
	check("and --profile comes before them", &request, &settings,
	      SCOPE_APP, ISSUED_APP, RECIPE_READONLY_APP);
	request.profile = NULL;
	request.is_for_tool = false;
	check("which are not for everybody", &request, &settings, SCOPE_APP,
	      ISSUED_APP, RECIPE_READONLY_APP);
	unsetenv("CLAUDECODE");
	settings.env_profile = TOOL_PROFILE_READONLY;
	request = (struct token_request){.is_for_tool = true,
					 .profile = "deploy"};
	check("--profile may raise", &request, &settings, SCOPE_APP,
	      ISSUED_APP, RECIPE_APP);
}

static void test_misfit(void)
{
	struct settings settings = {.file = file,
				    .env_profile = TOOL_PROFILE_DEPLOY};
	struct token_request request = {.is_for_tool = true};
	struct plan plan = {.marker = NULL};
	struct error err = {.message = ""};

	ok(!follow(&request, &settings, SCOPE_ORGANIZATION, &plan, &err) &&
		   err.code == ERR_USAGE &&
		   strstr(err.message, "FLY_ORG names organization 'it'") &&
		   strstr(err.message, "profile in ~/config.yml"),
	   "deploy is for apps: %s", err.message);
}

int main(void)
{
	sandbox_make();
	test_tools();
	test_order();
	test_misfit();
	return tap_done();
}
