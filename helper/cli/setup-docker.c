/* SPDX-License-Identifier: MIT */
/* fly-cred setup docker: makes docker ask fly-cred for Fly's registry. */
#include "config.h"

#include "cli/setup-docker.h"

#include "cli/docker-config.h"
#include "cli/docker-use.h"
#include "cli/foreign-file.h"
#include "cli/open-session.h"
#include "store/records.h"
#include "util/alloc.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define BACKUP_SUFFIX ".before-fly-cred"

static void clear_config(json_object **config)
{
	json_object_put(*config);
}

/* One change of the file, from its text before to its text after. */
struct edit {
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
	AUTO_FREE char *path = docker_config_path();
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

static struct record_id memory_id(const struct edit *edit)
{
	return (struct record_id){"setup", "", edit->path, edit->host};
}

static bool fail_memory(const struct edit *edit, struct error *err)
{
	return fail(err, ERR_CORRUPT,
		    "what the store kept of %s is damaged; take '%s' out of "
		    "its credHelpers by hand",
		    edit->path, edit->host);
}

/* What remember() kept: the text before, and whether it is still as we left it.
 */
static bool recall(struct store *store, const struct edit *edit,
		   struct secret *ret_before, bool *ret_untouched,
		   struct error *err)
{
	struct record_id id = memory_id(edit);
	AUTO_RECORD struct record record = RECORD_EMPTY;
	uint8_t hash[32], now[32];
	const char *before;
	size_t size;

	if (!store_read(store, &id, &record, err))
		return err->code == ERR_NOT_FOUND ||
		       (err->code == ERR_CORRUPT && fail_memory(edit, err));
	before = attributes_get(&record.fields, "before");
	size = before ? strlen(before) / 2 : 0;
	secret_reserve(ret_before, size);
	if (before == NULL ||
	    !attributes_get_hex(&record.fields, "before", ret_before->data,
				size) ||
	    !attributes_get_hex(&record.fields, "after_hash", hash,
				sizeof(hash)))
		return fail_memory(edit, err);
	ret_before->length = size;
	ret_before->data[size] = '\0';
	crypto_generichash(now, sizeof(now), (const uint8_t *)edit->before.data,
			   edit->before.length, NULL, 0);
	*ret_untouched = memcmp(hash, now, sizeof(hash)) == 0;
	return true;
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
	struct docker_changes ignored;
	bool untouched;

	if (*edit->changes.helper) {
		secret_append(ret_first, edit->before.data,
			      edit->before.length);
		return true;
	}
	if (!recall(store, edit, &before, &untouched, err) ||
	    !docker_config_parse(&before, edit->path, &old, err) ||
	    !docker_config_parse(&edit->before, edit->path, &config, err))
		return false;
	docker_config_remove(config, edit->host, &ignored);
	docker_config_restore(config, old, edit->host);
	docker_config_write(config, ret_first);
	return true;
}

/* What the file held, for --undo; hashed, what it holds now. */
static bool remember(struct store *store, const struct edit *edit,
		     struct error *err)
{
	struct record_id id = memory_id(edit);
	AUTO_SECRET struct secret text = SECRET_EMPTY, first = SECRET_EMPTY;
	uint8_t hash[32];

	if (!find_first(store, edit, &first, err))
		return false;
	crypto_generichash(hash, sizeof(hash),
			   (const uint8_t *)edit->after.data,
			   edit->after.length, NULL, 0);
	attributes_add_hex(&text, "before", first.data, first.length);
	attributes_add_hex(&text, "after_hash", hash, sizeof(hash));
	return store_write(store, &id, &text, err);
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

static bool fail_write(struct error *err)
{
	return fail(err, err->code, "%s; make the change shown above by hand",
		    err->message);
}

static void warn_path(void)
{
	AUTO_FREE char *path = alloc_string(getenv("PATH") ? getenv("PATH")
							   : "");
	char *rest = path, *entry;

	while ((entry = strsep(&rest, ":"))) {
		AUTO_FREE char *helper = alloc_formatted(
			"%s/docker-credential-fly", entry);

		if (access(helper, X_OK) == 0)
			return;
	}
	fputs("fly-cred: docker-credential-fly is not on PATH, where docker "
	      "looks for it\n",
	      stderr);
}

static bool add(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {
		.host = session->settings.registry_host};

	if (!edit_make(&edit, docker_config_add, !dry_run, err))
		return false;
	warn_path();
	if (is_nothing(&edit)) {
		printf("docker asks fly-cred for %s already\n", edit.host);
		return true;
	}
	show(&edit);
	if (dry_run)
		return true;
	if (!remember(&session->store, &edit, err))
		return false;
	return (write_backup(&edit, err) &&
		foreign_file_write(edit.path, &edit.after, err)) ||
	       fail_write(err);
}

/* Makes edit.after what it was, as far as others have not changed it since. */
static bool restore(struct store *store, struct edit *edit, struct error *err)
{
	AUTO_SECRET struct secret before = SECRET_EMPTY;
	CLEANUP(clear_config) json_object *config = NULL, *old = NULL;
	bool untouched = false;

	if (!recall(store, edit, &before, &untouched, err) ||
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

static bool undo(struct session *session, bool dry_run, struct error *err)
{
	CLEANUP(edit_clear) struct edit edit = {
		.host = session->settings.registry_host};
	struct record_id id;

	if (!edit_make(&edit, docker_config_remove, false, err))
		return false;
	if (is_nothing(&edit)) {
		printf("docker does not ask fly-cred for %s\n",
		       edit.host);
		return true;
	}
	show(&edit);
	if (dry_run)
		return true;
	if (!restore(&session->store, &edit, err))
		return false;
	if (!foreign_file_write(edit.path, &edit.after, err))
		return fail_write(err);
	/* What setup took out is back; nobody needs our copy of it. */
	id = memory_id(&edit);
	return store_remove(&session->store, &id, err);
}

bool setup_docker(const struct setup_request *request, struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;

	return open_session(&session, err) &&
	       (request->undo ? undo : add)(&session, request->dry_run, err);
}
