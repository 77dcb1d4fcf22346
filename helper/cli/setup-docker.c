/* SPDX-License-Identifier: MIT */
/*
 * fly-cred setup docker and podman: makes them ask fly-cred for Fly's registry.
 * Their files have the same form (containers-auth.json(5)).
 */
#include "config.h"

#include "cli/setup-docker.h"

#include "cli/docker-config.h"
#include "cli/docker-use.h"
#include "cli/foreign-file.h"
#include "cli/open-session.h"
#include "util/alloc.h"

#include <stdio.h>
#include <string.h>

#define BACKUP_SUFFIX ".before-fly-cred"

static void clear_config(json_object **config)
{
	json_object_put(*config);
}

/* A program, and the file that we change for it. */
struct registry_client {
	const char *name;
	char *(*path)(void); /* the caller frees what it returns */
};

/* One change of the file, from its text before to its text after. */
struct edit {
	const struct registry_client *client;
	char *path;
	const char *host; /* of the registry */
	struct secret before, after;
	struct docker_changes changes;
};

static void edit_clear(struct edit *edit)
{
	free(edit->path);
	secret_clear(&edit->before);
	secret_clear(&edit->after);
}

typedef void change_config(json_object *config, const char *host,
			   struct docker_changes *ret_changes);

static bool edit_make(struct edit *edit, change_config *change, bool create,
		      struct error *err)
{
	AUTO_FREE char *path = edit->client->path();
	CLEANUP(clear_config) json_object *config = NULL;

	if (!foreign_file_locate(path, create, &edit->path, err) ||
	    !foreign_file_read(edit->path, &edit->before, err) ||
	    !docker_config_parse(&edit->before, edit->path, &config, err))
		return false;
	change(config, edit->host, &edit->changes);
	docker_config_write(config, &edit->after);
	return true;
}

static void show(const struct edit *edit)
{
	printf("%s:\n", edit->path);
	if (*edit->changes.helper)
		puts(edit->changes.helper);
	if (*edit->changes.entry)
		puts(edit->changes.entry);
}

static bool is_nothing(const struct edit *edit)
{
	return !*edit->changes.helper && !*edit->changes.entry;
}

static struct setup_place place_of(const struct edit *edit)
{
	return (struct setup_place){edit->path, edit->host};
}

/*
 * What --undo shall bring back. Where docker asked us already, that is what
 * was there before we came, with what others have changed since.
 */
static bool find_first(struct store *store, const struct edit *edit,
		       struct secret *ret_first, struct error *err)
{
	AUTO_SECRET struct secret before = SECRET_EMPTY;
	CLEANUP(clear_config) json_object *config = NULL, *old = NULL;
	struct setup_place place = place_of(edit);
	struct docker_changes ignored;
	bool untouched;

	if (*edit->changes.helper) {
		secret_append(ret_first, edit->before.data,
			      edit->before.length);
		return true;
	}
	if (!setup_recall(store, &place, secret_slice(&edit->before), &before,
			  &untouched, err) ||
	    !docker_config_parse(&before, edit->path, &old, err) ||
	    !docker_config_parse(&edit->before, edit->path, &config, err))
		return false;
	docker_config_remove(config, edit->host, &ignored);
	docker_config_restore(config, old, edit->host);
	docker_config_write(config, ret_first);
	return true;
}

/* What the file held, for --undo. */
static bool remember(struct store *store, const struct edit *edit,
		     struct error *err)
{
	AUTO_SECRET struct secret first = SECRET_EMPTY;
	struct setup_place place = place_of(edit);

	return find_first(store, edit, &first, err) &&
	       setup_remember(store, &place, secret_slice(&first),
			      secret_slice(&edit->after), err);
}

