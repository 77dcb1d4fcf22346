/* SPDX-License-Identifier: MIT */
/* Kinds of token: byte for byte what Fly's own tool makes of the same token. */
#include "config.h"

#include "token/kind.h"
#include "unit/mint.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static const char *const list_long[] = {"ls", "-l"};

static const struct {
	const char *name;
	enum kind kind;
	struct allowed_command command;
} kinds[] = {
	{"readonly", KIND_READONLY, {0}},
	{"ssh", KIND_SSH, {0}},
	{"machine_exec", KIND_MACHINE_EXEC, {list_long, 2, true}},
	{"wireguard", KIND_WIREGUARD, {0}},
};

static void test_vectors(void)
{
	struct json_object *file = vectors_load("macaroon-extra-vectors.json");
	struct json_object *wanted = vectors_at(file, "/bundle/attenuated");
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct json_object *header = NULL;
	struct error err;
	size_t i;

	ok(vectors_bundle(vectors_text(file, "/bundle/authorization_header"),
			  &bundle),
	   "the token that all are made of");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		json_object_object_get_ex(wanted, kinds[i].name, &header);
		secret_clear(&got);
		ok(kind_narrow(kinds[i].kind, &bundle, &kinds[i].command, &got,
			       &err) &&
			   strcmp(secret_text(&got),
				  json_object_get_string(header) +
					  strlen("FlyV1 ")) == 0,
		   "%s, byte for byte", kinds[i].name);
	}
	secret_clear(&got);
	ok(kind_narrow(KIND_DEPLOY, &bundle, NULL, &got, &err) &&
		   strcmp(secret_text(&got),
			  vectors_text(file, "/bundle/authorization_header") +
				  strlen("FlyV1 ")) == 0,
	   "a plain kind changes nothing");
	json_object_put(file);
}

/* The caveats of the only token of what was made, without their head. */
static bool ends_with(const struct secret *text, const char *hex)
{
	AUTO_SECRET struct secret wanted = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct slice have;
	struct error err;

	vectors_hex(hex, &wanted);
	if (!bundle_parse(secret_slice(text), &bundle, &err) ||
	    bundle.count != 1)
		return false;
	have = bundle.tokens[0].macaroon.caveats.bytes;
	return have.length >= wanted.length &&
	       memcmp(have.bytes + have.length - wanted.length, wanted.data,
		      wanted.length) == 0;
}

static void test_commands(void)
{
	static const char *const one[] = {"uptime"};
	const struct allowed_command exact = {one, 1, true};
	const struct allowed_command beginning = {one, 1, false};
	AUTO_SECRET struct secret text = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct error err;

	mint_permission(1, ORGANIZATION("05"), &text);
	ok(bundle_parse(secret_slice(&text), &bundle, &err), "a small token");
	ok(kind_narrow(KIND_MACHINE_EXEC, &bundle, &exact, &got, &err) &&
		   ends_with(&got, "0d92921b919291a6757074696d65c301"),
	   "one command to the letter");
	secret_clear(&got);
	ok(kind_narrow(KIND_MACHINE_EXEC, &bundle, &beginning, &got, &err) &&
		   ends_with(&got, "0d92921b919291a6757074696d65c201"),
	   "all that begin so");
	secret_clear(&got);
	ok(kind_narrow(KIND_MACHINE_EXEC, &bundle, NULL, &got, &err) &&
		   ends_with(&got, "0d92921b919290c201"),
	   "any command");
}

static void test_refused(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct error err;

	mint_permission(1, APP("07"), &text);
	ok(bundle_parse(secret_slice(&text), &bundle, &err) &&
		   !kind_narrow(KIND_READONLY, &bundle, NULL, &got, &err) &&
		   err.code == ERR_DENIED && got.length == 0,
	   "a token of no organization");
	secret_clear(&text);
	mint_permission(2, ORGANIZATION("05") ORGANIZATION("06"), &text);
	ok(bundle_parse(secret_slice(&text), &bundle, &err) &&
		   !kind_narrow(KIND_SSH, &bundle, NULL, &got, &err) &&
		   got.length == 0,
	   "a token of two");
	secret_clear(&text);
	secret_append_string(&text, "fo1_login");
	ok(bundle_parse(secret_slice(&text), &bundle, &err) &&
		   !kind_narrow(KIND_SSH, &bundle, NULL, &got, &err) &&
		   got.length == 0,
	   "a login");
}

static void test_names(void)
{
	static const char *const names[] = {
		"deploy",	"org",	     "readonly",    "ssh",
		"machine-exec", "wireguard", "litefs-cloud"};
	enum kind kind = KIND_COUNT;
	size_t i;

	ok(sizeof(names) / sizeof(names[0]) == KIND_COUNT, "seven kinds");
	for (i = 0; i < KIND_COUNT; i++)
		ok(kind_parse(names[i], &kind) && kind == (enum kind)i &&
			   strcmp(kind_name(kind), names[i]) == 0,
		   "%s by name", names[i]);
	ok(!kind_parse("", &kind) && !kind_parse("Deploy", &kind),
	   "others are none");
}

static void test_words(void)
{
	char words[200] = "";
	size_t i, used = 0;

	for (i = 0; i < KIND_COUNT; i++)
		used += (size_t)snprintf(words + used, sizeof(words) - used,
					 "%s%s", i ? " " : "",
					 kind_name((enum kind)i));
	ok(strcmp(words, KIND_WORDS) == 0, "all the words are: %s", words);
}

int main(void)
{
	test_vectors();
	test_commands();
	test_refused();
	test_names();
	test_words();
	return tap_done();
}
