/* SPDX-License-Identifier: MIT */
/* fly-cred unlock: opens the store until a time-out or 'fly-cred lock'. */
#include "config.h"

#include "cli/ask-key.h"
#include "cli/command.h"
#include "resolve/settings.h"

struct values {
	const char *key_file;
	int64_t timeout;
};

static const struct option_row options[] = {
	{0, "key-file", OPTION_TEXT, "FILE", "open it with FILE",
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
	return settings_load(&settings, err) && store_open(&store, err) &&
	       choose_timeout(values->timeout, settings.store_timeout, &timeout,
			      err) &&
	       ask_key(values->key_file, &secret, err) &&
	       key_unwrap(&store, &secret, err) &&
	       keep_key(&store, timeout, err);
}

const struct command command_unlock = {
	.name = "unlock",
	.arguments = "",
	.summary = "open the store for some hours",
	.pair_summary = "open the store for some hours, or close it",
	.example = "fly-cred unlock --timeout 2h",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
