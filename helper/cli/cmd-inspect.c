/* SPDX-License-Identifier: MIT */
/* fly-cred inspect: explains a token from standard input, offline. */
#include "config.h"

#include "cli/command.h"
#include "cli/inspect-report.h"
#include "token/intake.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>
#include <unistd.h>

struct values {
	bool json;
};

static const struct option_row options[] = {
	{'j', "json", OPTION_FLAG, NULL,
	 "print JSON, with the caveats in Fly's form",
	 offsetof(struct values, json)},
	{.name = NULL},
};

static void print_json(const struct bundle *bundle)
{
	struct json_object *array = inspect_json(bundle);
	size_t others = bundle_count(bundle, TOKEN_OAUTH);

	puts(json_object_to_json_string_ext(
		array,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(array);
	if (others)
		fprintf(stderr,
			"fly-cred: left out %zu login%s (OAuth), which hold%s "
			"nothing to show\n",
			others, others == 1 ? "" : "s", others == 1 ? "s" : "");
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	AUTO_SECRET struct secret report = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct intake intake;

	(void)arguments;
	if (!secret_read(&text, STDIN_FILENO, INTAKE_LIMIT, "the token", err) ||
	    !intake_normalize(secret_slice(&text), &normal, &intake, err) ||
	    !bundle_parse(secret_slice(&normal), &bundle, err))
		return false;
	if (values->json) {
		print_json(&bundle);
		return true;
	}
	inspect_words(&bundle, clock_now(), &report);
	return secret_write(&report, STDOUT_FILENO, "the report", err);
}

const struct command command_inspect = {
	.name = "inspect",
	.arguments = "",
	.summary = "explain a token from standard input, offline",
	.example = "fly-cred get --app shop | fly-cred inspect",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
