/* SPDX-License-Identifier: MIT */
/* fly-cred status: who is logged in, what applies here, what ends when. */
#include "config.h"

#include "cli/command.h"
#include "cli/request-options.h"
#include "cli/status-report.h"

struct values {
	struct token_request request;
	bool json;
	bool explain;
};

static const struct option_row options[] = {
	SCOPE_OPTIONS(values),
	{'j', "json", OPTION_FLAG, NULL, "print JSON",
	 offsetof(struct values, json)},
	{0, "explain", OPTION_FLAG, NULL,
	 "show what was looked at, and why it is this account",
	 offsetof(struct values, explain)},
	{.name = NULL},
};

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_STATUS_REPORT struct status_report report;
	const struct error *problem;

	(void)arguments;
	status_report_make(&values->request, &report);
	if (values->json)
		status_print_json(&report);
	else
		status_print_text(&report, values->explain);
	problem = status_report_problem(&report);
	if (problem == NULL)
		return true;
	*err = *problem;
	return false;
}

const struct command command_status = {
	.name = "status",
	.arguments = "",
	.summary = "show who is logged in and what applies here",
	.pair_summary = "show what applies here; find what is wrong",
	.example = "fly-cred status --explain",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
