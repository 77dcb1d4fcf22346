/* SPDX-License-Identifier: MIT */
/* fly-cred init: makes the store and leaves it open. */
#include "config.h"

#include "cli/ask-key.h"
#include "cli/command.h"
#include "resolve/settings.h"
#include "store/create.h"

#include <stdio.h>

struct values {
	const char *key_file;
	int64_t timeout;
};

static const struct option_row options[] = {
	{0, "key-file", OPTION_TEXT, "FILE",
	 "open it with FILE (made if absent), no passphrase",
	 offsetof(struct values, key_file)},
	{'t', "timeout", OPTION_DURATION, "D",
	 "lock it again after D (default 8h, at most 24h)",
	 offsetof(struct values, timeout)},
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SETTINGS struct settings settings = SETTINGS_EMPTY;
	AUTO_KEY_SECRET struct key_secret secret = {.bytes = SECRET_EMPTY};
	AUTO_STORE struct store store = STORE_CLOSED;
	int64_t timeout;

	(void)arguments;
	if (!settings_load(&settings, err) || !store_is_absent(err) ||
	    !choose_timeout(values->timeout, settings.store_timeout, &timeout,
			    err) ||
	    !ask_new_key(values->key_file, &secret, err) ||
	    !store_create(&secret, &store, err))
		return false;
	fprintf(stderr, "fly-cred: made the store in %s\n", store.path);
	return keep_key(&store, timeout, err);
}

const struct command command_init = {
	.name = "init",
	.arguments = "",
	.summary = "make the encrypted store",
	.example = "fly-cred init",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
