/* SPDX-License-Identifier: MIT */
/* fly-cred lock: closes the store for every process at once. */
#include "config.h"

#include "cli/command.h"
#include "store/key.h"

static const struct option_row options[] = {
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;

	(void)data;
	(void)arguments;
	return store_open(&store, err) && key_forget(&store, err);
}

const struct command command_lock = {
	.name = "lock",
	.arguments = "",
	.summary = "close the store",
	.example = "fly-cred lock",
	.options = options,
	.run = run,
};
