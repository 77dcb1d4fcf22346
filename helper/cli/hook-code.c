/* SPDX-License-Identifier: MIT */
/* What the hook of a shell is to do in the current directory. */
#include "config.h"

#include "cli/hook-code.h"

#include "cli/finish-revocations.h"
#include "cli/open-session.h"
#include "cli/token-variables.h"
#include "resolve/allowed.h"
#include "resolve/settings-here.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <string.h>

/* How long to leave it at that after a failure; seconds. */
#define PATIENCE 60

enum outcome {
	OUTCOME_NOTHING, /* no app here, or none of ours to export */
	OUTCOME_REFUSED, /* the error says why there is no token here */
	OUTCOME_FAILED,	 /* allowed, and what we have may go on */
	OUTCOME_TOKEN,
};

struct visit {
	bool is_needed;
	struct session session;
	struct target target;
	struct accounts accounts;
	struct pin pin;
	struct resolved stored, renewed;
	const struct resolved *resolved; /* which of the two it is */
};

static void visit_clear(struct visit *visit)
{
	resolved_clear(&visit->stored);
	resolved_clear(&visit->renewed);
	pin_clear(&visit->pin);
	accounts_clear(&visit->accounts);
	target_clear(&visit->target);
	session_close(&visit->session);
}

static enum outcome refuse(const struct visit *visit, struct error *err)
{
	const struct scope *scope = &visit->target.scope;

	fail(err, ERR_NOT_FOUND,
	     "no token here: %s names %s %s%s%s; 'fly-cred allow' allows it",
	     visit->target.source,
	     scope->kind == SCOPE_APP ? "app" : "organization", scope->name,
	     visit->pin.scope ? ", and what was allowed is " : "",
	     visit->pin.scope ? visit->pin.scope : "");
	return OUTCOME_REFUSED;
}

/* What is known without the store, which may be locked. */
static enum outcome look(struct visit *visit, struct error *err)
{
	static const struct target_request request;
	AUTO_FREE char *here = getcwd(NULL, 0), *scope = NULL;

	if (here == NULL || *here != '/')
		return OUTCOME_NOTHING;
	if (!settings_load(&visit->session.settings, err))
		return OUTCOME_REFUSED;
	if (!target_choose(&request, &visit->session.settings, &visit->target,
			   err))
		return err->code == ERR_NOT_FOUND ? OUTCOME_NOTHING
						  : OUTCOME_REFUSED;
	if (!allowed_find(here, &visit->pin, err)) {
		if (err->code != ERR_NOT_FOUND)
			return OUTCOME_REFUSED;
		/* A default is for everywhere: nothing to tell of each place. */
		return visit->target.file || visit->target.rule
			       ? refuse(visit, err)
			       : OUTCOME_NOTHING;
	}
	scope = scope_format(&visit->target.scope);
	return strcmp(scope, visit->pin.scope) == 0 ? OUTCOME_TOKEN
						    : refuse(visit, err);
}

/* The account that was allowed, unless the person names one now. */
static bool choose_account(struct visit *visit, const char **ret_name,
			   struct error *err)
{
	const char *named = getenv("FLY_CRED_ACCOUNT");
	size_t i;

	*ret_name = named && *named ? named : NULL;
	if (*ret_name)
		return true;
	if (!accounts_load(&visit->session.store, &visit->accounts, err))
		return false;
	for (i = 0; i < visit->accounts.count; i++)
		if (strcmp(visit->accounts.items[i].id, visit->pin.account) ==
		    0)
			*ret_name = visit->accounts.items[i].name;
	return *ret_name ||
	       fail(err, ERR_NOT_FOUND,
		    "the account that was allowed here is not logged in any "
		    "more; run 'fly-cred allow' again");
}

/* As the store has it, and only when that is too little from Fly. */
static bool resolve(struct visit *visit, struct error *err)
{
	struct token_request request = {.is_for_tool = true,
					.lowers_for_agents = true,
					.needs_login = true,
					.offline = true};
	int64_t enough = visit->session.settings.exec_for;
	struct error ignored;
	bool found;

	if (!choose_account(visit, &request.account, err))
		return false;
	found = resolve_token(&visit->session, &request, &visit->stored, err);
	visit->resolved = &visit->stored;
	if (!visit->is_needed || (found && visit->stored.life >= enough))
		return found;
	request.offline = false;
	if (!resolve_token(&visit->session, &request, &visit->renewed,
			   found ? &ignored : err))
		return found;
	visit->resolved = &visit->renewed;
	return true;
}

