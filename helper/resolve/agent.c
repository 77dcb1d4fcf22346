/* SPDX-License-Identifier: MIT */
/* Coding agents, which mark the environment of what they start. */
#include "config.h"

#include "resolve/agent.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *value; /* NULL: any but "" */
} markers[] = {
	{"CLAUDECODE", "1"},
	{"CLAUDE_CODE_ENTRYPOINT", NULL},
	{"PI_CODING_AGENT", "true"},
	{"OPENCLAW_SHELL", "exec"},
	{"OPENCLAW_CLI", "1"},
	{"GOOSE_TERMINAL", "1"},
	{"HERMES_SESSION_ID", NULL},
	{"CODEX_SANDBOX", NULL},
	{"CODEX_THREAD_ID", NULL},
	{"CURSOR_TRACE_ID", NULL},
	{"CURSOR_AGENT", NULL},
	{"GEMINI_CLI", NULL},
	{"TERM_PROGRAM", "kiro"},
	{"ANTIGRAVITY_AGENT", NULL},
	{"AUGMENT_AGENT", NULL},
	{"REPL_ID", NULL},
	{"OPENCODE", NULL},
	{"OPENCODE_CALLER", NULL},
	{"OPENCODE_CLIENT", NULL},
	{"COPILOT_MODEL", NULL},
	{"COPILOT_ALLOW_ALL", NULL},
	{"KILO_PLATFORM", "vscode"},
};

const char *agent_marker(void)
{
	size_t i;

	for (i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
		const char *value = getenv(markers[i].name);

		if (value && (markers[i].value
				      ? strcmp(value, markers[i].value) == 0
				      : *value != '\0'))
			return markers[i].name;
	}
	return NULL;
}
