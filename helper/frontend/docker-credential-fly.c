/* SPDX-License-Identifier: MIT */
/*
 * docker-credential-fly: docker's credential helper protocol (docker's
 * documentation of "docker login", section "Credential helper protocol"; the
 * sentences it compares are those of docker-credential-helpers,
 * credentials/error.go).
 *
 * docker, podman, skopeo and buildah run it with one verb and ask by host, not
 * by image: the app is the one of the directory they were started in.
 */
#include "config.h"

#include "frontend/announce.h"
#include "frontend/docker-message.h"
#include "frontend/docker-store.h"
#include "resolve/forget.h"
#include "resolve/storeless.h"
#include "util/json-text.h"
#include "util/origin.h"
#include "util/process.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOT_FOUND "credentials not found in native keychain"

static const struct token_request docker_request = {
	.consumer = CONSUMER_DOCKER};

/* Whether it is Fly's registry; others get what docker stored for them. */
static bool is_ours(const char *server, struct session *session, bool *ret_ours,
		    struct error *err)
{
	AUTO_FREE char *host = NULL;

	if (!settings_load(&session->settings, err) ||
	    !host_normalise(server, &host, err))
		return false;
	*ret_ours = strcmp(host, session->settings.registry_host) == 0;
	return true;
}

/* docker says which host, so we say which app, and who chose it. */
static void tell(const struct resolved *resolved)
{
	const struct target *target = &resolved->plan.target;
	char life[DURATION_SIZE];

	duration_format(resolved->life, life);
	fprintf(stderr, "fly-cred: %s %s (from %s), good for %s\n",
		target->scope.kind == SCOPE_APP ? "app" : "organization",
		target->scope.name ? target->scope.name : "not known",
		target->source, life);
	if (*resolved->remark)
		fprintf(stderr, "fly-cred: %s\n", resolved->remark);
}

static bool answer(const char *server, const struct resolved *resolved,
		   struct error *err)
{
	AUTO_SECRET struct secret json = SECRET_EMPTY;

	secret_reserve(&json, resolved->token.length + 512);
	secret_append_string(&json, "{\"ServerURL\":");
	json_append_string(&json, server);
	secret_append_string(&json, ",\"Username\":\"x\",\"Secret\":");
	json_append_string(&json, secret_text(&resolved->token));
	secret_append_string(&json, "}\n");
	return secret_write(&json, STDOUT_FILENO, "the answer", err);
}

static bool get_stored(struct store *store, const char *server,
		       struct error *err)
{
	AUTO_SECRET struct secret json = SECRET_EMPTY;

	if (docker_store_get(store, server, &json, err))
		return secret_write(&json, STDOUT_FILENO, "the answer", err);
	return err->code == ERR_NOT_FOUND
		       ? fail(err, ERR_NOT_FOUND, NOT_FOUND)
		       : false;
}

static bool get(struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	AUTO_SECRET struct secret server = SECRET_EMPTY;
	bool ours;

	if (!docker_read_server(&server, err) ||
	    !is_ours(secret_text(&server), &session, &ours, err))
		return false;
	if (!ours)
		return get_stored(&session.store, secret_text(&server), err);
	if (!resolve_request(&session, session_open, &docker_request, &resolved,
			     err))
		return false;
	if (!session.settings.docker_quiet)
		tell(&resolved);
	announce_login_end(&session, &resolved);
	return answer(secret_text(&server), &resolved, err);
}

/* docker hands our own token back after a login: there is nothing to keep. */
static bool store(struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_DOCKER_CREDENTIAL struct docker_credential credential =
		DOCKER_CREDENTIAL_EMPTY;
	bool ours;

	return docker_read_credential(&credential, err) &&
	       is_ours(secret_text(&credential.server), &session, &ours, err) &&
	       (ours || docker_store_put(&session.store, &credential, err));
}

/*
 * Forgets this directory's issued token, never a login. skopeo crashes when
 * this fails, so that it could not be forgotten is only told. What docker
 * stored is another matter: nobody may think that it is gone when it is not.
 */
static bool erase(struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_SECRET struct secret server = SECRET_EMPTY;
	bool ours;

	if (!docker_read_server(&server, err) ||
	    !is_ours(secret_text(&server), &session, &ours, err))
		return false;
	if (!ours)
		return docker_store_erase(&session.store, secret_text(&server),
					  err);
	if (!session_open(&session, err) ||
	    !resolve_forget(&session, &docker_request, NULL, err))
		fprintf(stderr, "fly-cred: nothing forgotten: %s\n",
			err->message);
	return true;
}

static bool list(struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_SECRET struct secret json = SECRET_EMPTY;

	if (!settings_load(&session.settings, err))
		return false;
	secret_append_string(&json, "{");
	json_append_string(&json, session.settings.registry_host);
	secret_append_string(&json, ":\"x\"");
	if (!docker_store_list(&session.store, &json, err))
		return false;
	secret_append_string(&json, "}\n");
	return secret_write(&json, STDOUT_FILENO, "the list", err);
}

static bool version(struct error *err)
{
	return puts("docker-credential-fly (" PACKAGE_NAME
		    ") " PACKAGE_VERSION) >= 0 ||
	       fail_errno(err, "can't write the version");
}

static bool help(struct error *err)
{
	return puts("usage: docker-credential-fly get|store|erase|list|"
		    "version\n\ndocker runs this; 'fly-cred setup docker' "
		    "makes it do so.") >= 0 ||
	       fail_errno(err, "can't write the help");
}

static bool dispatch(int argc, char **argv, struct error *err)
{
	static const struct {
		const char *verb;
		bool (*run)(struct error *err);
	} verbs[] = {
		{"get", get},	 {"store", store},     {"erase", erase},
		{"list", list},	 {"version", version}, {"--version", version},
		{"-v", version}, {"--help", help},     {"-h", help},
	};
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[1], verbs[i].verb) == 0)
			return verbs[i].run(err);
	return fail(err, ERR_USAGE,
		    "docker-credential-fly takes one of get, store, erase, "
		    "list and version");
}

int main(int argc, char **argv)
{
	struct error err;

	process_harden();
	if (dispatch(argc, argv, &err) && fflush(stdout) == 0)
		return 0;
	/* docker reads the reason from stdout and often keeps it to itself;
	 * stderr is the user's. "Not found" is no news to anybody. */
	puts(err.message);
	if (strcmp(err.message, NOT_FOUND) != 0)
		fprintf(stderr, "fly-cred: %s\n", err.message);
	return 1;
}
