/* SPDX-License-Identifier: MIT */
/* A bundle of tokens explained to people. */
#include "config.h"

#include "cli/inspect-report.h"

#include "cli/access-words.h"
#include "cli/limit-words.h"
#include "token/encoding.h"
#include "token/nonce-uuid.h"
#include "util/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

/* Label and value of one line. */
static void append_label(struct secret *text, const char *label)
{
	char column[24];

	snprintf(column, sizeof(column), "  %-14s", label);
	secret_append_string(text, column);
}

static void append_end(struct secret *text, int64_t expiry, int64_t now)
{
	char time[TIMESTAMP_SIZE], left[DURATION_SIZE];

	if (expiry == EXPIRY_UNUSABLE) {
		secret_append_string(text, "never");
		return;
	}
	if (expiry > INSPECT_LAST_SECOND) {
		secret_append_string(text, "without an end");
		return;
	}
	timestamp_format(expiry, time);
	secret_append_string(text, "until ");
	secret_append_string(text, time);
	if (expiry <= now) {
		secret_append_string(text, " (expired)");
		return;
	}
	duration_format(expiry - now, left);
	secret_append_string(text, " (");
	secret_append_string(text, left);
	secret_append_string(text, " left)");
}

static void append_text_line(struct secret *text, const char *label,
			     struct slice value)
{
	append_label(text, label);
	append_printable(text, value);
	secret_append(text, "\n", 1);
}

static void append_id_line(struct secret *text, const char *label,
			   bool is_known, uint64_t id)
{
	char digits[24];

	if (!is_known)
		return;
	append_label(text, label);
	snprintf(digits, sizeof(digits), "%" PRIu64 "\n", id);
	secret_append_string(text, digits);
}

/* Several lines under one label. */
static void append_lines(struct secret *text, const char *label,
			 const struct secret *lines)
{
	const char *at = secret_text(lines), *end;

	for (; (end = strchr(at, '\n')); at = end + 1, label = "") {
		append_label(text, label);
		secret_append(text, at, (size_t)(end + 1 - at));
	}
}

static void append_windows(struct secret *text, const struct token *token,
			   int64_t now)
{
	append_label(text, "valid");
	append_end(text, token->expiry, now);
	if (token->expiry == EXPIRY_NEVER)
		secret_append_string(text, " of its own");
	secret_append(text, "\n", 1);
}

/* The third party of a caveat with a ticket. */
static struct slice third_party(const struct caveat *caveat)
{
	struct slice rest = caveat->body, location, name = slice_of("?", 1);
	size_t fields;

	if (encoding_array(&rest, &fields) && encoding_next(&rest, &location) &&
	    !encoding_bytes(location, &name))
		name = slice_of("?", 1);
	return name;
}

static void append_discharges(struct secret *text, const struct bundle *bundle,
			      const struct token *token, int64_t now)
{
	struct slice rest = token->macaroon.caveats.bytes, ticket;
	struct caveat caveat;
	int64_t end;

	while (caveat_next(&rest, &caveat)) {
		if (caveat.type != CAVEAT_THIRD_PARTY)
			continue;
		append_label(text, "discharge by");
		append_printable(text, third_party(&caveat));
		end = EXPIRY_UNUSABLE;
		if (caveat_ticket(&caveat, &ticket))
			end = bundle_discharge_expiry(bundle, ticket);
		if (end == EXPIRY_UNUSABLE) {
			secret_append_string(text, ": missing\n");
			continue;
		}
		secret_append_string(text, ": there, valid ");
		append_end(text, end, now);
		secret_append(text, "\n", 1);
	}
}

/* Who the third party found it to be. */
static void append_persons(struct secret *text, const struct token *token)
{
	struct slice rest = token->macaroon.caveats.bytes;
	struct caveat caveat;
	uint64_t id;

	while (caveat_next(&rest, &caveat))
		if (encoding_unsigned(caveat.body, &id)) {
			append_id_line(text, "Fly.io user",
				       caveat.type == CAVEAT_FLYIO_USER, id);
			append_id_line(text, "GitHub user",
				       caveat.type == CAVEAT_GITHUB_USER, id);
		}
}

static void append_permission(struct secret *text, const struct bundle *bundle,
			      const struct token *token, int64_t now)
{
	AUTO_SECRET struct secret lines = SECRET_EMPTY;
	struct caveat_list caveats = token->macaroon.caveats;
	uint64_t id = 0;
	bool is_known;

	is_known = caveats_organization(caveats, &id);
	append_id_line(text, "organization", is_known, id);
	is_known = caveats_app(caveats, &id);
	append_id_line(text, "app", is_known, id);
	access_words(caveats, &lines);
	append_lines(text, "may do", &lines);
	append_windows(text, token, now);
	append_discharges(text, bundle, token, now);
}

static void append_macaroon(struct secret *text, const struct bundle *bundle,
			    const struct token *token, int64_t now)
{
	bool is_permission = token->kind == TOKEN_PERMISSION;
	char uuid[NONCE_UUID_SIZE];

	nonce_uuid(&token->macaroon, uuid);
	secret_append_string(text, is_permission ? "permission token "
						 : "discharge token ");
	secret_append_string(text, uuid);
	secret_append(text, "\n", 1);
	append_text_line(text, "location", token->macaroon.location);
	if (is_permission) {
		append_permission(text, bundle, token, now);
		return;
	}
	append_persons(text, token);
	append_windows(text, token, now);
}

/* The discharge that ends the token before its own windows do. */
static bool ending_discharge(const struct bundle *bundle,
			     const struct token *token, int64_t expiry,
			     struct slice *ret_location)
{
	struct slice rest = token->macaroon.caveats.bytes, ticket;
	struct caveat caveat;

	if (token->expiry == expiry)
		return false;
	while (caveat_next(&rest, &caveat))
		if (caveat_ticket(&caveat, &ticket) &&
		    bundle_discharge_expiry(bundle, ticket) == expiry) {
			*ret_location = third_party(&caveat);
			return true;
		}
	return false;
}

/* Why it ends then: the discharge that dies first, where one does. */
static void append_cause(struct secret *text, const struct bundle *bundle,
			 int64_t expiry)
{
	struct slice location;
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		const struct token *token = &bundle->tokens[i];

		if (token->kind != TOKEN_PERMISSION ||
		    bundle_token_expiry(bundle, token) != expiry)
			continue;
		if (!ending_discharge(bundle, token, expiry, &location))
			return;
		secret_append_string(text,
				     expiry == EXPIRY_UNUSABLE
					     ? ": no discharge by "
					     : ", with the discharge by ");
		append_printable(text, location);
		return;
	}
}

static void append_summary(struct secret *text, const struct bundle *bundle,
			   int64_t now)
{
	const struct audience anyone = {0, 0};
	int64_t expiry = bundle_expiry(bundle, anyone);

	if (bundle_count(bundle, TOKEN_PERMISSION) == 0)
		return;
	secret_append_string(text, "all together: valid ");
	append_end(text, expiry, now);
	append_cause(text, bundle, expiry);
	secret_append(text, "\n", 1);
}

void inspect_words(const struct bundle *bundle, int64_t now,
		   struct secret *ret_text)
{
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		if (bundle->tokens[i].kind == TOKEN_OAUTH)
			secret_append_string(ret_text,
					     "login (OAuth), can do everything "
					     "its user can\n");
		else
			append_macaroon(ret_text, bundle, &bundle->tokens[i],
					now);
		secret_append(ret_text, "\n", 1);
	}
	append_summary(ret_text, bundle, now);
}
