/* SPDX-License-Identifier: MIT */
/* The table of all settings, and how one of them takes a value. */
#include "config.h"

#include "resolve/setting.h"

#include "api/discharge-place.h"
#include "resolve/name.h"
#include "resolve/paths.h"
#include "util/alloc.h"
#include "util/origin.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

#define AT(member) offsetof(struct settings, member)

/* The words of enum tool_profile; terraform looks after more than one app. */
#define WIDE_PROFILES "auto org readonly"
#define PROFILES      WIDE_PROFILES " deploy"

const struct setting setting_table[] = {
	{"account", SETTING_TEXT, AT(account), NULL, NULL,
	 "account to use when several are stored"},
	{"api.url", SETTING_ORIGIN, AT(api_url), SETTINGS_API_URL, NULL,
	 "origin of Fly's API"},
	{"api.ca_file", SETTING_PATH, AT(api_ca_file), NULL, NULL,
	 "file of certificates to trust for the API, instead of the system's"},
	{"api.proxy", SETTING_TEXT, AT(api_proxy), NULL, NULL,
	 "proxy to reach the API through"},
	{"registry.host", SETTING_HOST, AT(registry_host),
	 SETTINGS_REGISTRY_HOST, NULL, "Fly's docker registry"},
	{"store.timeout", SETTING_DURATION, AT(store_timeout), "8h", "24h",
	 "how long the store stays open after an unlock"},
	{"agent.readonly", SETTING_BOOL, AT(agent_readonly), "true", NULL,
	 "let env, exec and the hook only read where a coding agent runs them"},
	{"docker.quiet", SETTING_BOOL, AT(docker_quiet), "false", NULL,
	 "do not tell on stderr which token docker gets"},
	{"docker.narrow", SETTING_CHOICE, AT(docker_narrow), "docker",
	 "docker images window app", "what docker's tokens are narrowed to"},
	{"docker.scope", SETTING_CHOICE, AT(docker_scope), "app", "app org",
	 "whether docker may get a token for a whole organization"},
	{"docker.profile", SETTING_CHOICE, AT(docker_profile), "deploy",
	 "deploy org", "which token docker's are narrowed from"},
	{"docker.life", SETTING_DURATION, AT(docker_life), "2h", NULL,
	 "how long docker's tokens live"},
	{"docker.renew", SETTING_DURATION, AT(docker_renew), "15m", NULL,
	 "life left below which docker is not given a token without renewal"},
	{"git.hosts", SETTING_HOSTS, AT(git_hosts), NULL, NULL,
	 "app or organization whose token git gets for a host"},
	{"git.profile", SETTING_CHOICE, AT(git_profile), "auto", PROFILES,
	 "what git's tokens may do"},
	{"git.life", SETTING_DURATION, AT(git_life), "2h", NULL,
	 "how long git's tokens live"},
	{"git.renew", SETTING_DURATION, AT(git_renew), "15m", NULL,
	 "life left below which git is not given a token without renewal"},
	{"env.profile", SETTING_CHOICE, AT(env_profile), "auto", PROFILES,
	 "what tokens of env, get and the hook may do"},
	{"env.life", SETTING_DURATION, AT(env_life), "8h", NULL,
	 "how long tokens printed by env and get live"},
	{"exec.profile", SETTING_CHOICE, AT(exec_profile), "auto", PROFILES,
	 "what tokens of exec may do"},
	{"exec.for", SETTING_DURATION, AT(exec_for), "15m", NULL,
	 "how long a token must live at least when exec starts a command"},
	{"issue.life", SETTING_DURATION, AT(issue_life), "24h", NULL,
	 "how long the tokens live that Fly is asked for"},
	{"kube.profile", SETTING_CHOICE, AT(kube_profile), "auto", PROFILES,
	 "what kubectl's tokens may do"},
	{"kube.life", SETTING_DURATION, AT(kube_life), "1h", NULL,
	 "how long kubectl's tokens live"},
	{"kube.renew", SETTING_DURATION, AT(kube_renew), "15m", NULL,
	 "life left below which kubectl is not given a token without renewal"},
	{"discharge.locations", SETTING_LOCATIONS, AT(discharge_locations),
	 NULL, NULL,
	 "third parties that may be asked to confirm a token besides Fly's"},
	{"terraform.profile", SETTING_CHOICE, AT(terraform_profile), "auto",
	 WIDE_PROFILES, "what tokens of terraform's shim may do"},
	{"terraform.for", SETTING_DURATION, AT(terraform_for), "1h", NULL,
	 "how long a token must live at least when terraform's shim starts it"},
	{"exec_path", SETTING_PATH, AT(exec_path), NULL, NULL,
	 "directory of fly-cred-api, when it is not where it was installed"},
	{"default.app", SETTING_APP, AT(default_app), NULL, NULL,
	 "app when nothing else names one"},
	{"default.org", SETTING_ORG, AT(default_org), NULL, NULL,
	 "organization when nothing else names one"},
	{"directories", SETTING_DIRECTORIES, AT(directories), NULL, NULL,
	 "app or organization for a directory and those below it"},
};

const size_t setting_count = sizeof(setting_table) / sizeof(setting_table[0]);
_Static_assert(sizeof(setting_table) / sizeof(setting_table[0]) <=
		       SETTINGS_MAX,
	       "they fit a bit each");

