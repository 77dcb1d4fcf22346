/* SPDX-License-Identifier: MIT */
/* config.yml: what it can say, where it is told wrong, what comes on top. */
#include "config.h"

#include "resolve/setting.h"
#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/timestamp.h"

#define CONFIG "home/.config/fly-cred/config.yml"

static void test_table(void)
{
	size_t i, j;

	for (i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		bool is_choice = setting->type == SETTING_CHOICE;
		bool is_new = true;

		for (j = 0; j < i; j++)
			is_new &= strcmp(setting->name,
					 setting_table[j].name) != 0 &&
				  setting->offset != setting_table[j].offset;
		ok(is_new && *setting->purpose &&
			   strlen(setting->name) < SETTING_NAME_SIZE &&
			   is_choice <= (setting->range != NULL),
		   "%s: %s", setting->name, setting->purpose);
	}
	ok(setting_count < 64, "they fit a bit each");
}

static void check_defaults(const char *what)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct error err = {.message = ""};
	bool done = settings_load(&settings, &err);

	ok(done && settings.account == NULL && settings.api_ca_file == NULL &&
		   settings.api_proxy == NULL && settings.exec_path == NULL &&
		   settings.default_app == NULL &&
		   settings.default_org == NULL && settings.directories.count == 0 &&
		   settings.git_hosts.count == 0 &&
		   strcmp(settings.api_url, "https://api.fly.io") == 0 &&
		   strcmp(settings.registry_host, "registry.fly.io") == 0,
	   "%s: default strings %s", what, err.message);
	ok(done && settings.store_timeout == 8 * HOUR &&
		   settings.docker_life == 2 * HOUR &&
		   settings.docker_renew == 15 * MINUTE &&
		   settings.env_life == 8 * HOUR &&
		   settings.exec_for == 15 * MINUTE &&
		   settings.git_life == 2 * HOUR &&
		   settings.git_renew == 15 * MINUTE &&
		   settings.issue_life == DAY &&
		   settings.kube_life == HOUR &&
		   settings.kube_renew == 15 * MINUTE &&
		   settings.terraform_for == HOUR,
	   "%s: default times", what);
	ok(done && !settings.docker_quiet &&
		   settings.docker_narrow == NARROW_DOCKER &&
		   settings.docker_scope == DOCKER_SCOPE_APP &&
		   strcmp(settings.file, "~/.config/fly-cred/config.yml") == 0,
	   "%s: default choices", what);
}

static void check_rules(const struct settings *settings)
{
	const struct scope_rule *rules = settings->directories.items;

	ok(settings->directories.count == 2 &&
		   strcmp(rules[0].place, in_sandbox("home/src")) == 0 &&
		   strcmp(rules[0].app, "shop") == 0 && rules[0].org == NULL &&
		   strcmp(rules[1].org, "acme") == 0,
	   "rules for directories");
	rules = settings->git_hosts.items;
	ok(settings->git_hosts.count == 2 &&
		   settings_find_host(settings, "git.example") == &rules[0] &&
		   strcmp(rules[0].app, "shop") == 0 && rules[0].org == NULL &&
		   settings_find_host(settings, "git.example:8443") ==
			   &rules[1] &&
		   strcmp(rules[1].org, "acme") == 0,
	   "rules for hosts");
	ok(!settings_find_host(settings, "git.example:80") &&
		   !settings_find_host(settings, "example") &&
		   !settings_find_host(settings, "a.git.example"),
	   "and for no other host");
}

