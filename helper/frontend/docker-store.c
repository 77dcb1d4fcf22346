/* SPDX-License-Identifier: MIT */
/* What docker stored for registries that are not Fly's. */
#include "config.h"

#include "frontend/docker-store.h"

#include "resolve/foreign.h"
#include "store/key.h"
#include "store/records.h"
#include "util/json-text.h"
#include "util/origin.h"

#include <string.h>

/* The lines of an entry. Username and secret are JSON strings. */
#define SERVER	 "server"
#define USERNAME "username"
#define SECRET	 "secret"

static bool find(const struct record *record, struct attributes *ret_entry,
		 struct error *err)
{
	size_t position = 0;

	return (foreign_next(record, &position, ret_entry) &&
		attributes_get(ret_entry, SERVER) &&
		attributes_get(ret_entry, USERNAME) &&
		attributes_get(ret_entry, SECRET)) ||
	       fail(err, ERR_CORRUPT,
		    "what is stored for a registry is incomplete; log in "
		    "there again with 'docker login'");
}

bool docker_store_get(struct store *store, const char *server,
		      struct secret *ret_json, struct error *err)
{
	AUTO_FREE char *host = NULL;
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct foreign_place place = {.tool = FOREIGN_DOCKER};
	struct attributes entry;

	if (!registry_normalise(server, &host, err))
		return false;
	place.host = host;
	if (!foreign_read(store, &place, &record, err) ||
	    !find(&record, &entry, err))
		return false;
	secret_append_string(ret_json, "{\"ServerURL\":");
	json_append_string(ret_json, server);
	secret_append_string(ret_json, ",\"Username\":");
	secret_append_string(ret_json, attributes_get(&entry, USERNAME));
	secret_append_string(ret_json, ",\"Secret\":");
	secret_append_string(ret_json, attributes_get(&entry, SECRET));
	secret_append_string(ret_json, "}\n");
	return true;
}

bool docker_store_put(struct store *store,
		      const struct docker_credential *credential,
		      struct error *err)
{
	AUTO_FREE char *host = NULL;
	struct foreign_place place = {.tool = FOREIGN_DOCKER};
	struct attribute lines[] = {
		{SERVER, secret_text(&credential->server)},
		{USERNAME, secret_text(&credential->username)},
		{SECRET, secret_text(&credential->secret)},
	};
	struct attributes entry = {lines, sizeof(lines) / sizeof(lines[0])};

	if (!registry_normalise(lines[0].value, &host, err))
		return false;
	place.host = host;
	return foreign_put(store, &place, &entry, NULL, err);
}

bool docker_store_erase(struct store *store, const char *server,
			struct error *err)
{
	AUTO_FREE char *host = NULL;
	struct foreign_place place = {.tool = FOREIGN_DOCKER};
	struct attributes all = ATTRIBUTES_EMPTY;

	if (!registry_normalise(server, &host, err))
		return false;
	place.host = host;
	return foreign_drop(store, &place, &all, NULL, err);
}

static bool list_one(const struct record *record, void *data, struct error *err)
{
	struct secret *json = data;
	struct attributes entry;

	if (!foreign_is_of(record, FOREIGN_DOCKER))
		return true;
	if (!find(record, &entry, err))
		return false;
	secret_append_string(json, ",");
	json_append_string(json, attributes_get(&entry, SERVER));
	secret_append_string(json, ":");
	secret_append_string(json, attributes_get(&entry, USERNAME));
	return true;
}

bool docker_store_list(struct store *store, struct secret *json,
		       struct error *err)
{
	if (store->root < 0 && !store_open(store, err))
		return err->code == ERR_NOT_FOUND;
	return (store->key || key_load(store, err)) &&
	       store_each(store, list_one, json, err);
}
