/* SPDX-License-Identifier: MIT */
/* Where other tools take a token from, other than from fly-cred. */
#include "config.h"

#include "cli/token-sources.h"

#include "cli/docker-use.h"
#include "cli/flyctl-config.h"
#include "resolve/paths.h"
#include "resolve/presented.h"
#include "token/bundle.h"
#include "token/intake.h"
#include "token/scope.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

#define ACCESS_TOKEN "FLY_ACCESS_TOKEN"
#define API_TOKEN    "FLY_API_TOKEN"

#define WORTH_SIZE 40
#define EXPIRED	   "expired"

void token_sources_clear(struct token_sources *sources)
{
	size_t i;

	for (i = 0; i < sources->count; i++) {
		free(sources->items[i].source);
		free(sources->items[i].remark);
	}
	free(sources->items);
	*sources = (struct token_sources)TOKEN_SOURCES_EMPTY;
}

/* Takes the remark over. */
static void add(struct token_sources *sources, const char *tool,
		const char *source, char *remark)
{
	sources->items = alloc_resized(sources->items, sources->count + 1,
				       sizeof(*sources->items));
	sources->items[sources->count++] = (struct token_source){
		.tool = tool,
		.source = alloc_string(source),
		.remark = remark,
	};
}

static void describe_life(int64_t expiry, char ret_text[WORTH_SIZE])
{
	int64_t now = clock_now();
	char left[DURATION_SIZE];

	duration_format(expiry - now, left);
	if (expiry == EXPIRY_NEVER)
		snprintf(ret_text, WORTH_SIZE, "without an end");
	else if (expiry == EXPIRY_UNUSABLE)
		snprintf(ret_text, WORTH_SIZE, "lacks a discharge");
	else if (expiry <= now)
		snprintf(ret_text, WORTH_SIZE, EXPIRED);
	else
		snprintf(ret_text, WORTH_SIZE, "%s left", left);
}

/* What a token's text is worth, as far as it tells by itself. */
static void describe(const char *text, char ret_worth[WORTH_SIZE])
{
	const struct audience anyone = {0, 0};
	AUTO_SECRET struct secret normal = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct intake intake;
	struct error ignored;

	if (!intake_normalize(slice_of_string(text), &normal, &intake,
			      &ignored) ||
	    !bundle_parse(secret_slice(&normal), &bundle, &ignored))
		snprintf(ret_worth, WORTH_SIZE, "damaged, or no token");
	else if (intake.kind != INTAKE_MACAROONS)
		snprintf(ret_worth, WORTH_SIZE, "a whole login");
	else
		describe_life(bundle_expiry(&bundle, anyone), ret_worth);
}

/* "app:shop", when 'fly-cred env' or exec set the variable; NULL otherwise. */
static char *own_scope(void)
{
	const char *text = getenv("FLY_CRED_SCOPE");
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	struct error ignored;

	if (text == NULL || getenv("FLY_CRED_EXPIRES") == NULL ||
	    !scope_parse(text, &scope, &ignored))
		return NULL;
	return alloc_string(text);
}

static void add_variable(const char *name, const char *value,
			 struct token_sources *sources)
{
	AUTO_FREE char *scope = own_scope();
	char worth[WORTH_SIZE];

	describe(value, worth);
	if (scope && strcmp(name, API_TOKEN) == 0)
		add(sources, "flyctl", name,
		    alloc_formatted("uses %s, from fly-cred (%s, %s)%s", name,
				    scope, worth,
				    strcmp(worth, EXPIRED) == 0
					    ? "; run 'fly-cred env' again"
					    : ""));
	else
		add(sources, "flyctl", name,
		    alloc_formatted("uses %s (%s); 'unset %s' ends that", name,
				    worth, name));
}

/* Of the two, flyctl takes the first that is set, even if it is empty. */
static void find_variables(struct token_sources *sources)
{
	const char *first = getenv(ACCESS_TOKEN), *second = getenv(API_TOKEN);
	char worth[WORTH_SIZE];

	if (first && *first)
		add_variable(ACCESS_TOKEN, first, sources);
	if (second == NULL || *second == '\0')
		return;
	if (first == NULL) {
		add_variable(API_TOKEN, second, sources);
		return;
	}
	describe(second, worth);
	add(sources, "flyctl", API_TOKEN,
	    *first ? alloc_formatted("not " API_TOKEN " (%s), which is hidden "
				     "from it but not from terraform",
				     worth)
		   : alloc_formatted("not " API_TOKEN " (%s): an empty "
				     ACCESS_TOKEN " hides it; 'unset "
				     ACCESS_TOKEN "'",
				     worth));
}

static void find_flyctl(bool is_needed, struct token_sources *sources)
{
	AUTO_FREE char *path = flyctl_config_path(), *shown = path_shown(path);
	AUTO_SECRET struct secret token = SECRET_EMPTY;
	const char *verb = sources->count ? "else" : "uses";
	struct error err;

	if (flyctl_config_token(&token, &err))
		add(sources, "flyctl", shown,
		    alloc_formatted("%s the plain-text login in %s; %s'flyctl "
				    "auth logout' ends it",
				    verb, shown,
				    is_needed ? "'fly-cred login', then "
					      : ""));
	else if (err.code != ERR_NOT_FOUND)
		add(sources, "flyctl", shown, alloc_string(err.message));
}

static void describe_docker(const struct docker_use *use, const char *host,
			    const char *shown, struct token_sources *sources)
{
	static const char remedy[] = "run 'fly-cred setup docker'";

	if (use->is_ours)
		add(sources, "docker", "docker-credential-fly",
		    alloc_formatted("asks fly-cred for %s", host));
	else if (use->helper)
		add(sources, "docker", use->helper,
		    alloc_formatted("asks docker-credential-%s, not fly-cred; "
				    "%s",
				    use->helper, remedy));
	if (use->has_entry)
		add(sources, "docker", shown,
		    alloc_formatted("%s a plain-text token in %s; %s",
				    use->helper ? "or others use" : "uses",
				    shown, remedy));
	if (use->helper == NULL && !use->has_entry)
		add(sources, "docker", shown,
		    alloc_formatted("has nothing for %s; %s", host, remedy));
}

static void find_docker(const struct settings *settings,
			struct token_sources *sources)
{
	AUTO_FREE char *path = docker_config_path(), *shown = path_shown(path);
	CLEANUP(docker_use_clear) struct docker_use use = {.helper = NULL};
	struct error err;

	if (docker_config_use(path, settings->registry_host, &use, &err))
		describe_docker(&use, settings->registry_host, shown, sources);
	else if (err.code != ERR_NOT_FOUND)
		add(sources, "docker", shown, alloc_string(err.message));
}

/* What fly-cred itself makes of the variables. */
static void find_own(const struct token_sources_known *known,
		     struct token_sources *sources)
{
	AUTO_FREE char *scope = own_scope();

	if (*known->presented)
		add(sources, "fly-cred", known->presented,
		    alloc_formatted("narrows the token of %s, as nobody is "
				    "logged in",
				    known->presented));
	else if (known->has_login && presented_is_there() && scope == NULL)
		add(sources, "fly-cred", "login",
		    alloc_string("uses its login, none of these variables"));
}

void token_sources_find(const struct token_sources_known *known,
			struct token_sources *ret_sources)
{
	find_variables(ret_sources);
	find_flyctl(known->needs_flyctl, ret_sources);
	if (known->settings->registry_host)
		find_docker(known->settings, ret_sources);
	find_own(known, ret_sources);
}
