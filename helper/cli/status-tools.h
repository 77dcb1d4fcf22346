/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' tells of what each tool gets. */
#ifndef FC_STATUS_TOOLS_H
#define FC_STATUS_TOOLS_H

#include "resolve/tools.h"

struct json_object;

/* A line for each, the first with the label. */
void status_print_tools(const struct tool tools[TOOL_COUNT]);

/* A new array of objects, for the caller to put. */
struct json_object *status_tools_json(const struct settings *settings,
				      const struct tool tools[TOOL_COUNT]);

#endif
