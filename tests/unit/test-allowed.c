/* SPDX-License-Identifier: MIT */
/* What is allowed in which directory, and which files are believed. */
#include "config.h"

#include "resolve/allowed.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

#include <dirent.h>

#define ALLOWED "home/.local/state/fly-cred/allowed"

static struct error err;

static struct pin shop_in(const char *directory)
{
	return (struct pin){
		.directory = (char *)directory,
		.account = (char *)"1001@https://api.fly.io",
		.scope = (char *)"app:shop",
		.organization_number = 42,
		.app_number = 4711,
	};
}

/* Whether directory is allowed by what was said of where. */
static bool is_allowed(const char *directory, const char *where)
{
	AUTO_PIN struct pin found = PIN_EMPTY;
	struct pin shop = shop_in(where);

	return allowed_find(directory, &found, &err) &&
	       strcmp(found.directory, where) == 0 && pin_fits(&found, &shop);
}

static bool keep(const char *directory)
{
	struct pin pin = shop_in(directory);

	return allowed_keep(&pin, &err);
}

static bool finds_none(const char *directory)
{
	AUTO_PIN struct pin found = PIN_EMPTY;

	return !allowed_find(directory, &found, &err) &&
	       err.code == ERR_NOT_FOUND && found.directory == NULL;
}

static void check_directories(void)
{
	ok(finds_none("/src/shop"), "at first nothing is allowed");
	ok(allowed_forget("/src/shop", &err), "nor anything to forget");
	ok(keep("/src/shop") && is_allowed("/src/shop", "/src/shop"),
	   "a directory is allowed");
	ok(is_allowed("/src/shop/a/b", "/src/shop"), "and all below it");
	ok(finds_none("/src") && finds_none("/src/shopping") &&
		   finds_none("/") && finds_none("/other"),
	   "but none above or beside it");
	ok(keep("/src/shop/a") && is_allowed("/src/shop/a/b", "/src/shop/a"),
	   "the nearest one counts");
	ok(allowed_forget("/src/shop/a", &err) &&
		   is_allowed("/src/shop/a/b", "/src/shop"),
	   "until it is forgotten");
	ok(keep("/") && is_allowed("/other/x", "/") && is_allowed("/", "/"),
	   "the root is a directory, too");
	ok(allowed_forget("/", &err) && finds_none("/other"), "and forgotten");
	ok(!keep("/src/two\nlines") && err.code == ERR_USAGE,
	   "a path with a line break is refused");
}

static void check_fit(void)
{
	struct pin shop = shop_in("/src"), other;

	other = shop;
	other.app_number = 1;
	ok(!pin_fits(&shop, &other), "another app's number does not fit");
	other = shop;
	other.organization_number = 1;
	ok(!pin_fits(&shop, &other), "nor another organization's");
	other = shop;
	other.scope = (char *)"org:shop";
	ok(!pin_fits(&shop, &other), "nor another scope");
	other = shop;
	other.account = (char *)"1001@https://api.example";
	ok(!pin_fits(&shop, &other), "nor another account");
}

/* The path of the only file in the folder. */
static const char *only_file(void)
{
	static char path[600];
	DIR *listing = opendir(in_sandbox(ALLOWED));
	struct dirent *entry;

	sandbox_need(listing ? 0 : -1, ALLOWED);
	*path = '\0';
	while ((entry = readdir(listing)))
		if (entry->d_name[0] != '.')
			snprintf(path, sizeof(path), ALLOWED "/%s",
				 entry->d_name);
	closedir(listing);
	return path;
}

static bool is_refused(enum error_code code)
{
	AUTO_PIN struct pin found = PIN_EMPTY;

	return !allowed_find("/src/shop", &found, &err) && err.code == code &&
	       found.scope == NULL;
}

static void check_files(void)
{
	struct stat status;

	stat(in_sandbox(ALLOWED), &status);
	ok((status.st_mode & 0777) == 0700, "the folder is closed to others");
	stat(in_sandbox("%s", only_file()), &status);
	ok((status.st_mode & 0777) == 0600, "the files are, too");
	chmod(in_sandbox("%s", only_file()), 0644);
	ok(is_refused(ERR_FAILED), "a file open to others is not believed");
	chmod(in_sandbox("%s", only_file()), 0600);
	make_file(only_file(), "directory=/src/other\naccount=a\nscope=app:s\n"
			       "organization_number=1\napp_number=1\n");
	ok(is_refused(ERR_CORRUPT), "one for another directory is not either");
	make_file(only_file(), "directory=/src/shop\n");
	ok(is_refused(ERR_CORRUPT), "nor one that lacks what is pinned");
	chmod(in_sandbox(ALLOWED), 0755);
	ok(is_refused(ERR_FAILED), "nor any in a folder open to others");
	setenv("XDG_STATE_HOME", in_sandbox("state"), 1);
	ok(finds_none("/src/shop") && keep("/src/shop") &&
		   access(in_sandbox("state/fly-cred/allowed"), F_OK) == 0,
	   "XDG_STATE_HOME moves it");
}

int main(void)
{
	sandbox_make();
	check_directories();
	check_fit();
	check_files();
	return tap_done();
}