static bool write_backup(const struct edit *edit, struct error *err)
{
	AUTO_FREE char *path = alloc_formatted("%s" BACKUP_SUFFIX, edit->path);
	CLEANUP(clear_config) json_object *config = NULL;
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	if (edit->before.length == 0)
		return true; /* there was no file */
	if (!docker_config_parse(&edit->before, edit->path, &config, err))
		return false;
	docker_config_redact(config);
	docker_config_write(config, &text);
	if (!foreign_file_write(path, &text, err))
		return false;
	printf("a copy without secrets is in %s\n", path);
	return true;
}

/* podman and its like look into a file of the running system before ours. */
static void warn_shadow(const struct edit *edit)
{
	AUTO_FREE char *first = podman_first_path();
	CLEANUP(docker_use_clear) struct docker_use use = {.helper = NULL};
	struct error ignored;

	if (edit->client->path != podman_config_path || first == NULL ||
	    !docker_config_use(first, edit->host, &use, &ignored) ||
	    (!use.has_entry && (use.helper == NULL || use.is_ours)))
		return;
	fprintf(stderr,
		"fly-cred: podman has credentials for %s in %s, and takes "
		"those first; run 'podman logout %s'\n",
		edit->host, first, edit->host);
}

static bool add(struct session *session, const struct registry_client *client,
		bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {
		.client = client, .host = session->settings.registry_host};

	if (!edit_make(&edit, docker_config_add, !dry_run, err))
		return false;
	setup_warn_path("docker-credential-fly", client->name);
	warn_shadow(&edit);
	if (is_nothing(&edit)) {
		printf("%s asks fly-cred for %s already\n", client->name,
		       edit.host);
		return true;
	}
	show(&edit);
	if (dry_run)
		return true;
	if (!remember(&session->store, &edit, err))
		return false;
	return (write_backup(&edit, err) &&
		foreign_file_write(edit.path, &edit.after, err)) ||
	       setup_fail_write(err);
}

/* Makes edit.after what it was, as far as others have not changed it since. */
static bool restore(struct store *store, struct edit *edit, struct error *err)
{
	AUTO_SECRET struct secret before = SECRET_EMPTY;
	CLEANUP(clear_config) json_object *config = NULL, *old = NULL;
	struct setup_place place = place_of(edit);
	bool untouched = false;

	if (!setup_recall(store, &place, secret_slice(&edit->before), &before,
			  &untouched, err) ||
	    !docker_config_parse(&before, edit->path, &old, err) ||
	    !docker_config_parse(&edit->after, edit->path, &config, err))
		return false;
	secret_clear(&edit->after);
	if (untouched) {
		secret_append(&edit->after, before.data, before.length);
		return true;
	}
	docker_config_restore(config, old, edit->host);
	docker_config_write(config, &edit->after);
	return true;
}

static bool undo(struct session *session, const struct registry_client *client,
		 bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {
		.client = client, .host = session->settings.registry_host};
	struct setup_place place;

	if (!edit_make(&edit, docker_config_remove, false, err))
		return false;
	if (is_nothing(&edit)) {
		printf("%s does not ask fly-cred for %s\n", client->name,
		       edit.host);
		return true;
	}
	show(&edit);
	if (dry_run)
		return true;
	if (!restore(&session->store, &edit, err))
		return false;
	if (!foreign_file_write(edit.path, &edit.after, err))
		return setup_fail_write(err);
	place = place_of(&edit);
	return setup_forget(&session->store, &place, err);
}

static bool set_up(const struct registry_client *client,
		   const struct setup_request *request, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	return open_session(&session, err) &&
	       (request->undo ? undo : add)(&session, client, request->dry_run,
					    err);
}

bool setup_docker(const struct setup_request *request, struct error *err)
{
	static const struct registry_client docker = {"docker",
						      docker_config_path};

	return set_up(&docker, request, err);
}

bool setup_podman(const struct setup_request *request, struct error *err)
{
	static const struct registry_client podman = {"podman",
						      podman_config_path};

	return set_up(&podman, request, err);
}
