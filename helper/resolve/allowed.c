/* SPDX-License-Identifier: MIT */
/* Directories in which a person lets the shell's hook export a token. */
#include "config.h"

#include "resolve/allowed.h"

#include "resolve/paths.h"
#include "util/alloc.h"
#include "util/attributes.h"
#include "util/file.h"

#include <sodium.h>
#include <string.h>

#define FILE_MAX  ((size_t)16 * 1024)
#define NAME_SIZE 33

void pin_clear(struct pin *pin)
{
	free(pin->directory);
	free(pin->account);
	free(pin->scope);
	*pin = (struct pin)PIN_EMPTY;
}

static int open_directory(bool create, struct error *err)
{
	AUTO_FREE char *state = state_directory();
	AUTO_FREE char *path = NULL;

	if (state == NULL) {
		fail(err, create ? ERR_USAGE : ERR_NOT_FOUND,
		     "there is no home directory; set HOME");
		return -1;
	}
	path = alloc_joined(state, "/allowed", NULL);
	return directory_open_private(path, create, err);
}

/* Paths have lengths and characters that names of files have not. */
static void name_of(const char *directory, char ret_name[NAME_SIZE])
{
	uint8_t hash[(NAME_SIZE - 1) / 2];

	crypto_generichash(hash, sizeof(hash), (const uint8_t *)directory,
			   strlen(directory), NULL, 0);
	sodium_bin2hex(ret_name, NAME_SIZE, hash, sizeof(hash));
}

bool allowed_keep(const struct pin *pin, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_CLOSE int dir = -1;
	char name[NAME_SIZE];

	if (!attributes_add(&text, "directory", pin->directory, err))
		return fail(err, ERR_USAGE,
			    "the directory has a line break in its path; "
			    "rename it");
	if (!attributes_add(&text, "account", pin->account, err) ||
	    !attributes_add(&text, "scope", pin->scope, err))
		return false;
	attributes_add_number(&text, "organization_number",
			      (int64_t)pin->organization_number);
	attributes_add_number(&text, "app_number", (int64_t)pin->app_number);
	dir = open_directory(true, err);
	if (dir < 0)
		return false;
	name_of(pin->directory, name);
	return file_replace(dir, name, secret_slice(&text), err);
}

static bool read_pin(int dir, const char *directory, struct pin *ret_pin,
		     struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes fields = ATTRIBUTES_EMPTY;
	const char *path, *account, *scope;
	int64_t organization, app;
	char name[NAME_SIZE];

	name_of(directory, name);
	if (!file_read_private(dir, name, FILE_MAX, &text, err))
		return false;
	ret_pin->directory = alloc_string(directory);
	if (!attributes_parse(&text, &fields, err) ||
	    !(path = attributes_get(&fields, "directory")) ||
	    !(account = attributes_get(&fields, "account")) ||
	    !(scope = attributes_get(&fields, "scope")) ||
	    !attributes_get_number(&fields, "organization_number",
				   &organization) ||
	    !attributes_get_number(&fields, "app_number", &app) ||
	    strcmp(path, directory) != 0)
		return fail(err, ERR_CORRUPT,
			    "what was allowed here is damaged; run 'fly-cred "
			    "allow' again");
	ret_pin->account = alloc_string(account);
	ret_pin->scope = alloc_string(scope);
	ret_pin->organization_number = (uint64_t)organization;
	ret_pin->app_number = (uint64_t)app;
	return true;
}

bool allowed_find(const char *directory, struct pin *ret_pin, struct error *err)
{
	AUTO_CLOSE int dir = open_directory(false, err);
	AUTO_FREE char *path = alloc_string(directory);

	while (dir >= 0) {
		char *slash = strrchr(path, '/');

		if (read_pin(dir, path, ret_pin, err))
			return true;
		if (err->code != ERR_NOT_FOUND)
			return false;
		if (slash == NULL || path[1] == '\0')
			break;
		slash[slash == path] = '\0'; /* the root keeps its slash */
	}
	/* The first one that is allowed makes the directory of them. */
	return (dir >= 0 || err->code == ERR_NOT_FOUND) &&
	       fail(err, ERR_NOT_FOUND,
		    "the directory is not allowed; 'fly-cred allow' allows "
		    "one");
}

bool pin_fits(const struct pin *pin, const struct pin *other)
{
	return strcmp(pin->scope, other->scope) == 0 &&
	       strcmp(pin->account, other->account) == 0 &&
	       pin->organization_number == other->organization_number &&
	       pin->app_number == other->app_number;
}

bool allowed_forget(const char *directory, struct error *err)
{
	AUTO_CLOSE int dir = open_directory(false, err);
	char name[NAME_SIZE];

	if (dir < 0)
		return err->code == ERR_NOT_FOUND;
	name_of(directory, name);
	return file_remove(dir, name, err);
}
