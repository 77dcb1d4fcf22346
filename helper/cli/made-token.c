/* SPDX-License-Identifier: MIT */
/* A new token to give away, printed. */
#include "config.h"

#include "cli/made-token.h"

#include "util/alloc.h"
#include "util/json-text.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <unistd.h>

void made_token_clear(struct made_token *made)
{
	api_token_clear(&made->token);
	secret_clear(&made->text);
}

/* "app:shop", by the name that Fly answered with. */
static char *scope_text(const struct api_place *place)
{
	if (place->app_name)
		return alloc_formatted("app:%s", place->app_name);
	return alloc_formatted("org:%s", place->organization.slug);
}

static bool write_out(struct secret *out, struct error *err)
{
	secret_append(out, "\n", 1);
	return secret_write(out, STDOUT_FILENO, "the token", err);
}

bool made_token_print(const struct made_token *made, bool header,
		      struct error *err)
{
	AUTO_SECRET struct secret out = SECRET_EMPTY;

	if (header)
		secret_append_string(&out, "FlyV1 ");
	secret_append(&out, made->text.data, made->text.length);
	return write_out(&out, err);
}

static void add_field(struct secret *json, const char *key, const char *value)
{
	secret_append_string(json, json->length ? ",\n  " : "{\n  ");
	json_append_string(json, key);
	secret_append_string(json, ": ");
	json_append_string(json, value);
}

static void add_time(struct secret *json, const char *key, int64_t time)
{
	char text[TIMESTAMP_SIZE];

	timestamp_format(time, text);
	add_field(json, key, text);
}

bool made_token_print_json(const struct made_token *made, struct error *err)
{
	const struct api_token *token = &made->token;
	AUTO_FREE char *scope = scope_text(&token->place);
	AUTO_SECRET struct secret json = SECRET_EMPTY;

	add_field(&json, "account", made->account->name);
	add_field(&json, "scope", scope);
	add_field(&json, "profile", kind_name(made->kind));
	add_field(&json, "name", made->name);
	add_field(&json, "id", token->id);
	add_time(&json, "issued_at",
		 clock_now() + token->place.reply.facts.skew);
	add_time(&json, "expires_at", token->expires_at);
	add_field(&json, "token", secret_text(&made->text));
	secret_append_string(&json, "\n}");
	return write_out(&json, err);
}

void made_token_tell(const struct made_token *made)
{
	const struct api_token *token = &made->token;
	AUTO_FREE char *scope = scope_text(&token->place);
	char life[DURATION_SIZE], id[100];

	duration_format(token->expires_at - clock_now() -
				token->place.reply.facts.skew,
			life);
	text_printable(token->id, id, sizeof(id));
	fprintf(stderr,
		"fly-cred: %s token for %s, lives %s and is not kept here; "
		"'fly-cred revoke %s' ends it\n",
		kind_name(made->kind), scope, life, id);
}
