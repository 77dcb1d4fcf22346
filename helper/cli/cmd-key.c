/* SPDX-License-Identifier: MIT */
/* fly-cred key: the ways to open the store, and a new key for it. */
#include "config.h"

#include "cli/ask-key.h"
#include "cli/command.h"
#include "cli/open-session.h"
#include "store/generation.h"
#include "store/key-change.h"
#include "store/key-slot.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

struct values {
	const char *key_file;
	const char *name;
};

static const struct option_row options[] = {
	{0, "key-file", OPTION_TEXT, "FILE",
	 "add, rotate: FILE (made if absent), no passphrase",
	 offsetof(struct values, key_file)},
	{'n', "name", OPTION_TEXT, "NAME",
	 "add: call the new slot NAME (default: its kind)",
	 offsetof(struct values, name)},
	{.name = NULL},
};

static bool print_slot(const struct key_slot *slot, void *data,
		       struct error *err)
{
	char made[TIMESTAMP_SIZE];

	(void)data;
	(void)err;
	timestamp_format(slot->made_at, made);
	printf("%-20s %-12s made %s\n", slot->name, key_kind_name(slot->kind),
	       made);
	return true;
}

static bool list(const struct values *values, const char *name,
		 struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int slots = -1;

	(void)values;
	(void)name;
	if (!store_open(&store, err))
		return false;
	slots = store_directory(&store, GENERATION_SLOTS, err);
	return slots >= 0 && key_slot_each(slots, print_slot, NULL, err);
}

static bool add(const struct values *values, const char *name,
		struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_KEY_SECRET struct key_secret secret = {.bytes = SECRET_EMPTY};

	(void)name;
	return open_session(&session, err) &&
	       ask_new_key(values->key_file, &secret, err) &&
	       key_add(&session.store,
		       values->name ? values->name : key_kind_name(secret.kind),
		       &secret, err);
}

static bool remove_slot(const struct values *values, const char *name,
			struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	(void)values;
	if (name == NULL)
		return fail(err, ERR_USAGE,
			    "name the slot; 'fly-cred key list' shows them");
	if (!store_open(&store, err) || !key_remove(&store, name, err))
		return false;
	fputs("fly-cred: copies of the slot still open copies of the store; "
	      "'fly-cred key rotate' makes them worthless\n",
	      stderr);
	return true;
}

static bool rotate(const struct values *values, const char *name,
		   struct error *err)
{
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_KEY_SECRET struct key_secret secret = {.bytes = SECRET_EMPTY};

	(void)name;
	if (!open_session(&session, err) ||
	    !ask_new_key(values->key_file, &secret, err) ||
	    !key_rotate(&session.store, &secret, err))
		return false;
	fputs("fly-cred: everything is sealed with a new key; other slots are "
	      "gone, add them again\n",
	      stderr);
	return keep_key(&session.store, session.settings.store_timeout, err);
}

static bool run(const void *values, char **arguments, struct error *err)
{
	static const struct {
		const char *verb;
		bool takes_name;
		bool (*run)(const struct values *values, const char *name,
			    struct error *err);
	} verbs[] = {
		{"list", false, list},
		{"add", false, add},
		{"remove", true, remove_slot},
		{"rotate", false, rotate},
	};
	const char *verb = arguments[0] ? arguments[0] : "list";
	const char *name = arguments[0] ? arguments[1] : NULL;
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].verb, verb) != 0)
			continue;
		if (name && !verbs[i].takes_name)
			return fail(err, ERR_USAGE,
				    "key %s takes no argument; see "
				    "'fly-cred key --help'",
				    verb);
		return verbs[i].run(values, name, err);
	}
	return fail(err, ERR_USAGE,
		    "key takes list, add, remove or rotate; see "
		    "'fly-cred key --help'");
}

const struct command command_key = {
	.name = "key",
	.arguments = "[list|add|remove NAME|rotate]",
	.choices = "list add remove rotate",
	.summary = "list and change what opens the store",
	.example = "fly-cred key add --key-file ~/.config/fly-cred.key",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = 2,
	.run = run,
};
