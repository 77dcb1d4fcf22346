/* SPDX-License-Identifier: MIT */
/* fly-cred setup git: makes git ask fly-cred. */
#include "config.h"

#include "cli/setup-git.h"

#include "cli/child-environment.h"
#include "cli/foreign-file.h"
#include "cli/open-session.h"
#include "cli/program-path.h"
#include "util/alloc.h"
#include "util/process.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

#define SETTING	    "credential.helper"
#define HELPER	    "fly"
#define OUTPUT_MAX  ((size_t)64 * 1024)
#define GIT_TIMEOUT INT64_C(60) /* seconds; it may wait for its lock */

struct edit {
	char *git;  /* the program */
	char *path; /* of the file */
	struct secret before;
	struct secret helpers; /* those in it, a NUL behind each */
	bool is_there;	       /* ours is one of them */
};

static void edit_clear(struct edit *edit)
{
	free(edit->git);
	free(edit->path);
	secret_clear(&edit->before);
	secret_clear(&edit->helpers);
}

/* Which file 'git config --global' means (git-config(1), FILES). */
static char *config_path(void)
{
	const char *chosen = getenv("GIT_CONFIG_GLOBAL");
	const char *home = getenv("HOME");
	const char *directory = getenv("XDG_CONFIG_HOME");
	AUTO_FREE char *usual =
		alloc_formatted("%s/.gitconfig", home ? home : "");
	AUTO_FREE char *other = NULL;

	if (chosen && *chosen)
		return alloc_string(chosen);
	other = directory && *directory
			? alloc_formatted("%s/git/config", directory)
			: alloc_formatted("%s/.config/git/config",
					  home ? home : "");
	return access(usual, F_OK) < 0 && access(other, F_OK) == 0
		       ? take_ptr(&other)
		       : take_ptr(&usual);
}

/* Runs 'git config' on the file with the words, of which there are three. */
static bool git_config(const struct edit *edit, const char *const words[3],
		       struct secret *ret_output, int *ret_status,
		       struct error *err)
{
	AUTO_FREE char **environment = environment_without_ours();
	const char *argv[] = {"git",	"config", "--file", edit->path,
			      words[0], words[1], words[2], NULL};
	struct process process = {
		.path = edit->git,
		.argv = argv,
		.environment = (const char *const *)environment,
		.output_limit = OUTPUT_MAX,
		.timeout = GIT_TIMEOUT,
	};

	return process_run(&process, ret_output, ret_status, err);
}

static bool is_ours(const char *helper)
{
	size_t length = strlen(HELPER);

	return strncmp(helper, HELPER, length) == 0 &&
	       (helper[length] == '\0' || helper[length] == ' ');
}

/* What a helper is called; a line of shell may hold a password. */
static void warn_other(const char *helper)
{
	char shown[60] = "!...";

	if (*helper == '\0' || is_ours(helper))
		return;
	if (*helper != '!') {
		text_printable(helper, shown, sizeof(shown));
		shown[strcspn(shown, " ")] = '\0';
	}
	fprintf(stderr,
		"fly-cred: git asks '%s' as well, and has it keep what others "
		"answer; see 'git config --global --get-all " SETTING "'\n",
		shown);
}

static bool read_helpers(struct edit *edit, struct error *err)
{
	const char *const words[3] = {"--null", "--get-all", SETTING};
	const char *at;
	int status;

	if (!git_config(edit, words, &edit->helpers, &status, err))
		return false;
	/* 1: there is none. */
	if (status > 1)
		return fail(err, ERR_USAGE, "git can't read %s; mend it",
			    edit->path);
	for (at = secret_text(&edit->helpers);
	     at < secret_text(&edit->helpers) + edit->helpers.length;
	     at += strlen(at) + 1)
		edit->is_there |= is_ours(at);
	return true;
}

static bool edit_open(struct edit *edit, bool create, struct error *err)
{
	AUTO_FREE char *path = config_path();

	edit->git = program_path("git");
	if (edit->git == NULL)
		return fail(err, ERR_FAILED, "git is not on PATH");
	return foreign_file_locate(path, create, &edit->path, err) &&
	       foreign_file_read(edit->path, &edit->before, err) &&
	       read_helpers(edit, err);
}

static bool change(const struct edit *edit, const char *const words[3],
		   struct error *err)
{
	AUTO_SECRET struct secret output = SECRET_EMPTY;
	int status;

	if (!foreign_file_can_write(edit->path, err) ||
	    !git_config(edit, words, &output, &status, err))
		return setup_fail_write(err);
	if (status == 0)
		return true;
	fail(err, ERR_FAILED, "git can't change %s", edit->path);
	return setup_fail_write(err);
}

/* Kept before anything is changed, and again when it is known what came of it:
 * what is interrupted in between can be undone. */
static bool add_helper(struct session *session, const struct edit *edit,
		       struct error *err)
{
	const char *const words[3] = {"--add", SETTING, HELPER};
	struct setup_place place = {edit->path, "git"};
	AUTO_SECRET struct secret after = SECRET_EMPTY;
	struct slice before = secret_slice(&edit->before);

	return setup_remember(&session->store, &place, before, before, err) &&
	       change(edit, words, err) &&
	       foreign_file_read(edit->path, &after, err) &&
	       setup_remember(&session->store, &place, before,
			      secret_slice(&after), err);
}

static bool add(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.helpers = SECRET_EMPTY};
	const char *at;

	if (!edit_open(&edit, !dry_run, err))
		return false;
	setup_warn_path("git-credential-fly", "git");
	for (at = secret_text(&edit.helpers);
	     at < secret_text(&edit.helpers) + edit.helpers.length;
	     at += strlen(at) + 1)
		warn_other(at);
	if (edit.is_there) {
		puts("git asks fly-cred already");
		return true;
	}
	printf("%s:\n+ " SETTING ": " HELPER "\n", edit.path);
	return dry_run || add_helper(session, &edit, err);
}

/* As it was if nobody else has changed it, else without the helper. */
static bool restore(struct session *session, const struct edit *edit,
		    const struct setup_place *place, struct error *err)
{
	const char *const words[3] = {"--unset-all", SETTING,
				      "^" HELPER "($| )"};
	AUTO_SECRET struct secret before = SECRET_EMPTY;
	bool untouched = false;

	if (!setup_recall(&session->store, place, secret_slice(&edit->before),
			  &before, &untouched, err))
		return false;
	if (!untouched)
		return change(edit, words, err);
	return foreign_file_write(edit->path, &before, err) ||
	       setup_fail_write(err);
}

static bool undo(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.helpers = SECRET_EMPTY};
	struct setup_place place = {.tool = "git"};

	if (!edit_open(&edit, false, err))
		return false;
	if (!edit.is_there) {
		puts("git does not ask fly-cred");
		return true;
	}
	printf("%s:\n- " SETTING ": " HELPER "\n", edit.path);
	place.path = edit.path;
	return dry_run || (restore(session, &edit, &place, err) &&
			   setup_forget(&session->store, &place, err));
}

bool setup_git(const struct setup_request *request, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	return open_session(&session, err) &&
	       (request->undo ? undo : add)(&session, request->dry_run, err);
}
