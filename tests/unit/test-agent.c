/* SPDX-License-Identifier: MIT */
/* By what a coding agent is known. */
#include "config.h"

#include "resolve/agent.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

static const char *marker_with(const char *name, const char *value)
{
	const char *found;

	setenv(name, value, 1);
	found = agent_marker();
	unsetenv(name);
	return found;
}

static bool is_marker(const char *name, const char *value)
{
	const char *found = marker_with(name, value);

	return found && strcmp(found, name) == 0;
}

int main(void)
{
	static const char *const any[] = {
		"CLAUDE_CODE_ENTRYPOINT", "HERMES_SESSION_ID", "CODEX_SANDBOX",
		"CODEX_THREAD_ID",	  "CURSOR_TRACE_ID",   "CURSOR_AGENT",
		"GEMINI_CLI",		  "ANTIGRAVITY_AGENT", "AUGMENT_AGENT",
		"REPL_ID",		  "OPENCODE",	       "OPENCODE_CALLER",
		"OPENCODE_CLIENT",	  "COPILOT_MODEL",     "COPILOT_ALLOW_ALL",
	};
	static const char *const exact[][2] = {
		{"CLAUDECODE", "1"},	   {"PI_CODING_AGENT", "true"},
		{"OPENCLAW_SHELL", "exec"}, {"OPENCLAW_CLI", "1"},
		{"GOOSE_TERMINAL", "1"},   {"TERM_PROGRAM", "kiro"},
		{"KILO_PLATFORM", "vscode"},
	};
	size_t i;

	sandbox_make();
	ok(agent_marker() == NULL, "nobody is an agent by himself");
	for (i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		ok(is_marker(any[i], "x") && !marker_with(any[i], ""),
		   "%s, whatever it is", any[i]);
	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		ok(is_marker(exact[i][0], exact[i][1]) &&
			   !marker_with(exact[i][0], "other"),
		   "%s, if it is %s", exact[i][0], exact[i][1]);
	return tap_done();
}