static void test_everything(void)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct error err = {.message = ""};
	bool done;

	make_file(CONFIG,
		  "# all of it\n"
		  "account: jane@example.com\n"
		  "api: {url: 'https://API.example.com:443/',\n"
		  "      ca_file: ~/ca.pem, proxy: 'http://proxy:3128'}\n"
		  "registry:\n  host: Registry.Example.com.\n"
		  "store: {timeout: 24h}\n"
		  "docker:\n  quiet: true\n  narrow: window\n  scope: org\n"
		  "  life: 30m\n  renew: 90s\n"
		  "git: {life: 1h, renew: 1m, hosts: {GIT.example:443: "
		  "{app: shop}, 'git.example:8443': {org: acme}}}\n"
		  "env: {life: 1d}\nexec: {for: 1h30m}\nissue: {life: 2d}\n"
		  "kube: {life: 20m, renew: 5m}\n"
		  "exec_path: /opt/fly-cred/\n"
		  "default: {org: personal}\n"
		  "directories:\n  ~/src/: {app: shop}\n  /srv: {org: acme}\n");
	done = settings_load(&settings, &err);
	ok(done && strcmp(settings.account, "jane@example.com") == 0 &&
		   strcmp(settings.api_url, "https://api.example.com") == 0 &&
		   strcmp(settings.api_ca_file, in_sandbox("home/ca.pem")) ==
			   0 &&
		   strcmp(settings.api_proxy, "http://proxy:3128") == 0 &&
		   strcmp(settings.registry_host, "registry.example.com") == 0,
	   "addresses %s", err.message);
	ok(done && settings.store_timeout == DAY && settings.docker_quiet &&
		   settings.docker_narrow == NARROW_WINDOW &&
		   settings.docker_scope == DOCKER_SCOPE_ORG &&
		   settings.docker_life == 30 * MINUTE &&
		   settings.docker_renew == 90 && settings.env_life == DAY &&
		   settings.exec_for == 90 * MINUTE &&
		   settings.git_life == HOUR &&
		   settings.git_renew == MINUTE &&
		   settings.issue_life == 2 * DAY &&
		   settings.kube_life == 20 * MINUTE &&
		   settings.kube_renew == 5 * MINUTE,
	   "times and choices");
	ok(done && strcmp(settings.exec_path, "/opt/fly-cred") == 0 &&
		   settings.default_app == NULL &&
		   strcmp(settings.default_org, "personal") == 0,
	   "the rest");
	check_rules(&settings);
}

static void test_list(void)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	const struct text_list *list = &settings.discharge_locations;
	struct error err = {.message = ""};

	make_file(CONFIG, "discharge:\n  locations:\n"
			  "  - https://a.example.com/3p\n"
			  "  - https://b.example.com\n");
	ok(settings_load(&settings, &err) && list->count == 2 &&
		   strcmp(list->items[0], "https://a.example.com/3p") == 0 &&
		   strcmp(list->items[1], "https://b.example.com") == 0,
	   "a list %s", err.message);
	settings_clear(&settings);
	make_file(CONFIG, "discharge: {locations: https://a.example.com}\n");
	ok(settings_load(&settings, &err) && list->count == 1,
	   "one without being a list %s", err.message);
	settings_clear(&settings);
	make_file(CONFIG, "discharge: {locations: []}\n");
	ok(settings_load(&settings, &err) && list->count == 0, "none");
}

static void check_failed(enum error_code code, const char *message,
			 const char *what)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct error err = {.message = ""};

	ok(!settings_load(&settings, &err) && err.code == code &&
		   strstr(err.message, message),
	   "%s: %s", what, err.message);
}

static void test_file(void)
{
	const char *path = ".config/fly-cred/config.yml"; /* from home */

	make_file(CONFIG, "docker:\n  # quiet: true\ndirectories:\n");
	check_defaults("groups with nothing in them");
	make_file(CONFIG, "# nothing but\n# comments\n");
	check_defaults("comments");
	make_file(CONFIG, "");
	check_defaults("an empty file");
	sandbox_need(chmod(path, 0664), path);
	check_failed(ERR_FAILED, "can be written by others; chmod go-w",
		     "a file of the group");
	sandbox_need(chmod(path, 0646), path);
	check_failed(ERR_FAILED, "can be written by others", "everybody's");
	sandbox_need(chmod(path, 0600), path);
	sandbox_need(truncate(path, 65537), path);
	check_failed(ERR_USAGE, "is longer than 65536 bytes", "64 KiB");
	sandbox_need(unlink(path), path);
	sandbox_need(mkfifo(path, 0600), path);
	check_failed(ERR_FAILED, "is not a regular file", "a FIFO");
	sandbox_need(unlink(path), path);
	make_file("home/dotfile", "account: linked");
	sandbox_need(symlink(in_sandbox("home/dotfile"), path), path);
	sandbox_need(chmod(in_sandbox("home/dotfile"), 0666), path);
	check_failed(ERR_FAILED, "can be written by others",
		     "a link to everybody's file");
	sandbox_need(chmod(in_sandbox("home/dotfile"), 0644), path);
}

