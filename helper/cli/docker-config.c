/* SPDX-License-Identifier: MIT */
/* docker's config.json as a JSON value. */
#include "config.h"

#include "cli/docker-config.h"

#include "util/origin.h"

#include <stdio.h>
#include <string.h>

#define HELPER	    "fly" /* docker puts "docker-credential-" before it */
#define PLACEHOLDER "removed by fly-cred"
#define SPACE	    " \t\r\n"
#define DEPTH_MAX   64
#define LAYOUT                                                   \
	(JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_PRETTY_TAB | \
	 JSON_C_TO_STRING_NOSLASHESCAPE)

static json_object *member(json_object *object, const char *name)
{
	json_object *value = NULL;

	json_object_object_get_ex(object, name, &value);
	return json_object_is_type(value, json_type_object) ? value : NULL;
}

/* What is not in order to the last byte would not come back out whole. */
static json_object *parse(const struct secret *text)
{
	json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	json_object *config;
	size_t end = text->length;

	while (end && strchr(SPACE, text->data[end - 1]))
		end--;
	if (tokener == NULL)
		return NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	config = json_tokener_parse_ex(tokener, text->data, (int)end);
	if (json_tokener_get_error(tokener) != json_tokener_success ||
	    json_tokener_get_parse_end(tokener) != end) {
		json_object_put(config);
		config = NULL;
	}
	json_tokener_free(tokener);
	return config;
}

/* json-c makes the nearest number it has of one that has too many digits. */
static bool is_cut(json_object *number)
{
	return json_object_get_uint64(number) == UINT64_MAX ||
	       json_object_get_int64(number) == INT64_MIN;
}

/* Whether every number below the value comes out again as it went in. */
static bool is_whole(json_object *value)
{
	size_t i;

	if (json_object_is_type(value, json_type_int))
		return !is_cut(value);
	if (json_object_is_type(value, json_type_array))
		for (i = 0; i < json_object_array_length(value); i++)
			if (!is_whole(json_object_array_get_idx(value, i)))
				return false;
	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, inner)
		{
			(void)key;
			if (!is_whole(inner))
				return false;
		}
	}
	return true;
}

bool docker_config_parse(const struct secret *text, const char *path,
			 json_object **ret_config, struct error *err)
{
	bool blank = strspn(secret_text(text), SPACE) == text->length;
	json_object *config = blank ? json_object_new_object() : parse(text);

	if (!json_object_is_type(config, json_type_object)) {
		json_object_put(config);
		return fail(err, ERR_USAGE,
			    "%s is not a JSON object; mend it first", path);
	}
	if (!is_whole(config)) {
		json_object_put(config);
		return fail(err, ERR_USAGE,
			    "%s holds a number of more than 64 bits, which "
			    "would change; add the helper by hand",
			    path);
	}
	*ret_config = config;
	return true;
}

void docker_config_write(json_object *config, struct secret *ret_text)
{
	secret_append_string(ret_text,
			     json_object_to_json_string_ext(config, LAYOUT));
	secret_append(ret_text, "\n", 1);
}

/* Whether a key of auths stands for the host, however it is written. */
static bool is_for(const char *key, const char *host)
{
	AUTO_FREE char *normal = NULL;
	struct error ignored;

	return host_normalise(key, &normal, &ignored) &&
	       strcmp(normal, host) == 0;
}

/* The first key of auths that stands for the host, or NULL. */
static const char *entry_for(json_object *auths, const char *host)
{
	json_object_object_foreach(auths, key, value)
	{
		(void)value;
		if (is_for(key, host))
			return key;
	}
	return NULL;
}

json_object *docker_config_entry(json_object *config, const char *host)
{
	json_object *auths = member(config, "auths");
	const char *key = auths ? entry_for(auths, host) : NULL;

	return key ? member(auths, key) : NULL;
}

static void remove_entries(json_object *config, const char *host,
			   struct docker_changes *changes)
{
	json_object *auths = member(config, "auths");
	const char *key;

	while (auths && (key = entry_for(auths, host))) {
		snprintf(changes->entry, sizeof(changes->entry),
			 "  - auths: %s (docker's own copy of a token)", host);
		json_object_object_del(auths, key);
	}
}

void docker_config_add(json_object *config, const char *host,
		       struct docker_changes *ret_changes)
{
	json_object *helpers = member(config, "credHelpers"), *old = NULL;
	const char *old_name = NULL;

	*ret_changes = (struct docker_changes){"", ""};
	if (helpers && json_object_object_get_ex(helpers, host, &old))
		old_name = json_object_get_string(old);
	if (old_name == NULL || strcmp(old_name, HELPER) != 0) {
		snprintf(ret_changes->helper, sizeof(ret_changes->helper),
			 "  + credHelpers: %s: %s%s%.60s", host, HELPER,
			 old_name ? ", in place of " : "",
			 old_name ? old_name : "");
		if (helpers == NULL) {
			helpers = json_object_new_object();
			json_object_object_add(config, "credHelpers", helpers);
		}
		json_object_object_add(helpers, host,
				       json_object_new_string(HELPER));
	}
	remove_entries(config, host, ret_changes);
}

void docker_config_remove(json_object *config, const char *host,
			  struct docker_changes *ret_changes)
{
	json_object *helpers = member(config, "credHelpers"), *old = NULL;

	*ret_changes = (struct docker_changes){"", ""};
	if (helpers == NULL ||
	    !json_object_object_get_ex(helpers, host, &old) ||
	    strcmp(json_object_get_string(old), HELPER) != 0)
		return;
	snprintf(ret_changes->helper, sizeof(ret_changes->helper),
		 "  - credHelpers: %s: %s", host, HELPER);
	json_object_object_del(helpers, host);
	if (json_object_object_length(helpers) == 0)
		json_object_object_del(config, "credHelpers");
}

/*
 * Copies those members of before's object name that stand for the host, unless
 * there is one already: that is newer.
 */
static void restore_members(json_object *config, json_object *before,
			    const char *name, const char *host)
{
	json_object *from = member(before, name), *to = member(config, name);

	if (from == NULL || entry_for(from, host) == NULL ||
	    (to && entry_for(to, host)))
		return;
	if (to == NULL) {
		to = json_object_new_object();
		json_object_object_add(config, name, to);
	}
	json_object_object_foreach(from, key, value)
	{
		if (is_for(key, host))
			json_object_object_add(to, key, json_object_get(value));
	}
}

void docker_config_restore(json_object *config, json_object *before,
			   const char *host)
{
	restore_members(config, before, "credHelpers", host);
	restore_members(config, before, "auths", host);
}

static void redact_texts(json_object *object)
{
	json_object_object_foreach(object, key, value)
	{
		if (json_object_is_type(value, json_type_object))
			redact_texts(value);
		else
			json_object_object_add(
				object, key,
				json_object_new_string(PLACEHOLDER));
	}
}

void docker_config_redact(json_object *config)
{
	/* A proxy's address may hold a password. */
	static const char *const secret[] = {"auths", "HttpHeaders", "proxies"};
	size_t i;

	for (i = 0; i < sizeof(secret) / sizeof(secret[0]); i++) {
		json_object *value = member(config, secret[i]);

		if (value)
			redact_texts(value);
	}
}
