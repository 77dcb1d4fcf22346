/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' knows, before it is printed one way or the other. */
#ifndef FC_STATUS_REPORT_H
#define FC_STATUS_REPORT_H

#include "cli/open-session.h"
#include "cli/token-sources.h"
#include "resolve/allowed.h"
#include "resolve/login-end.h"
#include "resolve/revocation.h"
#include "resolve/stored-tokens.h"
#include "resolve/tools.h"

struct status_report {
	struct session session;
	struct plan plan;
	struct issued issued;
	const char *why; /* this account, static; NULL when none is chosen */
	struct login_state {
		struct login_end end;
		bool is_refused; /* by Fly, when it was used last */
	} logins[ACCOUNTS_MAX]; /* of the plan's accounts */
	bool has_tools; /* as the plan has a target */
	struct tool tools[TOOL_COUNT];
	struct stored_tokens tokens;
	struct token_sources sources;
	char presented[80]; /* variable that serves, as nobody is logged in */
	struct revocations revocations;
	struct pin pin;	 /* of the directory; empty when it is not allowed */
	bool is_allowed; /* it is, and for what applies here */
	int64_t unlocked_until; /* Unix seconds; 0: not by the kernel's key */
	/* What went wrong at each step; code 0 where nothing did. */
	struct error store, target, token, tokens_unread, left;
};

#define AUTO_STATUS_REPORT CLEANUP(status_report_clear)
void status_report_clear(struct status_report *report);

/* Finds out what it can; nothing is renewed and nobody is asked. */
void status_report_make(const struct token_request *request,
			struct status_report *ret_report);

/* The first thing that is wrong, or NULL. */
const struct error *status_report_problem(const struct status_report *report);

/* To people; with explain every step that was taken. */
void status_print_text(const struct status_report *report, bool explain);

/* The same facts to programs. */
void status_print_json(const struct status_report *report);

#endif
