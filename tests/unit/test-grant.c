/* SPDX-License-Identifier: MIT */
/* What caveats leave: every decision of Fly's library, and the other rules. */
#include "config.h"

#include "token/bundle.h"
#include "token/caveat-form.h"
#include "token/caveat-json.h"
#include "token/grant.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static uint64_t number_of(struct json_object *access, const char *name)
{
	struct json_object *found = NULL;

	json_object_object_get_ex(access, name, &found);
	return json_object_get_uint64(found);
}

static struct slice text_of(struct json_object *access, const char *name)
{
	struct json_object *found = NULL;

	if (!json_object_object_get_ex(access, name, &found))
		return slice_of(NULL, 0);
	return slice_of_string(json_object_get_string(found));
}

static bool decides(struct caveat_list list, struct json_object *decision)
{
	struct json_object *json = vectors_at(decision, "/access");
	struct access access = {
		.organization = number_of(json, "org"),
		.app = number_of(json, "app"),
		.feature = text_of(json, "feature"),
		.app_feature = text_of(json, "app_feature"),
		.machine = text_of(json, "machine"),
		.volume = text_of(json, "volume"),
	};
	struct grant grant = caveats_grant(list, &access);
	uint64_t wanted = 0;
	bool parsed = actions_parse(vectors_text(json, "/action"), &wanted);

	return parsed && grant.is_certain &&
	       json_object_get_boolean(vectors_at(decision, "/allowed")) ==
		       ((wanted & ~(uint64_t)grant.actions) == 0);
}

static void test_decisions(void)
{
	struct json_object *file = vectors_load("narrowing.json");
	struct json_object *cases = vectors_at(file, "/cases");
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	size_t i, k, right, all = 0;

	for (i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);
		struct json_object *decisions = vectors_at(one, "/decisions");
		size_t count = json_object_array_length(decisions);

		if (!vectors_bundle(vectors_text(one, "/header"), &bundle))
			continue;
		for (k = right = 0; k < count; k++)
			right += decides(
				bundle.tokens[0].macaroon.caveats,
				json_object_array_get_idx(decisions, k));
		ok(right == count && count == 17, "%s token, %s: %zu decisions",
		   vectors_text(one, "/base"), vectors_text(one, "/recipe"),
		   right);
		all += right;
	}
	ok(all == 272, "272 decisions");
	json_object_put(file);
}

/* Texts in an access; "" stands for nothing. */
struct question {
	const char *json;
	struct access access;
	unsigned int actions;
	bool is_certain;
};

#define CAVEAT(type, body) "{\"type\":\"" type "\",\"body\":" body "}"
#define IF_PRESENT(ifs, otherwise) \
	CAVEAT("IfPresent", "{\"ifs\":[" ifs "],\"else\":\"" otherwise "\"}")
#define NAME(text)                                        \
	{                                                 \
		(const uint8_t *)(text), sizeof(text) - 1 \
	}
#define COMMANDS                                                         \
	CAVEAT("Commands", "[{\"args\":[\"ls\",\"-l\"],\"exact\":true}," \
			   "{\"args\":[\"echo\"]}]")

