/* SPDX-License-Identifier: MIT */
/* The app of a fly.json or fly.yaml: found, or told where it is broken. */
#include "config.h"

#include "resolve/json.h"
#include "resolve/yaml.h"
#include "unit/tap.h"
#include "util/alloc.h"

#include <string.h>

typedef bool find_string(struct slice text, const char *key,
			 char ret_value[static MARKUP_VALUE_SIZE],
			 struct error *err);

struct expectation {
	const char *text;
	const char *app;     /* NULL: refused, "": there is none */
	const char *message; /* what it begins with */
};

static void check(find_string *find, const char *format,
		  const struct expectation *expectations, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct expectation *expected = &expectations[i];
		size_t length = strlen(expected->text);
		AUTO_FREE char *copy = alloc_bytes(length);
		char app[MARKUP_VALUE_SIZE] = "unset";
		struct error err = {.message = ""};
		bool done;

		memcpy(copy, expected->text, length);
		done = find(slice_of(copy, length), "app", app, &err);
		if (expected->app)
			ok(done && strcmp(app, expected->app) == 0,
			   "%s %zu: '%s' %s", format, i, expected->app,
			   err.message);
		else
			ok(!done && err.code == ERR_USAGE &&
				   strncmp(err.message, expected->message,
					   strlen(expected->message)) == 0,
			   "%s %zu: %s", format, i, err.message);
	}
}

static void test_json(void)
{
	static const struct expectation cases[] = {
		{"{}", "", NULL},
		{" {\"app\" : \"shop\"}\n", "shop", NULL},
		{"{\"\\u0061pp\":\"\\u0073hop\"}", "shop", NULL},
		{"{\"a\":{\"app\":1},\"b\":[\"app\",{\"app\":2}],\"app\":"
		 "\"x\"}",
		 "x", NULL},
		{"{\"a\":\"app\",\"b\":\"\\\"app\\\":\"}", "", NULL},
		{"{\"a\\\\\":\"{[\",\"app\":\"x\"}", "x", NULL},
		{"{\"App\":\"x\"}", "", NULL},
		{"{\"app\":1}", NULL, "1:2: 'app' is not a string"},
		{"{\n \"app\":null}", NULL, "2:2: 'app' is not a string"},
		{"{\"app\":[\"x\"]}", NULL, "1:2: 'app' is not a string"},
		{"{\"app\":\"x\",\n\"app\":\"x\"}", NULL,
		 "2:1: 'app' is given twice"},
		{"{\"app\":\"x\",\"\\u0061pp\":\"y\"}", NULL,
		 "1:12: 'app' is given twice"},
		{"{\"app\":\"a\\u0000b\"}", NULL, "1:2: this holds a NUL"},
		{"", NULL, "1:1: this ends in the middle"},
		{"{\"app\":\"x", NULL, "1:10: this ends in the middle"},
		{"{\"app\":\"x\"", NULL, "1:11: this ends in the middle"},
		{"[\"app\"]", NULL, "1:1: this is not an object"},
		{"\"app\"", NULL, "1:1: this is not an object"},
		{"{\"app\":\"x\",}", NULL, "1:12: this is not JSON"},
		{"{'app':'x'}", NULL, "1:2: this is not JSON"},
		{"{app:\"x\"}", NULL, "1:2: this is not JSON"},
		{"{} {}", NULL, "1:4: this is not JSON"},
		{"{/* no */}", NULL, "1:"},
		{"{\"app\":\"\xff\"}", NULL, "1:"},
		{"{\"app\":\"\\ud83d\\ude80\\/\\n\"}", "\xf0\x9f\x9a\x80/\n",
		 NULL},
		{"{\"app\":\"\\ud83dx\\ude80\"}", "\xef\xbf\xbdx\xef\xbf\xbd",
		 NULL},
		{"{\"app\":\"\\ud83d\\u0041\"}",
		 "\xef\xbf\xbd"
		 "A",
		 NULL},
		{"{\"app\":\"x\",\"n\":[0,-1,1.5,2E+3,1e-2,true,false,null]}",
		 "x", NULL},
		{"{\"n\":01}", NULL, "1:7: this is not JSON"},
		{"{\"n\":+1}", NULL, "1:6: this is not JSON"},
		{"{\"n\":.5}", NULL, "1:6: this is not JSON"},
		{"{\"n\":1.}", NULL, "1:8: this is not JSON"},
		{"{\"n\":1e}", NULL, "1:8: this is not JSON"},
		{"{\"n\":-}", NULL, "1:7: this is not JSON"},
		{"{\"n\":NaN}", NULL, "1:6: this is not JSON"},
		{"{\"n\":nul}", NULL, "1:9: this is not JSON"},
		{"{\"n\":[1 2]}", NULL, "1:9: this is not JSON"},
		{"{\"n\":[1}", NULL, "1:8: this is not JSON"},
		{"{\"n\" 1}", NULL, "1:6: this is not JSON"},
		{"{\"n\":\"\\x41\"}", NULL, "1:8: this is not JSON"},
		{"{\"n\":\"\\u00g0\"}", NULL, "1:11: this is not JSON"},
		{"{\"n\":\"\t\"}", NULL, "1:7: this is not JSON"},
	};

	check(json_find_string, "JSON", cases,
	      sizeof(cases) / sizeof(cases[0]));
}

