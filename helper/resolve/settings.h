/* SPDX-License-Identifier: MIT */
/* What a person decided: config.yml, and the environment on top of it. */
#ifndef FC_SETTINGS_H
#define FC_SETTINGS_H

#include "util/cleanup.h"
#include "util/error.h"

#include <stddef.h>
#include <stdint.h>

/* Of api.url and registry.host, when nothing says otherwise. */
#define SETTINGS_API_URL       "https://api.fly.io"
#define SETTINGS_REGISTRY_HOST "registry.fly.io"

/* In the order of the words in the table of settings. */
enum docker_narrow {
	NARROW_DOCKER, /* read and write one app, no machines */
	NARROW_IMAGES, /* one app's images alone */
	NARROW_WINDOW, /* bound time and nothing else */
	NARROW_APP,    /* what a deploy token may */
};

enum docker_scope {
	DOCKER_SCOPE_APP,
	DOCKER_SCOPE_ORG,
};

/* Which issued token docker's is narrowed from. */
enum docker_profile {
	DOCKER_PROFILE_DEPLOY, /* one for each app */
	DOCKER_PROFILE_ORG,    /* one for all apps of an organization */
};

/* What a tool's token may, where no --profile says it. */
enum tool_profile {
	TOOL_PROFILE_AUTO, /* all of what is meant; an agent only reads */
	TOOL_PROFILE_ORG,
	TOOL_PROFILE_READONLY,
	TOOL_PROFILE_DEPLOY,
};

/* A setting of a tool, see setting.h, and its value as it is written. */
struct rule_value {
	const struct setting *setting;
	char *text;
};

/* There, that app or that organization, and these settings. */
struct scope_rule {
	char *place; /* a directory: absolute, without a slash at the end, ""
			for the root; or a host: as host_normalise has it */
	char *app;   /* one of the two is NULL, and both may be where there */
	char *org;   /* are settings */
	struct rule_value *values; /* of a directory; a setting comes once */
	size_t value_count;
};

struct scope_rules {
	struct scope_rule *items;
	size_t count;
};

struct text_list {
	char **items;
	size_t count;
};

/* Strings may be NULL where there is no default. */
struct settings {
	char *file; /* config.yml, there or not, as a person writes it */
	uint64_t named; /* bit n: for everywhere it has the nth of the table */
	char *account;
	char *api_url;
	char *api_ca_file;
	char *api_proxy;
	char *registry_host;
	int64_t store_timeout; /* this and all times: seconds */
	bool agent_readonly;
	bool docker_quiet;
	enum docker_narrow docker_narrow;
	enum docker_scope docker_scope;
	enum docker_profile docker_profile;
	int64_t docker_life;
	int64_t docker_renew;
	struct scope_rules git_hosts;
	enum tool_profile git_profile;
	int64_t git_life;
	int64_t git_renew;
	enum tool_profile env_profile;
	int64_t env_life;
	enum tool_profile exec_profile;
	int64_t exec_for;
	int64_t issue_life;
	struct text_list discharge_locations;
	enum tool_profile kube_profile;
	int64_t kube_life;
	int64_t kube_renew;
	enum tool_profile terraform_profile;
	int64_t terraform_for;
	char *exec_path; /* directory of fly-cred-api */
	char *default_app;
	char *default_org;
	struct scope_rules directories; /* and all below them */
};

/*
 * Reads $XDG_CONFIG_HOME/fly-cred/config.yml, if it is there, over the
 * defaults, with what it has for the current directory and those above; then
 * FLY_API_BASE_URL, FLY_REGISTRY_HOST and FLY_CRED_ACCOUNT, and only when the
 * API then has a literal loopback address FLY_CRED_CA_FILE and
 * FLY_CRED_EXEC_PATH (empty ones count as unset). ERR_USAGE for what is wrong
 * in them: "PATH:LINE:COLUMN: ..." or "VARIABLE: ...". ERR_FAILED when the
 * file can't be opened, is not ours or root's, or others can write it. Clear
 * the result with settings_clear.
 */
bool settings_load(struct settings *ret_settings, struct error *err) MUST_CHECK;

#define SETTINGS_EMPTY       \
	{                    \
		.file = NULL \
	}
#define AUTO_SETTINGS CLEANUP(settings_clear)

/* Frees the strings; the settings are empty afterwards. NULL-safe inside. */
void settings_clear(struct settings *settings);

/* The rule for that host, as host_normalise writes it, or NULL. */
const struct scope_rule *settings_find_host(const struct settings *settings,
					    const char *host);

#endif
