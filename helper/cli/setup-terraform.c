/* SPDX-License-Identifier: MIT */
/* fly-cred setup terraform: makes terraform and OpenTofu ask fly-cred. */
#include "config.h"

#include "cli/setup-terraform.h"

#include "cli/foreign-file.h"
#include "cli/open-session.h"
#include "cli/plugin-link.h"
#include "cli/setup-shim.h"
#include "cli/terraform-config.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

#define HELPER "fly"
#define LINE   "credentials_helper \"" HELPER "\" {}"

struct edit {
	char *path; /* of the CLI configuration */
	struct secret before;
	struct terraform_helper helper; /* in it */
	struct plugin_link link;
};

static void edit_clear(struct edit *edit)
{
	free(edit->path);
	secret_clear(&edit->before);
	plugin_link_clear(&edit->link);
}

static char *below_home(const char *name)
{
	const char *home = getenv("HOME");

	return alloc_formatted("%s/%s", home ? home : "", name);
}

static char *config_path(void)
{
	const char *chosen = getenv("TF_CLI_CONFIG_FILE");

	if (chosen == NULL || *chosen == '\0')
		chosen = getenv("TERRAFORM_CONFIG");
	return chosen && *chosen ? alloc_string(chosen)
				 : below_home(".terraformrc");
}

/* Where there is one, OpenTofu does not read terraform's. */
static void warn_tofu(const char *path)
{
	AUTO_FREE char *other = below_home(".tofurc");

	if (strcmp(path, other) != 0 && access(other, F_OK) == 0)
		fprintf(stderr,
			"fly-cred: OpenTofu reads ~/.tofurc instead; for that "
			"'TF_CLI_CONFIG_FILE=~/.tofurc fly-cred setup "
			"terraform'\n");
}

static bool edit_open(struct edit *edit, bool create, struct error *err)
{
	AUTO_FREE char *path = config_path();

	if (!foreign_file_locate(path, create, &edit->path, err) ||
	    !foreign_file_read(edit->path, &edit->before, err) ||
	    !plugin_link_find(&edit->link, err))
		return false;
	warn_tofu(path);
	return terraform_config_find(secret_slice(&edit->before),
				     &edit->helper, err) ||
	       fail(err, err->code,
		    "%s:%s; mend it, or add by hand: " LINE, edit->path,
		    err->message);
}

static bool is_ours(const struct edit *edit)
{
	return edit->helper.is_there && strcmp(edit->helper.name, HELPER) == 0;
}

/* terraform takes no more than one. */
static bool check_free(const struct edit *edit, struct error *err)
{
	char shown[TERRAFORM_NAME_SIZE + 8];

	if (!edit->helper.is_there || is_ours(edit))
		return true;
	text_printable(edit->helper.name, shown, sizeof(shown));
	return fail(err, ERR_FAILED,
		    "%s has the credentials helper '%s', and terraform takes "
		    "one; take it out first",
		    edit->path, shown);
}

static void append_line(const struct secret *before, struct secret *after)
{
	secret_append(after, before->data, before->length);
	if (after->length && after->data[after->length - 1] != '\n')
		secret_append(after, "\n", 1);
	secret_append_string(after, LINE "\n");
}

static bool add_line(struct session *session, const struct edit *edit,
		     struct error *err)
{
	struct setup_place place = {edit->path, "terraform"};
	AUTO_SECRET struct secret after = SECRET_EMPTY;

	append_line(&edit->before, &after);
	return setup_remember(&session->store, &place,
			      secret_slice(&edit->before),
			      secret_slice(&after), err) &&
	       ((foreign_file_can_write(edit->path, err) &&
		 foreign_file_write(edit->path, &after, err)) ||
		setup_fail_write(err));
}

static bool add(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.before = SECRET_EMPTY};

	if (!edit_open(&edit, !dry_run, err) || !check_free(&edit, err))
		return false;
	if (is_ours(&edit) && edit.link.is_there) {
		puts("terraform asks fly-cred already");
		return true;
	}
	if (!edit.link.is_there)
		printf("%s:\n+ link to %s\n", edit.link.path, edit.link.target);
	if (!is_ours(&edit))
		printf("%s:\n+ " LINE "\n", edit.path);
	if (dry_run)
		return true;
	if (!edit.link.is_there && !plugin_link_make(&edit.link, err))
		return setup_fail_write(err);
	return is_ours(&edit) || add_line(session, &edit, err);
}

/* The block goes with the end of its line. */
static void cut_block(const struct edit *edit, struct secret *after)
{
	const struct secret *text = &edit->before;
	size_t end = edit->helper.end;

	if (end < text->length && text->data[end] == '\n')
		end++;
	secret_append(after, text->data, edit->helper.start);
	secret_append(after, text->data + end, text->length - end);
}

static bool remove_line(struct session *session, const struct edit *edit,
			struct error *err)
{
	struct setup_place place = {edit->path, "terraform"};
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	bool untouched = false;

	if (!setup_recall(&session->store, &place, secret_slice(&edit->before),
			  &text, &untouched, err))
		return false;
	if (!untouched) {
		secret_clear(&text);
		cut_block(edit, &text);
	}
	if (!foreign_file_write(edit->path, &text, err))
		return setup_fail_write(err);
	return setup_forget(&session->store, &place, err);
}

static bool undo(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {.before = SECRET_EMPTY};

	if (!edit_open(&edit, false, err))
		return false;
	if (!is_ours(&edit) && !edit.link.is_there) {
		puts("terraform does not ask fly-cred");
		return true;
	}
	if (is_ours(&edit))
		printf("%s:\n- " LINE "\n", edit.path);
	if (edit.link.is_there)
		printf("%s:\n- link\n", edit.link.path);
	if (dry_run)
		return true;
	return (!is_ours(&edit) || remove_line(session, &edit, err)) &&
	       (!edit.link.is_there || plugin_link_remove(&edit.link, err) ||
		setup_fail_write(err));
}

bool setup_terraform(const struct setup_request *request, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	if (request->shim)
		return setup_shim(request, err);
	return open_session(&session, err) &&
	       (request->undo ? undo : add)(&session, request->dry_run, err);
}