static void test_yaml(void)
{
	static const struct expectation cases[] = {
		{"", "", NULL},
		{"# nothing\n", "", NULL},
		{"---\n...\n", "", NULL},
		{"app: shop\n", "shop", NULL},
		{"---\napp: shop\n...\n", "shop", NULL},
		{"{app: \"s\\u0068op\"}", "shop", NULL},
		{"'app': '123'", "123", NULL},
		{"app: 12-factor", "12-factor", NULL},
		{"app: |-\n  shop\n", "shop", NULL},
		{"a: {app: 1}\nb: [app, {app: 2}]\napp: x", "x", NULL},
		{"? [a, b]\n: c\napp: x", "x", NULL},
		{"a: &b shop\napp: x", "x", NULL},
		{"App: x", "", NULL},
		{"app: 123", NULL, "1:6: 'app' is not a string; if"},
		{"app: 0x1f", NULL, "1:6: 'app' is not a string"},
		{"app: 1e3", NULL, "1:6: 'app' is not a string"},
		{"app: .5", NULL, "1:6: 'app' is not a string"},
		{"app: true", NULL, "1:6: 'app' is not a string"},
		{"app: ~", NULL, "1:6: 'app' is not a string"},
		{"app:", NULL, "1:5: 'app' is not a string"},
		{"app: [x]", NULL, "1:6: 'app' is not a string"},
		{"app: {x: y}", NULL, "1:6: 'app' is not a string"},
		{"a: &x shop\napp: *x", NULL, "2:6: 'app' is not a string"},
		{"app: \"a\\0b\"", NULL, "1:6: 'app' is not a string"},
		{"app: x\n'app': y", NULL, "2:1: 'app' is given twice"},
		{"app: x\n---\napp: y", NULL,
		 "2:1: there is a second document"},
		{"- app: x", NULL, "1:1: this is not a mapping"},
		{"app", NULL, "1:1: this is not a mapping"},
		{"app: 'x", NULL, "1:"},
		{"x: [1, 2\n", NULL, "2:1: did not find"},
		{"app: x\n\ty: z", NULL, "2:1:"},
		{"app: \xff", NULL, "1:"},
		{"app: a\x1b[31m", NULL, "1:"},
	};

	check(yaml_find_string, "YAML", cases,
	      sizeof(cases) / sizeof(cases[0]));
}

/* Depth is bounded and time is linear: a megabyte of what nests. */
static void test_deep(find_string *find, const char *format, const char *before,
		      char bracket)
{
	size_t start = strlen(before), length = 1000000;
	AUTO_FREE char *text = alloc_bytes(length);
	char app[MARKUP_VALUE_SIZE];
	struct error err = {.message = ""};

	memset(text, bracket, length);
	memcpy(text, before, start);
	ok(!find(slice_of(text, length), "app", app, &err) &&
		   err.code == ERR_USAGE,
	   "a megabyte of brackets in %s: %s", format, err.message);
}

/* A value of 300 letters behind the text given. */
static void test_long(find_string *find, const char *format, const char *before,
		      const char *after)
{
	char text[400], app[MARKUP_VALUE_SIZE];
	struct error err = {.message = ""};

	snprintf(text, sizeof(text), "%s%0300d%s", before, 0, after);
	ok(!find(slice_of_string(text), "app", app, &err) &&
		   strstr(err.message, "longer than 255 bytes"),
	   "a long name in %s: %s", format, err.message);
}

int main(void)
{
	test_json();
	test_yaml();
	test_deep(json_find_string, "JSON", "{\"x\":", '[');
	test_deep(yaml_find_string, "YAML", "x: ", '[');
	test_deep(yaml_find_string, "YAML", "x: ", '{');
	test_long(json_find_string, "JSON", "{\"app\":\"", "\"}");
	test_long(yaml_find_string, "YAML", "app: '", "'");
	return tap_done();
}
