/* SPDX-License-Identifier: MIT */
/* fly-cred setup shell: the hook in the settings of one's shell. */
#include "config.h"

#include "cli/setup-shell.h"

#include "cli/foreign-file.h"
#include "resolve/paths.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shell_file {
	const char *shell;
	const char *line;
	const char *variable; /* of the directory, where it may be set */
	const char *otherwise; /* below the home directory, else */
	const char *name;
};

static const struct shell_file files[] = {
	{"bash", "eval \"$(fly-cred hook bash)\"", NULL, "", ".bashrc"},
	{"zsh", "eval \"$(fly-cred hook zsh)\"", "ZDOTDIR", "", ".zshrc"},
	{"fish", "fly-cred hook fish | source", "XDG_CONFIG_HOME", ".config/",
	 "fish/config.fish"},
};

/* The file, and its text before. */
struct edit {
	const struct shell_file *file;
	char *path;
	struct secret before;
};

static void edit_clear(struct edit *edit)
{
	free(edit->path);
	secret_clear(&edit->before);
}

static bool choose(const struct shell_file **ret_file, struct error *err)
{
	const char *shell = getenv("SHELL"), *name;
	size_t i;

	name = shell && strrchr(shell, '/') ? strrchr(shell, '/') + 1 : "";
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(name, files[i].shell) == 0) {
			*ret_file = &files[i];
			return true;
		}
	return fail(err, ERR_USAGE,
		    "there are hooks for bash, zsh and fish, and SHELL names "
		    "none of them; set SHELL=/bin/bash or the like");
}

static bool edit_open(struct edit *edit, bool create, struct error *err)
{
	AUTO_FREE char *home = home_directory(), *path = NULL;
	const char *directory;

	if (!choose(&edit->file, err))
		return false;
	directory = edit->file->variable ? getenv(edit->file->variable) : NULL;
	path = directory && *directory == '/'
		       ? alloc_formatted("%s/%s", directory, edit->file->name)
		       : alloc_formatted("%s/%s%s", home ? home : "",
					 edit->file->otherwise,
					 edit->file->name);
	return foreign_file_locate(path, create, &edit->path, err) &&
	       foreign_file_read(edit->path, &edit->before, err);
}

/* Where the line is in the text, with its end; NULL when it is not there. */
static const char *find_line(const struct edit *edit, size_t *ret_length)
{
	const char *text = secret_text(&edit->before), *at = text;
	size_t length = strlen(edit->file->line);

	while ((at = strstr(at, edit->file->line))) {
		bool starts = at == text || at[-1] == '\n';

		*ret_length = length + (at[length] == '\n');
		if (starts && (at[length] == '\n' || at[length] == '\0'))
			return at;
		at += length;
	}
	return NULL;
}

static bool replace(const struct edit *edit, const struct secret *text,
		    struct error *err)
{
	return (foreign_file_can_write(edit->path, err) &&
		foreign_file_write(edit->path, text, err)) ||
	       setup_fail_write(err);
}

static bool add(const struct setup_request *request, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.before = SECRET_EMPTY};
	AUTO_SECRET struct secret after = SECRET_EMPTY;
	size_t length;

	if (!edit_open(&edit, !request->dry_run, err))
		return false;
	if (find_line(&edit, &length)) {
		printf("%s has the hook already\n", edit.path);
		return true;
	}
	printf("%s:\n+ %s\n", edit.path, edit.file->line);
	if (request->dry_run)
		return true;
	secret_append(&after, edit.before.data, edit.before.length);
	if (after.length && after.data[after.length - 1] != '\n')
		secret_append(&after, "\n", 1);
	secret_append_string(&after, edit.file->line);
	secret_append(&after, "\n", 1);
	return replace(&edit, &after, err);
}

static bool undo(const struct setup_request *request, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.before = SECRET_EMPTY};
	AUTO_SECRET struct secret after = SECRET_EMPTY;
	const char *line;
	size_t length, start;

	if (!edit_open(&edit, false, err))
		return false;
	line = find_line(&edit, &length);
	if (line == NULL) {
		printf("%s has no hook\n", edit.path);
		return true;
	}
	printf("%s:\n- %s\n", edit.path, edit.file->line);
	if (request->dry_run)
		return true;
	start = (size_t)(line - secret_text(&edit.before));
	secret_append(&after, edit.before.data, start);
	secret_append_string(&after, line + length);
	return replace(&edit, &after, err);
}

bool setup_shell(const struct setup_request *request, struct error *err)
{
	return (request->undo ? undo : add)(request, err);
}
