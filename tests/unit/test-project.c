/* SPDX-License-Identifier: MIT */
/* Project files: which one counts, and for what names. */
#include "config.h"

#include "unit/project-checks.h"

static void test_order(void)
{
	make_directory("home/order");
	go_to("home/order");
	check_failed(ERR_NOT_FOUND, "fly.yaml in ~/order or above it",
		     "nothing there");
	make_file("home/order/fly.yaml", "app: yaml\n");
	check_found("yaml", "~/order/fly.yaml", "YAML");
	make_file("home/order/fly.json", "{\"app\": \"json\"}");
	check_found("json", "~/order/fly.json", "JSON comes first");
	make_file("home/order/fly.toml", "app = 'toml'");
	check_found("toml", "~/order/fly.toml", "TOML comes first");
	make_file("home/order/fly.toml", "primary_region = 'ams'");
	check_failed(ERR_NOT_FOUND, "~/order/fly.toml names no app",
		     "the first that is there counts, without app");
	make_file("home/order/fly.toml", "app = ''");
	check_failed(ERR_NOT_FOUND, "~/order/fly.toml names no app",
		     "an empty name is none");
	make_file("home/order/fly.toml", "");
	check_failed(ERR_NOT_FOUND, "~/order/fly.toml names no app",
		     "an empty file has none");
	make_file("home/order/fly.toml", "app = 'x");
	check_failed(ERR_USAGE, "~/order/fly.toml:1:7: this string",
		     "the first that is there counts, broken");
}

static void test_parents(void)
{
	make_directory("home/a/b/c/d");
	make_directory("homeless/x/y");
	make_file("home/a/fly.toml", "app = 'parent'");
	go_to("home/a/b/c/d");
	check_found("parent", "~/a/fly.toml", "three directories up");
	make_file("home/a/b/fly.json", "{\"app\":\"nearer\"}");
	check_found("nearer", "~/a/b/fly.json", "the nearest");
	make_file("home/a/b/c/fly.toml", "[build]");
	check_failed(ERR_NOT_FOUND, "~/a/b/c/fly.toml names no app",
		     "one without app ends the search");
	make_directory("home/other");
	make_file("home/fly.toml", "app = 'home'");
	go_to("home/other");
	check_found("home", "~/fly.toml", "home itself");
	go_to("home");
	check_found("home", "~/fly.toml", "in home");
	sandbox_need(unlink(in_sandbox("home/fly.toml")), "unlink");
	make_file("fly.toml", "app = 'beyond'");
	check_failed(ERR_NOT_FOUND, "fly.yaml in ~", "not above home");
}

static void test_outside(void)
{
	make_file("homeless/fly.toml", "app = 'outside'");
	go_to("homeless/x/y");
	check_failed(ERR_NOT_FOUND, "homeless/x/y",
		     "no parents outside home, whose name begins so");
	go_to("homeless");
	check_found("outside", in_sandbox("homeless/fly.toml"),
		    "outside home the current directory");
	setenv("HOME", "/", 1);
	go_to("homeless/x/y");
	check_failed(ERR_NOT_FOUND, "homeless/x/y",
		     "a home that is the root is no reason to go up");
	setenv("HOME", "relative", 1);
	check_failed(ERR_NOT_FOUND, "homeless/x/y", "a relative home");
	unsetenv("HOME");
	check_failed(ERR_NOT_FOUND, "homeless/x/y", "no HOME");
	sandbox_need(symlink("homeless", in_sandbox("linked")), "symlink");
	setenv("HOME", in_sandbox("linked"), 1);
	check_found("outside", in_sandbox("homeless/fly.toml"),
		    "a home behind a symbolic link");
	setenv("HOME", in_sandbox("homeless//"), 1);
	check_found("outside", "~/fly.toml", "a home with slashes at its end");
	setenv("HOME", in_sandbox("home"), 1);
}

static void test_no_directory(void)
{
	make_directory("home/gone");
	go_to("home/gone");
	sandbox_need(rmdir(in_sandbox("home/gone")), "rmdir");
	check_failed(ERR_NOT_FOUND, "not there any more",
		     "a directory that was removed");
	sandbox_need(chdir("/"), "chdir");
	if (access("/fly.toml", F_OK) < 0)
		check_failed(ERR_NOT_FOUND, "fly.yaml in /", "in the root");
}

/* Where we are may be open to us although the way there is not. */
static void test_closed_parent(void)
{
	make_directory("home/closed/inner");
	make_file("home/closed/inner/fly.toml", "app = 'inner'");
	go_to("home/closed/inner");
	sandbox_need(chmod(in_sandbox("home/closed"), 0), "chmod");
	if (geteuid() == 0)
		sandbox_need(seteuid(12345), "seteuid");
	check_found("inner", "~/closed/inner/fly.toml",
		    "a directory below a closed one");
	if (getuid() == 0)
		sandbox_need(seteuid(0), "seteuid");
	sandbox_need(chmod(in_sandbox("home/closed"), 0755), "chmod");
}

static void test_names(void)
{
	static const struct {
		const char *text;
		const char *message; /* NULL: a good name */
	} cases[] = {
		{"app = 'a'", NULL},
		{"app = '0-9_a-z-'", NULL},
		{"app = 'a23456789012345678901234567890123456789012345678901234"
		 "567890123'",
		 NULL},
		{"app = 'Shop'", "'Shop' has upper-case letters"},
		{"app = 'a b'", "'a b' is no name"},
		{"app = '../x'", "'../x' is no name"},
		{"app = \"\\u001b[31mred\"", "'?[31mred' is no name"},
		{"app = \"a\\nb\"", "'a?b' is no name"},
		{"app = \"a\\u202e\"", "?' is no name"},
		{"app = \"$(id)\"", "'$(id)' is no name"},
	};
	size_t i;

	make_directory("home/names");
	go_to("home/names");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CLEANUP(project_clear) struct project project = PROJECT_EMPTY;
		struct error err = {.message = ""};
		bool done;

		make_file("home/names/fly.toml", cases[i].text);
		done = project_find(&project, &err);
		ok(cases[i].message
			   ? !done && err.code == ERR_USAGE &&
				     strstr(err.message, cases[i].message)
			   : done,
		   "%s: %s", cases[i].text, err.message);
	}
	make_directory("home/names/\x1b[2J");
	go_to("home/names/\x1b[2J");
	make_file("home/names/\x1b[2J/fly.toml", "app = 'a'");
	check_found("a", "~/names/?[2J/fly.toml",
		    "an escape sequence in a directory's name");
}

int main(void)
{
	sandbox_make();
	test_order();
	test_parents();
	test_outside();
	test_no_directory();
	test_closed_parent();
	test_names();
	return tap_done();
}
