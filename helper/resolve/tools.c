/* SPDX-License-Identifier: MIT */
/* What each tool would be given here, before any token is touched. */
#include "config.h"

#include "resolve/tools.h"

#include "resolve/settings-here.h"

static const struct tool_kind {
	const char *name;
	struct token_request request;
	const char *settings[TOOL_SETTINGS_MAX]; /* NULL behind the last */
} kinds[TOOL_COUNT] = {
	{"docker",
	 {.consumer = CONSUMER_DOCKER},
	 {"docker.narrow", "docker.scope", "docker.profile", "docker.life"}},
	{"git",
	 {.consumer = CONSUMER_GIT, .is_for_tool = true},
	 {"git.profile", "git.life"}},
	{"env",
	 {.consumer = CONSUMER_SHELL,
	  .is_for_tool = true,
	  .lowers_for_agents = true},
	 {"env.profile", "agent.readonly", "env.life"}},
	{"exec",
	 {.consumer = CONSUMER_COMMAND,
	  .is_for_tool = true,
	  .lowers_for_agents = true},
	 {"exec.profile", "agent.readonly", "exec.for"}},
	{"kubectl",
	 {.consumer = CONSUMER_KUBE, .is_for_tool = true},
	 {"kube.profile", "kube.life"}},
	{"terraform",
	 {.consumer = CONSUMER_TERRAFORM,
	  .is_for_tool = true,
	  .lowers_for_agents = true,
	  .whole_organization = true},
	 {"terraform.profile", "agent.readonly", "terraform.for"}},
};

static void find_settings(const struct tool_kind *kind,
			  const struct settings *settings,
			  const struct settings_here *here, struct tool *tool)
{
	size_t i;

	for (i = 0; i < TOOL_SETTINGS_MAX && kind->settings[i]; i++) {
		const struct setting *setting = setting_find(kind->settings[i]);
		size_t at = (size_t)(setting - setting_table);
		const struct scope_rule *rule = here->values[at].rule;

		if (rule || settings->named >> at & 1)
			tool->settings[tool->setting_count++] =
				(struct tool_setting){setting->name, rule};
	}
}

static void find_tool(const struct tool_kind *kind,
		      const struct settings *settings,
		      const struct target *target, struct tool *ret_tool)
{
	/* The target's texts are lent, so this is not cleared. */
	struct plan plan = {.target = {.scope = target->scope,
				       .source = target->source}};

	if (kind->request.whole_organization)
		plan.target.scope.kind = SCOPE_ORGANIZATION;
	*ret_tool = (struct tool){.name = kind->name};
	if (plan_follow(settings, &kind->request, &plan, &ret_tool->refusal))
		ret_tool->refusal.code = 0;
	ret_tool->recipe = plan.recipe;
	ret_tool->profile = plan.key.profile;
	ret_tool->policy = plan.policy;
	ret_tool->marker = plan.marker;
}

void tools_find(const struct settings *settings, const struct target *target,
		struct tool ret_tools[TOOL_COUNT])
{
	struct settings_here here;
	size_t i;

	if (!settings_here_find(settings, &here))
		here = (struct settings_here){.values = {{.rule = NULL}}};
	for (i = 0; i < TOOL_COUNT; i++) {
		find_tool(&kinds[i], settings, target, &ret_tools[i]);
		find_settings(&kinds[i], settings, &here, &ret_tools[i]);
	}
}
