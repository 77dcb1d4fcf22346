/* SPDX-License-Identifier: MIT */
/* config.yml: each mistake is told with its place and what was expected. */
#include "config.h"

#include "resolve/settings.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

#define CONFIG "home/.config/fly-cred/config.yml"

static void check_refused(const char *text, const char *message)
{
	CLEANUP(settings_clear) struct settings settings = {.file = NULL};
	struct error err = {.message = ""};

	make_file(CONFIG, text);
	ok(!settings_load(&settings, &err) && err.code == ERR_USAGE &&
		   strncmp(err.message, "~/.config/fly-cred/config.yml:", 30) ==
			   0 &&
		   strstr(err.message, message),
	   "%s", err.message);
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{"acount: x", ":1:1: there is no setting 'acount'; did you "
			      "mean 'account'?"},
		{"docker:\n  quite: true",
		 ":2:3: there is no setting 'docker.quite'; did you mean "
		 "'docker.quiet'?"},
		{"api: {ca-file: /x}", "did you mean 'api.ca_file'?"},
		{"dockr: {quiet: true}", "did you mean 'docker'?"},
		{"execpath: /x", "did you mean 'exec_path'?"},
		{"directory: {}", "did you mean 'directories'?"},
		{"zebra: 1", ":1:1: there is no setting 'zebra'"},
		{"\"\\e[31m\": 1", "there is no setting '?[31m'"},
		{"docker.quiet: true", "keys are nested"},
		{"docker: {quiet: yes}",
		 ":1:17: docker.quiet expects true or false, not 'yes'"},
		{"docker:\n  narrow: all",
		 ":2:11: docker.narrow expects one of: docker images window "
		 "app, not 'all'"},
		{"docker: {narrow: imag}", "expects one of"},
		{"docker: {narrow: docker images}", "expects one of"},
		{"docker: {life: 2}", "expects a duration such as"},
		{"docker: {life: 0}", "expects a duration such as"},
		{"docker: {life: 0.5s}", "expects a duration such as"},
		{"docker: {life: -1h}", "expects a duration such as"},
		{"docker: {life: [1h]}", "expects a duration such as"},
		{"store: {timeout: 25h}",
		 ":1:18: store.timeout expects a duration such as 90s, 15m or "
		 "2h, at most 24h, not '25h'"},
		{"account: [a]", "account expects text"},
		{"discharge: {locations: }", "expects a list of"},
		{"discharge: {locations: {a: b}}", "a list of addresses"},
		{"discharge: {locations: [[a]]}", "a list of addresses"},
		{"discharge: {locations: [http://a.example.com]}",
		 "discharge.locations expects a list"},
		{"discharge: {locations: [https://a, 'https://a?b']}",
		 "not 'https://a?b'"},
		{"discharge: {location: a}",
		 "did you mean 'discharge.locations'?"},
		{"account: {a: b}", "account expects text"},
		{"account:", "account expects text"},
		{"account: ''", "account expects text, not ''"},
		{"account: \"a\\nb\"", "account expects text, not 'a?b'"},
		{"account: \"a\\0b\"", "account expects text"},
		{"a: &x b", "there is no setting"},
		{"account: *x", ":1:10: account expects text"},
		{"api: {url: 'http://api.fly.io'}",
		 ":1:12: api.url: 'http://api.fly.io' is not https"},
		{"api: {url: 'https://a/b'}", "api.url: 'https://a/b' goes on"},
		{"registry: {host: 'a b'}", "registry.host: 'a b' is not"},
		{"api: {ca_file: ca.pem}", "expects a path that begins with"},
		{"exec_path: ../x", "expects a path that begins with"},
		{"default: {app: Shop}", "'Shop' has upper-case letters"},
		{"default: {org: a b}", "is no name of an organization"},
		{"account: a\naccount: b", ":2:1: 'account' is given twice"},
		{"docker: {quiet: true, quiet: true}", "given twice"},
		{"docker: {quiet: true}\ndocker: {life: 1h}",
		 ":2:1: 'docker' is given twice"},
		{"docker: true", "docker expects keys with values"},
		{"docker: [quiet]", "docker expects keys with values"},
		{"? [a]\n: b", "a key should be text"},
		{"<<: {account: a}", "there is no setting '<<'"},
		{"- account", ":1:1: this is not a mapping"},
		{"just text", ":1:1: this is not a mapping"},
		{"account: a\n---\naccount: b", "second document"},
		{"account: 'a", ":1:"},
		{"account: a\n\tb: c", ":2:1:"},
		{"\xff\xfe"
		 "a\0",
		 ":1:1:"},
		{"directories: {src: {app: a}}", "begins with / or ~/"},
		{"directories: {~other/src: {app: a}}", "begins with / or ~/"},
		{"directories: {/a: b}", "a directory expects"},
		{"directories: {/a: {}}", "expects {app: NAME} or {org: NAME}"},
		{"directories: {/a: }", "expects {app: NAME} or {org: NAME}"},
		{"directories: {/a: {app: a, org: b}}", "not several"},
		{"directories: {/a: {app: a, app: a}}", "not several"},
		{"directories: {/a: {apps: a}}",
		 ":1:20: there is no setting 'apps'; did you mean 'app'?"},
		{"directories: {/a: {app: A}}", "'A' has upper-case letters"},
		{"directories: {/a: {app: }}", "app expects a name"},
		{"directories: {/a: {app: a}, /a/: {app: b}}",
		 "this directory is given twice"},
		{"directories: {/a: {docker: {narow: app}}}",
		 ":1:29: there is no setting 'docker.narow'; did you mean "
		 "'docker.narrow'?"},
		{"directories: {/a: {docker: {narrow: all}}}",
		 ":1:37: docker.narrow expects one of: docker images window"},
		{"directories: {/a: {docker: }}", "or settings of tools"},
		{"directories: {/a: {docker: true}}",
		 "docker expects keys with values"},
		{"directories: {/a: {docker.life: 1h}}", "keys are nested"},
		{"directories: {/a: {env: {life: 1h, life: 2h}}}",
		 "'env.life' is given twice"},
		{"directories: {/a: {env: {life: 1h}, app: a, env: {}}}",
		 "'env' is given twice"},
		{"directories:\n  /a:\n    api: {url: 'https://a'}",
		 ":3:5: 'api' is not for one directory: only settings of tools "
		 "may depend on it, and where a login is sent must not"},
		{"directories: {/a: {registry: {host: a}}}", "'registry' is no"},
		{"directories: {/a: {store: {timeout: 1h}}}", "'store' is not"},
		{"directories: {/a: {default: {app: a}}}", "'default' is not"},
		{"directories: {/a: {discharge: {locations: []}}}",
		 "'discharge' is not for one directory"},
		{"directories: {/a: {account: a}}", "'account' is not for one"},
		{"directories: {/a: {exec_path: /a}}", "'exec_path' is not"},
		{"directories: {/a: {directories: {}}}", "'directories' is not"},
		{"directories: {/a: {git: {hosts: {a: {app: a}}}}}",
		 ":1:26: 'git.hosts' is not for one directory"},
		{"directories: {/a: {acount: a}}",
		 ":1:20: there is no setting 'acount'"},
		{"directories: [a]", "directories expects keys"},
		{"git: {hosts: {a/b: {app: a}}}", "a host is a name such as"},
		{"git: {hosts: {'https://a': {app: a}}}", "a host is a name"},
		{"git: {hosts: {me@a: {app: a}}}", "a host is a name"},
		{"git: {hosts: {'a:0': {app: a}}}", "a host is a name"},
		{"git: {hosts: {a: {app: a}, A.: {app: b}}}",
		 "this host is given twice"},
		{"git: {hosts: {a: {}}}", "a host expects {app: NAME} or"},
		{"git: {hosts: {a: {docker: {life: 1h}}}}",
		 "a host has 'app' or 'org' and nothing else"},
		{"git: {hosts: {a: {app: A}}}", "'A' has upper-case letters"},
		{"default: {app: a, org: b}",
		 "default.app and default.org exclude each other"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].text, cases[i].message);
}

int main(void)
{
	sandbox_make();
	make_directory("home/.config/fly-cred");
	test_refused();
	return tap_done();
}