static const struct question questions[] = {
	{"[]", {.organization = 1}, 31, true},
	{"[" CAVEAT("Mutations", "{\"mutations\":[\"a\",\"b\"]}") "]",
	 {.organization = 1},
	 0,
	 true},
	{"[" CAVEAT("Mutations", "{\"mutations\":[\"a\",\"b\"]}") "]",
	 {.organization = 1, .mutation = NAME("b")},
	 31,
	 true},
	{"[" CAVEAT("Mutations", "{\"mutations\":[\"a\",\"b\"]}") "]",
	 {.organization = 1, .mutation = NAME("c")},
	 0,
	 true},
	{"[" COMMANDS "]", {.organization = 1}, 0, true},
	{"[" IF_PRESENT(COMMANDS, "r") "]", {.organization = 1}, 1, true},
	{"[" IF_PRESENT(COMMANDS, "r") "]",
	 {.command = NAME("\x92\xa2ls\xa2-l")},
	 31,
	 true},
	{"[" IF_PRESENT(COMMANDS, "r") "]",
	 {.command = NAME("\x93\xa2ls\xa2-l\xa1x")},
	 0,
	 true},
	{"[" IF_PRESENT(COMMANDS, "r") "]",
	 {.command = NAME("\x91\xa2ls")},
	 0,
	 true},
	{"[" IF_PRESENT(COMMANDS, "r") "]",
	 {.command = NAME("\x92\xa4"
			  "echo\xa1x")},
	 31,
	 true},
	{"[" CAVEAT("Commands", "[{}]") "]",
	 {.command = NAME("\x91\xa1x")},
	 31,
	 true},
	{"[" CAVEAT("Commands", "[{}]") "]",
	 {.command = NAME("\x90")},
	 0,
	 true},
	{"[" CAVEAT("StorageObjects",
		    "{\"storage_objects\":{\"https://a/\":\"rw\","
		    "\"https://a/b\":\"r\"}}") "]",
	 {.storage_object = NAME("https://a/bc")},
	 1,
	 true},
	{"[" CAVEAT("StorageObjects",
		    "{\"storage_objects\":{\"https://a/\":\"rw\"}}") "]",
	 {.storage_object = NAME("https://b/")},
	 0,
	 true},
	{"[" CAVEAT("Machines", "{\"machines\":{\"m\":\"rw\"}}") "]",
	 {.machine = NAME("m")},
	 3,
	 true},
	{"[" CAVEAT("Machines", "{\"machines\":{\"m\":\"rw\"}}") "]",
	 {.machine = NAME("mm")},
	 0,
	 true},
	{"[" CAVEAT("Machines", "{\"machines\":{\"\":\"rC\"}}") "]",
	 {.machine = NAME("any")},
	 17,
	 true},
	{"[" CAVEAT("Apps", "{\"apps\":{\"0\":\"r\"}}") "]",
	 {.app = 7},
	 1,
	 true},
	{"[" CAVEAT("Apps", "{}") "]", {.app = 7}, 0, true},
	{"[" CAVEAT("Clusters", "{\"clusters\":{\"c\":\"rw\"}}") "]",
	 {.cluster = NAME("c")},
	 3,
	 true},
	{"[" CAVEAT("MachineFeatureSet", "{\"features\":{\"oidc\":\"c\"}}") "]",
	 {.machine_feature = NAME("oidc")},
	 4,
	 true},
	{"[" CAVEAT("IsMember", "{}") "]", {.organization = 1}, 31, true},
	{"[" CAVEAT("IsMember", "{}") "]",
	 {.feature = NAME("billing")},
	 1,
	 true},
	{"[" CAVEAT("IsMember", "{}") "]",
	 {.feature = NAME("deletion")},
	 0,
	 true},
	{"[" CAVEAT("AllowedRoles", "1") "]", {.organization = 1}, 31, false},
	{"[" CAVEAT("FromMachineSource", "{\"id\":\"m\"}") "]",
	 {.organization = 1},
	 31,
	 false},
	{"[" IF_PRESENT(CAVEAT("AllowedRoles", "1"), "r") "]",
	 {.organization = 1},
	 31,
	 false},
	{"[" CAVEAT("Organization", "{\"id\":0,\"mask\":\"r\"}") "]",
	 {.organization = 9},
	 1,
	 true},
	{"[" CAVEAT("Organization", "{\"id\":8,\"mask\":\"r\"}") "]",
	 {.organization = 9},
	 0,
	 true},
	{"[" CAVEAT("Action", "\"*\"") "]", {.organization = 9}, 31, true},
};

static void test_rules(void)
{
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	struct caveat_list list;
	struct grant grant;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		const struct question *question = &questions[i];
		struct slice rest;

		secret_clear(&set);
		if (!ok(caveats_from_json_text(slice_of_string(question->json),
					       &set, &err),
			"%s", question->json))
			continue;
		rest = secret_slice(&set);
		if (!caveats_read(&rest, &list))
			continue;
		grant = caveats_grant(list, &question->access);
		ok(grant.actions == question->actions &&
			   grant.is_certain == question->is_certain,
		   "leaves %u", grant.actions);
	}
}

/* Bodies that can't be followed allow nothing; unknown types may. */
static void test_unreadable(void)
{
	static const struct {
		const char *hex;
		unsigned int actions;
		bool is_certain;
	} cases[] = {
		{"92009105", 0, true},	   {"920390", 0, true},
		{"920d9190", 0, true},	   {"921aa172", 0, true},
		{"92cd4321c0", 31, false},
	};
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	const struct access access = {.organization = 5, .app = 6};
	struct caveat_list list;
	struct grant grant;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice rest;

		vectors_hex(cases[i].hex, &set);
		rest = secret_slice(&set);
		ok(caveats_read(&rest, &list), "%s", cases[i].hex);
		grant = caveats_grant(list, &access);
		ok(grant.actions == cases[i].actions &&
			   grant.is_certain == cases[i].is_certain,
		   "leaves %u", grant.actions);
	}
}

int main(void)
{
	test_decisions();
	test_rules();
	test_unreadable();
	return tap_done();
}
