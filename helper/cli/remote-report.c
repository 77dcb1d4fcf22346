/* SPDX-License-Identifier: MIT */
/* Tokens as Fly lists them, shown to people and to programs. */
#include "config.h"

#include "cli/remote-report.h"

#include "cli/token-json.h"
#include "util/alloc.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>
#include <unistd.h>

#define ROW "%-20s %-9s %-5s %-24s %-24s %s\n"

static const char *const state_names[] = {
	[REMOTE_LIVE] = "live",
	[REMOTE_EXPIRED] = "expired",
	[REMOTE_REVOKED] = "revoked",
};

/* "" for a time that Fly did not say. */
static const char *time_text(int64_t time, char buffer[TIMESTAMP_SIZE])
{
	if (time == 0)
		return "";
	timestamp_format(time, buffer);
	return buffer;
}

static void print_row(const struct remote_token *token)
{
	const struct api_listed *listed = &token->listed;
	char expires[TIMESTAMP_SIZE], left[DURATION_SIZE] = "";
	char creator[64], id[80], name[120];

	if (token->left)
		duration_format(token->left, left);
	text_printable(listed->creator, creator, sizeof(creator));
	text_printable(listed->id, id, sizeof(id));
	text_printable(listed->name, name, sizeof(name));
	printf(ROW, time_text(listed->expires_at, expires),
	       *left ? left : state_names[token->state],
	       token->is_stored ? "store"
	       : token->is_ours ? "ours"
				: "",
	       creator, id, name);
}

void remote_print_table(const struct remote_tokens *tokens)
{
	size_t i;

	printf(ROW, "EXPIRES", "LEFT", "OURS", "CREATED BY", "ID", "NAME");
	for (i = 0; i < tokens->count; i++)
		print_row(&tokens->items[i]);
}

static json_object *listed_json(const struct remote_token *token,
				const char *account, const char *scope)
{
	const struct api_listed *listed = &token->listed;
	json_object *json = json_object_new_object();

	json_add_text(json, "account", account);
	json_add_text(json, "scope", scope);
	json_add_text(json, "profile", listed->profile);
	json_add_text(json, "name", listed->name);
	json_add_text(json, "id", listed->id);
	json_add_text(json, "created_by", listed->creator);
	json_add_time(json, "issued_at", listed->created_at);
	json_add_time(json, "expires_at", listed->expires_at);
	json_add_time(json, "revoked_at", listed->revoked_at);
	json_add_text(json, "state", state_names[token->state]);
	json_object_object_add(json, "ours",
			       json_object_new_boolean(token->is_ours));
	json_object_object_add(json, "stored",
			       json_object_new_boolean(token->is_stored));
	return json;
}

void remote_print_json(const struct remote_tokens *tokens,
		       const struct account *account, const struct scope *scope)
{
	AUTO_FREE char *name = scope_format(scope);
	json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < tokens->count; i++)
		json_object_array_add(list, listed_json(&tokens->items[i],
							account->name, name));
	puts(json_object_to_json_string_ext(
		list,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(list);
}

void remote_show_progress(size_t count, int64_t total)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (total > 0)
		fprintf(stderr, "\r%zu of %lld tokens\033[K", count,
			(long long)total);
	else
		fprintf(stderr, "\r%zu tokens\033[K", count);
}

void remote_progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}
