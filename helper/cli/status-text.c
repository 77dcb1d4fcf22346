/* SPDX-License-Identifier: MIT */
/* What 'fly-cred status' tells people. */
#include "config.h"

#include "cli/status-report.h"
#include "cli/status-tools.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

/* One word for what is wrong; the whole sentence goes to standard error. */
static const char *word_for(const struct error *error)
{
	switch (error->code) {
	case ERR_NOT_FOUND:
		return "none yet";
	case ERR_LOCKED:
		return "locked";
	case ERR_CORRUPT:
		return "damaged";
	default:
		return "can't be told";
	}
}

static void print_store(const struct status_report *report)
{
	int64_t left = report->unlocked_until - clock_now();
	char duration[DURATION_SIZE];

	if (report->store.code) {
		printf("store    %s\n", word_for(&report->store));
		return;
	}
	printf("store    %s, open", report->session.store.path);
	if (report->unlocked_until) {
		duration_format(left, duration);
		printf(" for %s", duration);
	} else {
		printf(" with a key file");
	}
	puts("");
}

/* "own session since 2026-11-24", by how the login came to be ours. */
static void print_origin(const struct account *account)
{
	char since[TIMESTAMP_SIZE];

	timestamp_format(account->added_at, since);
	printf(", %s since %.10s",
	       account->own	  ? "own session"
	       : account->adopted ? "adopted from flyctl"
				  : "logged in",
	       since);
	if (strcmp(account->origin, SETTINGS_API_URL) != 0)
		printf(", at %s", account->origin);
	if (strcmp(account->registry, SETTINGS_REGISTRY_HOST) != 0)
		printf(", registry %s", account->registry);
}

static void print_end(const struct login_state *login)
{
	char left[DURATION_SIZE];

	duration_format(login->end.left, left);
	if (login->is_refused)
		printf(", refused by Fly");
	else if (login->end.left)
		printf(", ends in %s", left);
	else if (login->end.at)
		printf(", ended");
	if (login->is_refused || login->end.is_near)
		printf(": run 'fly-cred login'");
}

static void print_accounts(const struct status_report *report)
{
	const struct accounts *accounts = &report->plan.accounts;
	size_t i;

	if (accounts->count == 0)
		puts("account  none yet");
	for (i = 0; i < accounts->count; i++) {
		const struct account *at = &accounts->items[i];

		printf("%s%s", i ? "         " : "account  ", at->name);
		if (strcmp(at->name, at->email) != 0)
			printf(" (%s)", at->email);
		print_origin(at);
		print_end(&report->logins[i]);
		puts("");
	}
}

static void print_target(const struct status_report *report)
{
	const struct target *target = &report->plan.target;
	const struct account *account = report->plan.key.account;

	if (target->scope.name) {
		printf("here     %s %s, from %s",
		       target->scope.kind == SCOPE_APP ? "app" : "organization",
		       target->scope.name, target->source);
		if (account && report->plan.accounts.count > 1)
			printf(", by %s", account->name);
		puts("");
	} else if (target->step_count &&
		   report->target.code == ERR_NOT_FOUND) {
		puts("here     no app or organization");
	}
}

static void print_allowed(const struct status_report *report)
{
	if (report->plan.target.scope.name == NULL)
		return;
	if (report->is_allowed)
		puts("hook     allowed to export here");
	else if (report->pin.scope)
		printf("hook     allowed for %s only; 'fly-cred allow' allows "
		       "this\n",
		       report->pin.scope);
	else
		puts("hook     not allowed here; 'fly-cred allow' allows it");
}

static void print_token(const struct status_report *report)
{
	struct life life = issued_life(&report->issued, clock_now());
	char given[DURATION_SIZE], left[DURATION_SIZE];

	if (report->issued.id) {
		duration_format(life.given, given);
		duration_format(life.left, left);
		printf("token    %s left of %s\n", left, given);
	} else if (report->token.code == ERR_NOT_FOUND) {
		puts("token    none yet, made when one is needed");
	} else if (report->token.code) {
		printf("token    %s\n", word_for(&report->token));
	}
}

/* Whether it is the token that applies here, which has a line of its own. */
static bool is_here(const struct status_report *report,
		    const struct stored_token *token)
{
	return report->issued.id && strcmp(report->issued.id, token->id) == 0;
}

static void print_stored(const struct stored_token *token, bool with_account,
			 const char *label)
{
	char names[64], account[64], left[DURATION_SIZE];

	text_printable(token->names, names, sizeof(names));
	text_printable(token->account, account, sizeof(account));
	duration_format(token->left, left);
	printf("%-8s %s, %s, %s%s", label, names, token->profile,
	       token->left > 0 ? left : "expired",
	       token->left > 0 ? " left" : "");
	if (with_account)
		printf(", by %s", account);
	puts("");
}

#define STORED_MAX 5 /* lines, so that it fits a terminal */

static void print_others(const struct status_report *report)
{
	const struct stored_tokens *tokens = &report->tokens;
	bool with_account = report->plan.accounts.count > 1;
	size_t i, shown = 0, others = 0;

	for (i = 0; i < tokens->count; i++) {
		if (is_here(report, &tokens->items[i]) ||
		    others++ >= STORED_MAX)
			continue;
		print_stored(&tokens->items[i], with_account,
			     shown++ ? "" : "stored");
	}
	if (others > shown)
		printf("         and %zu more, see 'fly-cred list'\n",
		       others - shown);
}

static void print_sources(const struct token_sources *sources)
{
	const char *last = "";
	size_t i;

	for (i = 0; i < sources->count; i++) {
		const struct token_source *at = &sources->items[i];

		printf("%-8s %s\n", strcmp(at->tool, last) == 0 ? "" : at->tool,
		       at->remark);
		last = at->tool;
	}
}

/* A token that is to be revoked and yet the one in use has no successor. */
static bool is_in_use(const struct status_report *report, const char *id)
{
	size_t i;

	for (i = 0; i < report->tokens.count; i++)
		if (strcmp(report->tokens.items[i].id, id) == 0)
			return true;
	return false;
}

static void print_left(const struct status_report *report)
{
	const struct revocations *revocations = &report->revocations;
	int64_t now = clock_now();
	char wait[DURATION_SIZE];
	size_t i;

	for (i = 0; i < revocations->count; i++) {
		const struct revocation *at = &revocations->items[i];

		if (is_in_use(report, at->id)) {
			printf("left     a rotation of %s was interrupted: run "
			       "'fly-cred rotate' for it again\n",
			       at->names);
			continue;
		}
		duration_format(at->due_at - now, wait);
		printf("left     revoke the %s token of %s%s%s: 'fly-cred "
		       "rotate --finish'\n",
		       *at->name ? "lost" : "old", at->names,
		       at->due_at > now ? " in " : " now",
		       at->due_at > now ? wait : "");
	}
}

static void print_steps(const struct status_report *report)
{
	const struct target *target = &report->plan.target;
	const struct account *account = report->plan.key.account;
	size_t i;

	for (i = 0; i < target->step_count; i++)
		printf("  %zu. %s\n", i + 1, target->steps[i]);
	if (account)
		printf("  %zu. account %s: %s\n", i + 1, account->name,
		       report->why);
}

void status_print_text(const struct status_report *report, bool explain)
{
	print_store(report);
	if (report->store.code == 0)
		print_accounts(report);
	print_target(report);
	if (explain)
		print_steps(report);
	print_allowed(report);
	print_token(report);
	if (report->has_tools)
		status_print_tools(report->tools);
	print_others(report);
	print_sources(&report->sources);
	print_left(report);
}
