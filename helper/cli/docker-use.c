/* SPDX-License-Identifier: MIT */
/* Whom docker asks for the credentials of one host. */
#include "config.h"

#include "cli/docker-use.h"

#include "cli/docker-config.h"
#include "cli/foreign-file.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <string.h>

char *docker_config_path(void)
{
	const char *directory = getenv("DOCKER_CONFIG");
	const char *home = getenv("HOME");

	if (directory && *directory)
		return alloc_formatted("%s/config.json", directory);
	return alloc_formatted("%s/.docker/config.json", home ? home : "");
}

/* Empty counts as unset. */
static const char *unless_empty(const char *value)
{
	return value && *value ? value : NULL;
}

char *podman_config_path(void)
{
	const char *file = unless_empty(getenv("REGISTRY_AUTH_FILE"));
	const char *config = unless_empty(getenv("XDG_CONFIG_HOME"));
	const char *home = getenv("HOME");

	if (file)
		return alloc_string(file);
	if (config)
		return alloc_formatted("%s/containers/auth.json", config);
	return alloc_formatted("%s/.config/containers/auth.json",
			       home ? home : "");
}

char *podman_first_path(void)
{
	const char *run = unless_empty(getenv("XDG_RUNTIME_DIR"));

	if (run == NULL || unless_empty(getenv("REGISTRY_AUTH_FILE")))
		return NULL;
	return alloc_formatted("%s/containers/auth.json", run);
}

void docker_use_clear(struct docker_use *use)
{
	free(use->helper);
	*use = (struct docker_use){.helper = NULL};
}

/* An entry without a secret only says that a helper has one. */
static bool has_secret(json_object *entry)
{
	static const char *const names[] = {"auth", "password", "identitytoken",
					    "registrytoken"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		json_object *value = NULL;

		if (json_object_object_get_ex(entry, names[i], &value) &&
		    json_object_get_string_len(value) > 0)
			return true;
	}
	return false;
}

static void find_use(json_object *config, const char *host,
		     struct docker_use *use)
{
	json_object *entry = docker_config_entry(config, host);
	json_object *helpers = NULL, *name = NULL;
	char shown[64];

	json_object_object_get_ex(config, "credHelpers", &helpers);
	if (!json_object_is_type(helpers, json_type_object) ||
	    !json_object_object_get_ex(helpers, host, &name))
		json_object_object_get_ex(config, "credsStore", &name);
	if (json_object_get_string_len(name) > 0) {
		text_printable(json_object_get_string(name), shown,
			       sizeof(shown));
		use->helper = alloc_string(shown);
		use->is_ours = strcmp(shown, "fly") == 0;
	}
	use->has_entry = entry && has_secret(entry);
}

bool docker_config_use(const char *path, const char *host,
		       struct docker_use *ret_use, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	json_object *config;

	if (!foreign_file_read(path, &text, err))
		return false;
	if (text.length == 0)
		return fail(err, ERR_NOT_FOUND, "there is no %s", path);
	if (!docker_config_parse(&text, path, &config, err))
		return false;
	docker_use_clear(ret_use);
	find_use(config, host, ret_use);
	json_object_put(config);
	return true;
}