static enum outcome obtain(struct visit *visit, struct error *err)
{
	struct pin pin = {.scope = visit->pin.scope};

	if (!session_open(&visit->session, err) || !resolve(visit, err))
		return OUTCOME_FAILED;
	pin.account = (char *)visit->resolved->plan.key.account->id;
	pin.organization_number = visit->resolved->organization_number;
	pin.app_number = visit->resolved->app_number;
	if (!pin_fits(&pin, &visit->pin))
		return refuse(visit, err);
	if (visit->resolved->was_renewed)
		finish_due_revocations(&visit->session);
	return OUTCOME_TOKEN;
}

/* The shell may have its token from where more is allowed. */
static bool is_limited_here(const struct settings *settings)
{
	static const char *const names[] = {"env.profile", "agent.readonly"};
	struct settings_here here;
	size_t i = 0;

	if (!settings_here_find(settings, &here))
		return false;
	while (i < sizeof(names) / sizeof(names[0]) &&
	       !here.values[setting_find(names[i]) - setting_table].rule)
		i++;
	return i < sizeof(names) / sizeof(names[0]);
}

/* Whether what the shell has is for the same app and lives. */
static bool may_stay(const struct visit *visit)
{
	const char *hook = getenv("FLY_CRED_HOOK");
	const char *scope = getenv("FLY_CRED_SCOPE");
	const char *expires = getenv("FLY_CRED_EXPIRES");
	int64_t end;

	return hook && *hook && scope && expires &&
	       strcmp(scope, visit->pin.scope) == 0 &&
	       timestamp_parse(expires, &end) && end > clock_now() &&
	       !is_limited_here(&visit->session.settings);
}

static void call(enum shell shell, const char *function, const char *argument,
		 struct secret *code)
{
	secret_append_string(code, function);
	if (argument) {
		secret_append(code, " ", 1);
		shell_quote(shell, argument, code);
	}
}

static void write_token(enum shell shell, const struct resolved *resolved,
			struct secret *code)
{
	struct token_variable variables[TOKEN_VARIABLES];
	struct token_texts texts;
	size_t count = token_variables(resolved, &texts, variables), i;
	int64_t half = resolved->life / 2;

	for (i = 0; i < count; i++) {
		secret_append_string(code, "_fly_cred_set ");
		call(shell, variables[i].name, variables[i].value, code);
		secret_append_string(code, ";\n");
	}
	if (resolved->plan.marker) {
		AUTO_FREE char *remark = alloc_formatted(
			AGENT_REMARK, resolved->plan.marker);

		call(shell, "_fly_cred_tell", remark, code);
		secret_append_string(code, ";\n");
	}
	secret_append_string(code, "_fly_cred_good ");
	secret_append_number(code, clock_now() +
					   (half < PATIENCE ? PATIENCE : half));
	secret_append_string(code, ";\n");
}

static void write_failure(enum shell shell, const char *message,
			  struct secret *code)
{
	call(shell, "_fly_cred_fail", message, code);
	secret_append(code, " ", 1);
	secret_append_number(code, clock_now() + PATIENCE);
	secret_append_string(code, ";\n");
}

void hook_code(enum shell shell, bool is_needed, struct secret *ret_code)
{
	CLEANUP(visit_clear) struct visit visit = {
		.is_needed = is_needed,
		.session = SESSION_CLOSED,
		.target = TARGET_EMPTY,
		.accounts = ACCOUNTS_EMPTY,
		.pin = PIN_EMPTY,
		.stored = RESOLVED_EMPTY,
		.renewed = RESOLVED_EMPTY,
	};
	struct error err;
	enum outcome outcome = look(&visit, &err);

	if (outcome == OUTCOME_TOKEN)
		outcome = obtain(&visit, &err);
	if (outcome == OUTCOME_TOKEN) {
		write_token(shell, visit.resolved, ret_code);
		return;
	}
	if (outcome != OUTCOME_FAILED || !may_stay(&visit))
		secret_append_string(ret_code, "_fly_cred_leave;\n");
	if (outcome == OUTCOME_FAILED) {
		write_failure(shell, err.message, ret_code);
	} else if (outcome == OUTCOME_REFUSED) {
		call(shell, "_fly_cred_tell", err.message, ret_code);
		secret_append_string(ret_code, ";\n");
	}
}
