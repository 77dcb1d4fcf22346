/* SPDX-License-Identifier: MIT */
/* Which app or organization is meant: the order, and the reasons given. */
#include "config.h"

#include "resolve/target.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

#define CONFIG "home/.config/fly-cred/config.yml"

/* Chooses with flags (or NULL) and the settings there are. */
static bool choose(const char *app, const char *org, struct target *target,
		   struct error *err)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct target_request request = {.app = app, .org = org};

	return settings_load(&settings, err) &&
	       target_choose(&request, &settings, target, err);
}

static void check(const char *app, const char *org, enum scope_kind kind,
		  const char *name, const char *source)
{
	CLEANUP(target_clear) struct target target = TARGET_EMPTY;
	struct error err = {.message = ""};

	ok(choose(app, org, &target, &err) && target.scope.kind == kind &&
		   strcmp(target.scope.name, name) == 0 &&
		   strcmp(target.source, source) == 0 &&
		   strstr(target.steps[target.step_count - 1], name),
	   "%s from %s %s", name, source, err.message);
}

static void check_failed(const char *app, const char *org, enum error_code code,
			 const char *message)
{
	CLEANUP(target_clear) struct target target = TARGET_EMPTY;
	struct error err = {.message = ""};

	ok(!choose(app, org, &target, &err) && err.code == code &&
		   target.scope.name == NULL && strstr(err.message, message),
	   "%s", err.message);
}

static void test_nothing(void)
{
	CLEANUP(target_clear) struct target target = TARGET_EMPTY;
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct target_request request = {.remedy = "FLY_APP=NAME docker push"};
	struct error err = {.message = ""};

	check_failed(NULL, NULL, ERR_NOT_FOUND,
		     "name one: fly-cred get --app NAME (tried: --app");
	check_failed(NULL, NULL, ERR_NOT_FOUND,
		     "FLY_APP: not set; FLY_ORG: not set; no fly.toml, "
		     "fly.json or fly.yaml in ~/src/shop/web or above it up "
		     "to home; ~/.config/fly-cred/config.yml: no rule for "
		     "this directory; ~/.config/fly-cred/config.yml: no "
		     "default)");
	ok(settings_load(&settings, &err) &&
		   !target_choose(&request, &settings, &target, &err) &&
		   strstr(err.message, "name one: FLY_APP=NAME docker push ("),
	   "a remedy of the caller's");
	ok(target.step_count == 6, "the steps are there all the same");
}

/* From the last resort to the first: each comes before those already there. */
static void test_order(void)
{
	make_file(CONFIG, "default: {org: acme}\n");
	check(NULL, NULL, SCOPE_ORGANIZATION, "acme",
	      "default.org in ~/.config/fly-cred/config.yml");
	make_file(CONFIG, "default: {app: fallback}\n");
	check(NULL, NULL, SCOPE_APP, "fallback",
	      "default.app in ~/.config/fly-cred/config.yml");
	make_file(CONFIG, "default: {app: fallback}\n"
			  "directories:\n  ~/src: {org: rules}\n");
	check(NULL, NULL, SCOPE_ORGANIZATION, "rules",
	      "directory ~/src in ~/.config/fly-cred/config.yml");
	make_file("home/src/shop/fly.toml", "[build]\n");
	check(NULL, NULL, SCOPE_ORGANIZATION, "rules",
	      "directory ~/src in ~/.config/fly-cred/config.yml");
	make_file("home/src/shop/fly.toml", "app = 'shop'\n");
	check(NULL, NULL, SCOPE_APP, "shop", "~/src/shop/fly.toml");
	setenv("FLY_ORG", "", 1);
	setenv("FLY_APP", "", 1);
	check(NULL, NULL, SCOPE_APP, "shop", "~/src/shop/fly.toml");
	setenv("FLY_ORG", "variable-org", 1);
	check(NULL, NULL, SCOPE_ORGANIZATION, "variable-org", "FLY_ORG");
	setenv("FLY_APP", "variable-app", 1);
	check(NULL, NULL, SCOPE_APP, "variable-app", "FLY_APP");
	check(NULL, "flag", SCOPE_ORGANIZATION, "flag", "--org");
	check("flag", NULL, SCOPE_APP, "flag", "--app");
}

static void test_errors(void)
{
	make_file("home/src/shop/fly.toml", "app = 'shop\n");
	check("flag", NULL, SCOPE_APP, "flag", "--app");
	check(NULL, NULL, SCOPE_APP, "variable-app", "FLY_APP");
	unsetenv("FLY_APP");
	check(NULL, NULL, SCOPE_ORGANIZATION, "variable-org", "FLY_ORG");
	unsetenv("FLY_ORG");
	check_failed(NULL, NULL, ERR_USAGE,
		     "~/src/shop/fly.toml:1:7: this string is not closed; "
		     "mend the file, or name the app with --app or FLY_APP");
	check_failed("a", "b", ERR_USAGE, "--app and --org exclude each other");
	check_failed("A", NULL, ERR_USAGE, "--app: 'A' has upper-case letters");
	check_failed("", NULL, ERR_USAGE, "--app: '' is no name");
	check_failed(NULL, "a/b", ERR_USAGE,
		     "--org: 'a/b' is no name of an organization");
	setenv("FLY_APP", "a\x1b[31m", 1);
	check_failed(NULL, NULL, ERR_USAGE, "FLY_APP: 'a?[31m' is no name");
	unsetenv("FLY_APP");
	sandbox_need(unlink(in_sandbox("home/src/shop/fly.toml")), "unlink");
}

static void check_rule(const char *directory, const char *name)
{
	CLEANUP(target_clear) struct target target = TARGET_EMPTY;
	struct error err = {.message = ""};
	bool done;

	make_directory(directory);
	go_to(directory);
	done = choose(NULL, NULL, &target, &err);
	ok(name ? done && strcmp(target.scope.name, name) == 0
		: !done && err.code == ERR_NOT_FOUND,
	   "%s is %s", directory, done ? target.source : "nobody's");
}

static void test_rules(void)
{
	char config[2048];

	snprintf(config, sizeof(config),
		 "directories:\n"
		 "  ~/code/shop: {app: shop}\n"
		 "  ~/code: {org: team}\n"
		 "  ~/code/shop/admin/: {app: admin}\n"
		 "  %s: {app: linked}\n"
		 "  ~/code/nowhere: {app: nowhere}\n",
		 in_sandbox("link"));
	make_file(CONFIG, config);
	make_directory("elsewhere");
	sandbox_need(symlink("elsewhere", in_sandbox("link")), "symlink");
	check_rule("home/code", "team");
	check_rule("home/code/other", "team");
	check_rule("home/code/shop", "shop");
	check_rule("home/code/shop/src/deep", "shop");
	check_rule("home/code/shopping", "team");
	check_rule("home/code/shop/admin", "admin");
	check_rule("home/code/shop/admin/x", "admin");
	check_rule("home/codeshop", NULL);
	check_rule("elsewhere/below", "linked");
	make_file(CONFIG, "directories: {/: {app: root}, ~: {app: home}}");
	check_rule("elsewhere", "root");
	check_rule("home/any", "home");
	check_rule("homeless", "root");
}

int main(void)
{
	sandbox_make();
	make_directory("home/.config/fly-cred");
	make_directory("home/src/shop/web");
	go_to("home/src/shop/web");
	test_nothing();
	test_order();
	test_errors();
	test_rules();
	return tap_done();
}
