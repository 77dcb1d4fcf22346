/* SPDX-License-Identifier: MIT */
/* fly-cred revoke: makes tokens worthless at Fly, then forgets them. */
#include "config.h"

#include "cli/command.h"
#include "cli/finish-revocations.h"
#include "cli/open-session.h"
#include "cli/remote-report.h"
#include "resolve/issued-ids.h"
#include "resolve/scope-account.h"
#include "util/alloc.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct values {
	const char *scope;
	bool all_of_mine;
	const char *account;
	bool yes;
};

static const struct option_row options[] = {
	{'s', "scope", OPTION_TEXT, "SCOPE",
	 "every live token of app:NAME or org:SLUG",
	 offsetof(struct values, scope)},
	{0, "all-of-mine", OPTION_FLAG, NULL,
	 "every live token that fly-cred made on this machine",
	 offsetof(struct values, all_of_mine)},
	{0, "account", OPTION_TEXT, "NAME", "which login to use",
	 offsetof(struct values, account)},
	{'y', "yes", OPTION_FLAG, NULL, "don't ask",
	 offsetof(struct values, yes)},
	{.name = NULL},
};

/* What is to be revoked; the texts are borrowed. */
struct choice {
	const char **ids;
	size_t count;
	size_t ours; /* of them, made by fly-cred on this machine */
};

static void choice_clear(struct choice *choice)
{
	free(choice->ids);
}

static void choose(struct choice *choice, const char *id)
{
	size_t i;

	for (i = 0; i < choice->count; i++)
		if (strcmp(choice->ids[i], id) == 0)
			return;
	choice->ids = alloc_resized(choice->ids, choice->count + 1,
				    sizeof(*choice->ids));
	choice->ids[choice->count++] = id;
}

static bool choose_arguments(char **arguments, struct choice *choice,
			     struct error *err)
{
	char shown[60];

	for (; *arguments; arguments++) {
		text_printable(*arguments, shown, sizeof(shown));
		if (**arguments == '\0' || strpbrk(*arguments, "\r\n"))
			return fail(err, ERR_USAGE,
				    "'%s' is no token's id; 'fly-cred list "
				    "--remote' shows them",
				    shown);
		choose(choice, *arguments);
	}
	return true;
}

static void choose_live(const struct remote_tokens *tokens, bool ours_only,
			struct choice *choice)
{
	size_t i, before;

	for (i = 0; i < tokens->count; i++) {
		const struct remote_token *token = &tokens->items[i];

		if (token->state != REMOTE_LIVE ||
		    (ours_only && !token->is_ours))
			continue;
		before = choice->count;
		choose(choice, token->listed.id);
		choice->ours += token->is_ours && choice->count > before;
	}
}

static bool is_listed(const struct remote_tokens *tokens, const char *id)
{
	size_t i;

	for (i = 0; i < tokens->count; i++)
		if (strcmp(tokens->items[i].listed.id, id) == 0)
			return true;
	return false;
}

/* Stored ones that no listing has: of an app that was moved or deleted. */
static void choose_unlisted(const struct issued_ids *stored,
			    const struct remote_tokens *tokens,
			    struct choice *choice)
{
	size_t i;

	for (i = 0; i < stored->count; i++) {
		if (is_listed(tokens, stored->ids[i]))
			continue;
		choose(choice, stored->ids[i]);
		choice->ours++;
	}
}

/* Asks whether that is meant, unless the command line said it. */
static bool confirm(const struct values *values, const struct account *account,
		    const struct choice *choice, struct error *err)
{
	AUTO_FREE char *question = NULL;
	bool yes = values->yes;

	if (yes || choice->count == 0)
		return true;
	if (!terminal_is_there())
		return fail(err, ERR_USAGE,
			    "%zu tokens would be revoked, and there is no "
			    "terminal to ask on; say --yes",
			    choice->count);
	question = alloc_formatted(
		"Revoke %zu live tokens of %s (account %s), %zu of them made "
		"by fly-cred here?",
		choice->count, values->scope ? values->scope : "all scopes",
		account->name, choice->ours);
	return terminal_ask_consent(question, &yes, err) &&
	       (yes || fail(err, ERR_FAILED, "nothing was revoked"));
}

/* How it went so far; the first failure decides the exit status. */
struct tally {
	size_t revoked, failed;
	enum error_code code;
};