static void test_places(void)
{
	CLEANUP(settings_clear) struct settings linked = {.file = NULL};
	CLEANUP(settings_clear) struct settings other = {.file = NULL};
	struct error err = {.message = ""};

	ok(settings_load(&linked, &err) &&
		   strcmp(linked.account, "linked") == 0,
	   "a link to our file %s", err.message);
	make_directory("xdg/fly-cred");
	make_file("xdg/fly-cred/config.yml", "account: other");
	setenv("XDG_CONFIG_HOME", in_sandbox("xdg"), 1);
	ok(settings_load(&other, &err) && strcmp(other.account, "other") == 0 &&
		   strcmp(other.file, in_sandbox("xdg/fly-cred/config.yml")) ==
			   0,
	   "XDG_CONFIG_HOME %s", err.message);
	sandbox_need(unlink(in_sandbox(CONFIG)), "unlink");
	setenv("XDG_CONFIG_HOME", "../xdg", 1);
	check_defaults("a relative XDG_CONFIG_HOME");
	unsetenv("XDG_CONFIG_HOME");
}

/* The member's text, after the variables were set. */
static bool has(const char *name, const char *expected)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	const struct setting *setting = setting_find(name);
	struct error err;
	const char *value;

	if (!settings_load(&settings, &err))
		return false;
	value = *(char **)((char *)&settings + setting->offset);
	return expected ? value && strcmp(value, expected) == 0 : value == NULL;
}

static void test_environment(void)
{
	make_file(CONFIG, "account: file\napi: {url: 'https://file'}\n"
			  "registry: {host: file}\n");
	setenv("FLY_API_BASE_URL", "", 1);
	setenv("FLY_REGISTRY_HOST", "", 1);
	setenv("FLY_CRED_ACCOUNT", "", 1);
	ok(has("account", "file") && has("api.url", "https://file") &&
		   has("registry.host", "file"),
	   "empty variables are none");
	setenv("FLY_API_BASE_URL", "https://Variable:443/", 1);
	setenv("FLY_REGISTRY_HOST", "Variable:5000", 1);
	setenv("FLY_CRED_ACCOUNT", "variable", 1);
	ok(has("account", "variable") && has("api.url", "https://variable") &&
		   has("registry.host", "variable:5000"),
	   "variables come before the file");
	setenv("FLY_CRED_CA_FILE", "/tmp/ca.pem", 1);
	setenv("FLY_CRED_EXEC_PATH", "/tmp/exec", 1);
	ok(has("api.ca_file", NULL) && has("exec_path", NULL),
	   "two of them mean nothing for a real API");
	setenv("FLY_API_BASE_URL", "https://127.0.0.1.evil.com", 1);
	ok(has("api.ca_file", NULL) && has("exec_path", NULL),
	   "nor for one that looks like loopback");
	setenv("FLY_API_BASE_URL", "https://127.0.0.1:8443", 1);
	ok(has("api.ca_file", "/tmp/ca.pem") && has("exec_path", "/tmp/exec"),
	   "but on loopback");
	setenv("FLY_CRED_EXEC_PATH", "exec", 1);
	check_failed(ERR_USAGE, "FLY_CRED_EXEC_PATH: exec_path expects a path",
		     "a relative directory of programs");
	unsetenv("FLY_CRED_EXEC_PATH");
	setenv("FLY_API_BASE_URL", "http://api.fly.io", 1);
	check_failed(ERR_USAGE,
		     "FLY_API_BASE_URL: api.url: 'http://api.fly.io'",
		     "plain http");
	setenv("FLY_API_BASE_URL", "https://api.fly.io", 1);
	setenv("FLY_REGISTRY_HOST", "a b", 1);
	check_failed(ERR_USAGE, "FLY_REGISTRY_HOST: ", "no host");
}

int main(void)
{
	sandbox_make();
	test_table();
	check_defaults("no directory");
	make_directory("home/.config/fly-cred");
	check_defaults("no file");
	test_everything();
	test_list();
	test_file();
	test_places();
	test_environment();
	return tap_done();
}