void setting_expectation(const struct setting *setting, char *ret_text,
			 size_t size)
{
	static const char *const texts[] = {
		[SETTING_TEXT] = "text",
		[SETTING_PATH] = "a path that begins with / or ~/",
		[SETTING_ORIGIN] = "an address such as https://api.fly.io",
		[SETTING_HOST] = "a host such as registry.fly.io",
		[SETTING_APP] = "the name of an app",
		[SETTING_ORG] = "the name of an organization",
		[SETTING_BOOL] = "true or false",
		[SETTING_DURATION] = "a duration such as 90s, 15m or 2h",
		[SETTING_CHOICE] = "one of: ",
		[SETTING_LOCATIONS] = "a list of addresses of third parties",
		[SETTING_DIRECTORIES] = "directories with their scopes",
		[SETTING_HOSTS] = "hosts with their scopes",
	};
	bool is_limited = setting->type == SETTING_DURATION && setting->range;

	snprintf(ret_text, size, "%s%s%s", texts[setting->type],
		 is_limited ? ", at most " : "",
		 setting->range ? setting->range : "");
}

static bool fail_value(const struct setting *setting, const char *text,
		       struct error *err)
{
	char expected[120], shown[80];

	setting_expectation(setting, expected, sizeof(expected));
	text_printable(text, shown, sizeof(shown));
	return fail(err, ERR_USAGE, "%s expects %s, not '%s'", setting->name,
		    expected, shown);
}

static bool set_text(char **member, char *text)
{
	if (text == NULL)
		return false;
	free(*member);
	*member = text;
	return true;
}

static bool set_duration(const struct setting *setting, int64_t *member,
			 const char *text)
{
	struct error err;
	int64_t seconds, limit;

	if (!duration_parse(text, &seconds, &err) || seconds < 1)
		return false;
	if (setting->range &&
	    (!duration_parse(setting->range, &limit, &err) || seconds > limit))
		return false;
	*member = seconds;
	return true;
}

/* An enum is an int here, which the assertion below makes sure of. */
static bool set_choice(const char *words, unsigned int *member,
		       const char *text)
{
	size_t length = strlen(text);
	unsigned int number = 0;

	_Static_assert(sizeof(enum docker_narrow) == sizeof(*member) &&
			       sizeof(enum docker_scope) == sizeof(*member) &&
			       sizeof(enum tool_profile) == sizeof(*member),
		       "choices are stored as int");
	while (strncmp(words, text, length) != 0 ||
	       strcspn(words, " ") != length) {
		words += strcspn(words, " ");
		if (*words++ == '\0')
			return false;
		number++;
	}
	*member = number;
	return true;
}

static bool set_bool(bool *member, const char *text)
{
	*member = strcmp(text, "true") == 0;
	return *member || strcmp(text, "false") == 0;
}

/* Those whose own complaint says more than the expectation would. */
static bool set_address(const struct setting *setting, char **member,
			const char *text, struct error *err)
{
	char *normal = NULL;

	if (setting->type == SETTING_ORIGIN
		    ? !origin_normalise(text, &normal, err)
		    : !host_normalise(text, &normal, err))
		return fail(err, err->code, "%s: %s", setting->name,
			    err->message);
	return set_text(member, normal);
}

static bool add_location(struct text_list *list, const char *text)
{
	AUTO_FREE char *origin = NULL, *path = NULL;

	if (!place_split(text, &origin, &path))
		return false;
	list->items = alloc_resized(list->items, list->count + 1,
				    sizeof(*list->items));
	list->items[list->count++] = alloc_string(text);
	return true;
}

static bool is_one_line(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

bool setting_set(struct settings *settings, const struct setting *setting,
		 const char *text, struct error *err)
{
	void *member = (char *)settings + setting->offset;
	bool is_good = false;

	if (*text == '\0' || !is_one_line(text))
		return fail_value(setting, text, err);
	switch (setting->type) {
	case SETTING_ORIGIN:
	case SETTING_HOST:
		return set_address(setting, member, text, err);
	case SETTING_APP:
		return name_check(text, SCOPE_APP, setting->name, err) &&
		       set_text(member, alloc_string(text));
	case SETTING_ORG:
		return name_check(text, SCOPE_ORGANIZATION, setting->name,
				  err) &&
		       set_text(member, alloc_string(text));
	case SETTING_TEXT:
		is_good = set_text(member, alloc_string(text));
		break;
	case SETTING_PATH:
		is_good = set_text(member, path_expanded(text));
		break;
	case SETTING_BOOL:
		is_good = set_bool(member, text);
		break;
	case SETTING_DURATION:
		is_good = set_duration(setting, member, text);
		break;
	case SETTING_CHOICE:
		is_good = set_choice(setting->range, member, text);
		break;
	case SETTING_LOCATIONS:
		is_good = add_location(member, text);
		break;
	case SETTING_DIRECTORIES:
	case SETTING_HOSTS:
		break;
	}
	return is_good || fail_value(setting, text, err);
}

bool setting_set_defaults(struct settings *settings, struct error *err)
{
	size_t i;

	for (i = 0; i < setting_count; i++)
		if (setting_table[i].standard &&
		    !setting_set(settings, &setting_table[i],
				 setting_table[i].standard, err))
			return false;
	return true;
}