static void tell(const char *id, const struct error *problem, void *data)
{
	struct tally *tally = data;
	char shown[200];

	text_printable(id, shown, sizeof(shown));
	if (problem == NULL) {
		tally->revoked++;
		printf("revoked %s\n", shown);
		fflush(stdout);
		return;
	}
	if (tally->failed++ == 0)
		tally->code = problem->code;
	fprintf(stderr, "fly-cred: %s: %s\n", shown, problem->message);
}

static bool revoke_ids(struct session *session, const struct account *account,
		       const struct choice *choice, struct error *err)
{
	struct tally tally = {.revoked = 0};

	if (choice->count == 0)
		return fail(err, ERR_NOT_FOUND, "there is nothing to revoke");
	if (!remote_revoke(session, account, choice->ids, choice->count, tell,
			   &tally, err))
		return false;
	return tally.failed == 0 || fail(err, tally.code,
					 "%zu of %zu tokens could not be "
					 "revoked or forgotten",
					 tally.failed, choice->count);
}

static bool list(struct session *session, const struct account *account,
		 const char *scope_text, struct remote_tokens *tokens,
		 struct error *err)
{
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	bool done;

	if (scope_text == NULL)
		done = remote_list_known(session, account, remote_show_progress,
					 tokens, err);
	else
		done = scope_parse(scope_text, &scope, err) &&
		       remote_list(session, account, &scope,
				   remote_show_progress, tokens, err);
	remote_progress_end();
	return done;
}

/* Those of a scope, or all of ours, also where only the store knows them. */
static bool revoke_many(struct session *session, const struct values *values,
			const struct account *account, struct error *err)
{
	AUTO_REMOTE_TOKENS struct remote_tokens tokens = REMOTE_TOKENS_EMPTY;
	AUTO_ISSUED_IDS struct issued_ids stored = ISSUED_IDS_EMPTY;
	CLEANUP(choice_clear) struct choice choice = {.ids = NULL};

	if (values->all_of_mine)
		finish_due_revocations(session);
	if (!list(session, account, values->scope, &tokens, err) ||
	    (values->all_of_mine &&
	     !issued_ids_load(&session->store, account, &stored, err)))
		return false;
	choose_live(&tokens, values->all_of_mine, &choice);
	choose_unlisted(&stored, &tokens, &choice);
	return confirm(values, account, &choice, err) &&
	       revoke_ids(session, account, &choice, err);
}

static bool check_usage(const struct values *values, char **arguments,
			struct error *err)
{
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	int ways = (*arguments != NULL) + (values->scope != NULL) +
		   values->all_of_mine;

	if (ways != 1)
		return fail(err, ERR_USAGE,
			    "say which: ids (fly-cred list --remote shows "
			    "them), --scope or --all-of-mine");
	return values->scope == NULL || scope_parse(values->scope, &scope, err);
}

static bool choose_account(struct session *session, const struct values *values,
			   const struct accounts *accounts,
			   const struct account **ret_account,
			   struct error *err)
{
	const struct token_request request = {.account = values->account};
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;

	if (values->scope == NULL ||
	    !account_depends_on_scope(accounts, &session->settings,
				      values->account))
		return account_choose(accounts, &session->settings,
				      values->account, ret_account, err);
	return scope_parse(values->scope, &scope, err) &&
	       scope_account_choose(session, accounts, &scope, &request,
				    ret_account, err);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	CLEANUP(choice_clear) struct choice choice = {.ids = NULL};
	AUTO_ACCOUNTS struct accounts accounts = ACCOUNTS_EMPTY;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	const struct account *account;

	if (!check_usage(values, arguments, err) ||
	    !choose_arguments(arguments, &choice, err) ||
	    !open_session(&session, err) ||
	    !accounts_load(&session.store, &accounts, err) ||
	    !choose_account(&session, values, &accounts, &account, err))
		return false;
	if (*arguments)
		return revoke_ids(&session, account, &choice, err);
	return revoke_many(&session, values, account, err);
}

const struct command command_revoke = {
	.name = "revoke",
	.arguments = "[ID...]",
	.summary = "make tokens worthless at Fly, and forget them",
	.example = "fly-cred revoke --scope app:shop",
	.options = options,
	.values_size = sizeof(struct values),
	.arguments_max = -1,
	.run = run,
};
