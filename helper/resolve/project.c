/* SPDX-License-Identifier: MIT */
/* The app of the directory we are in, as flyctl's own file names it. */
#include "config.h"

#include "resolve/project.h"

#include "resolve/json.h"
#include "resolve/name.h"
#include "resolve/paths.h"
#include "resolve/plainfile.h"
#include "resolve/toml.h"
#include "resolve/yaml.h"
#include "util/alloc.h"

#include <string.h>

#define FILE_MAX ((size_t)1024 * 1024)

typedef bool find_string(struct slice text, const char *key,
			 char ret_value[static MARKUP_VALUE_SIZE],
			 struct error *err);

static const struct format {
	const char *name;
	find_string *find;
} formats[] = {
	{"fly.toml", toml_find_string},
	{"fly.json", json_find_string},
	{"fly.yaml", yaml_find_string},
};

/* A file that is there. */
struct source {
	const struct format *format;
	char *file; /* also one that can't be read */
	char *path;
	struct secret text;
};

static void source_clear(struct source *source)
{
	free(source->file);
	free(source->path);
	secret_clear(&source->text);
}

void project_clear(struct project *project)
{
	free(project->app);
	free(project->path);
	free(project->file);
	*project = (struct project)PROJECT_EMPTY;
}

/*
 * Opened by its name alone where we are: parents may be closed to us. Fails
 * with ERR_NOT_FOUND when the directory has none of the files.
 */
static bool read_first(const char *directory, bool is_here,
		       struct source *source, struct error *err)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		AUTO_FREE char *path = alloc_joined(directory, "/",
						    formats[i].name, NULL);
		struct plain_file file = {
			.path = is_here ? formats[i].name : path,
			.display = path,
			.limit = FILE_MAX,
		};

		source->format = &formats[i];
		if (plain_file_read(&file, &source->text, err))
			source->path = path_shown(path);
		else if (err->code == ERR_NOT_FOUND)
			continue;
		source->file = take_ptr(&path);
		return source->path != NULL;
	}
	return false;
}

/* The length of the last directory's path to look into, from here upwards. */
static size_t top_length(const char *here)
{
	AUTO_FREE char *home = home_directory();
	AUTO_FREE char *real = NULL;

	if (home && *home && path_below(here, home))
		return strlen(home);
	/* The current directory has no symbolic links in its name. */
	real = home && *home ? realpath(home, NULL) : NULL;
	if (real && path_below(here, real))
		return strlen(real);
	return strlen(here);
}

static bool fail_absent(const char *here, bool went_up, struct error *err)
{
	AUTO_FREE char *shown = path_shown(*here ? here : "/");

	return fail(err, ERR_NOT_FOUND,
		    "no fly.toml, fly.json or fly.yaml in %s%s", shown,
		    went_up ? " or above it up to home" : "");
}

static bool find_source(struct source *source, struct error *err)
{
	AUTO_FREE char *here = getcwd(NULL, 0);
	AUTO_FREE char *directory = NULL;
	size_t top;

	if (here == NULL || *here != '/')
		return fail(err, ERR_NOT_FOUND,
			    "the current directory is not there any more");
	if (strcmp(here, "/") == 0)
		*here = '\0';
	directory = alloc_string(here);
	top = top_length(here);
	for (;;) {
		size_t length = strlen(directory);

		if (read_first(directory, length == strlen(here), source, err))
			return true;
		if (err->code != ERR_NOT_FOUND)
			return false;
		if (length <= top)
			return fail_absent(here, strlen(here) > top, err);
		*strrchr(directory, '/') = '\0';
	}
}

bool project_find(struct project *ret_project, struct error *err)
{
	CLEANUP(source_clear) struct source source = {.text = SECRET_EMPTY};
	char app[MARKUP_VALUE_SIZE];

	bool found = find_source(&source, err);

	ret_project->file = take_ptr(&source.file);
	if (!found)
		return false;
	if (!source.format->find(secret_slice(&source.text), "app", app, err))
		return fail(err, err->code, "%s:%s", source.path, err->message);
	if (*app == '\0')
		return fail(err, ERR_NOT_FOUND, "%s names no app", source.path);
	if (!name_check(app, SCOPE_APP, source.path, err))
		return false;
	ret_project->app = alloc_string(app);
	ret_project->path = take_ptr(&source.path);
	return true;
}
