/* SPDX-License-Identifier: MIT */
/* The app of a fly.toml: found, or told where the file is broken. */
#include "config.h"

#include "resolve/toml.h"
#include "unit/tap.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static bool find(const char *text, size_t length, char *ret_value,
		 struct error *err)
{
	/* Exactly as long as it is, so that reading on is noticed. */
	AUTO_FREE char *copy = alloc_bytes(length);

	memcpy(copy, text, length);
	return toml_find_string(slice_of(copy, length), "app", ret_value, err);
}

static void test_found(void)
{
	static const struct {
		const char *text;
		const char *app; /* "": there is none */
	} cases[] = {
		{"", ""},
		{"\n\n# nothing\n", ""},
		{"app = \"shop\"", "shop"},
		{"app='shop'\r\n", "shop"},
		{"\xef\xbb\xbf"
		 "app = 'bom'",
		 "bom"},
		{" \t app\t=\t\"shop\" # comment \"", "shop"},
		{"\"app\" = 'quoted'", "quoted"},
		{"'app' = 'quoted'", "quoted"},
		{"\"\\u0061pp\" = 'escaped'", "escaped"},
		{"app = \"\\u00e9\\U0001F600\\t\\\\\\\"\"",
		 "\xc3\xa9\xf0\x9f\x98\x80\t\\\""},
		{"app = '\\u00e9'", "\\u00e9"},
		{"app = \"\"\"\nlong\"\"\"", "long"},
		{"app = '''\r\nlong'''", "long"},
		{"app = \"\"\"a\\\n   \n\t b\"\"\"", "ab"},
		{"app = \"\"\"a \\  \r\n b\"\"\"", "a b"},
		{"app = \"\"\"\"a\"\"\"\"\"", "\"a\"\""},
		{"app = '''a'b''c'''", "a'b''c"},
		{"app = \"\"", ""},
		{"app = \"\"\"\"\"\"", ""},
		{"x = \"\"\"\napp = 'inside'\n\"\"\"\napp = 'real'", "real"},
		{"x = '''\napp = 'inside'\n'''\napp = 'real'", "real"},
		{"x = \"app = 'a' # b\"\napp = 'real'", "real"},
		{"# app = 'comment'\napp = 'real'", "real"},
		{"[build]\napp = 'below'", ""},
		{"[[mounts]]\napp = 'below'\n[ a . \"b\" ] # c\napp = 1", ""},
		{"[a]\n[a.app]\n[\"x.app\"]", ""},
		{"x.app = 'below'", ""},
		{"x . \"y\" . z = 1\napp = 'real'", "real"},
		{"apps = 'no'\nApp = 'no'\nap = 'no'", ""},
		{"x = [1, [\"]\", ']'], # ]\n\n 2,\n]\napp = 'real'", "real"},
		{"x = { app = 'no', y.z = [ {}, { a = 1 } ] }\napp='real'",
		 "real"},
		{"x = {\n a = 1, # }\n b = 2,\n}\napp = 'real'", "real"},
		{"x = []\ny = {}\napp = 'real'", "real"},
		{"a = 1979-05-27 07:32:00.5-07:00\nb = 07:32:00\n"
		 "c = -0x1_f\nd = +1e-6\ne = inf\nf = -nan\ng = true\n"
		 "h = 1979-05-27 # day\napp = 'real'",
		 "real"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char value[MARKUP_VALUE_SIZE] = "unset";
		struct error err = {.message = ""};
		bool done = find(cases[i].text, strlen(cases[i].text), value,
				 &err);

		ok(done && strcmp(value, cases[i].app) == 0,
		   "found %zu: '%s' %s", i, done ? cases[i].app : "",
		   err.message);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		const char *message; /* what it begins with */
	} cases[] = {
		{"app = \"shop", "1:7: this string is not closed"},
		{"app = 'shop\nx = 1'", "1:7: this string is not closed"},
		{"\napp = \"\"\"a\n\"\"", "2:7: this string is not closed"},
		{"x = '''a''", "1:5: this string is not closed"},
		{"app = \"a\\\"", "1:7: this string is not closed"},
		{"app = 'a'\nx = [1, [2]\n", "2:5: this bracket is not closed"},
		{"x = {a = {b = 1}", "1:5: this bracket is not closed"},
		{"x = [\n# ]", "1:5: this bracket is not closed"},
		{"[build\napp = 1", "1:1: this bracket is not closed"},
		{"[[build]\n", "1:1: this bracket is not closed"},
		{"[]", "1:2: there should be a key"},
		{"[a.]", "1:4: there should be a key"},
		{"[a]]", "1:4: the line should end"},
		{"app = 5", "1:7: 'app' is not a string"},
		{"app = shop", "1:7: 'app' is not a string"},
		{"app = ['shop']", "1:7: 'app' is not a string"},
		{"app = {name = 'shop'}", "1:7: 'app' is not a string"},
		{"app =\n'shop'", "1:6: 'app' is not a string"},
		{"app =", "1:6: 'app' is not a string"},
		{"app.name = 'shop'", "1:12: 'app' is not a string"},
		{"[app]\n", "1:1: 'app' is not a string"},
		{"x = 1\n[[app]]\n", "2:1: 'app' is not a string"},
		{"[x]\n[app.y]\n", "2:1: 'app' is not a string"},
		{"app = 'a'\napp = 'b'", "2:1: 'app' is given twice"},
		{"app = 'a'\n  \"app\" = 'a'", "2:3: 'app' is given twice"},
		{"app = 'a'\napp.x = 1", "2:1: 'app' is given twice"},
		{"app = 'a'\n[app]", "2:1: 'app' is given twice"},
		{"app = \"\\x41\"", "1:8: there is no such escape"},
		{"app = \"\\e\"", "1:8: there is no such escape"},
		{"app = \"\\u12\"", "1:8: there is no such escape"},
		{"x = \"\\ud800\"", "1:6: there is no such escape"},
		{"x = \"\\U00110000\"", "1:6: there is no such escape"},
		{"x = \"a\\ \"", "1:7: there is no such escape"},
		{"x = \"\"\"a\\ b\"\"\"", "1:9: there is no such escape"},
		{"x = \"\xc3\xa9\\q\"", "1:7: there is no such escape"},
		{"app = \"a\\u0000b\"", "1:7: this holds a NUL"},
		{"x = \"\xff\"", "1:6: this is not UTF-8"},
		{"# \xc0\x80", "1:3: this is not UTF-8"},
		{"# \xed\xa0\x80", "1:3: this is not UTF-8"},
		{"# \xf4\x90\x80\x80", "1:3: this is not UTF-8"},
		{"# \xe2\x82", "1:3: this is not UTF-8"},
		{"x = 'a\x1b[31m'", "1:7: there is a control character"},
		{"x = 1\ry = 2", "1:6: there is a control character"},
		{"x = 1\r", "1:6: there is a control character"},
		{"# \x7f", "1:3: there is a control character"},
		{"x = \"\"\"\x01\"\"\"", "1:8: there is a control character"},
		{"app", "1:4: there should be a ="},
		{"app = 'a' b", "1:11: the line should end"},
		{"app = 'a' 'b'", "1:11: the line should end"},
		{"app = \"\"\"a\"\"\"\"\"\"", "1:16: the line should end"},
		{"x = 1 y = 2", "1:7: the line should end"},
		{"x =", "1:4: there should be a value"},
		{"x = # 1", "1:5: there should be a value"},
		{"x = yes", "1:5: text needs quotes"},
		{"x = truely", "1:5: text needs quotes"},
		{"x = [1 2]", "1:8: there should be a comma or ]"},
		{"x = [,]", "1:6: there should be a value"},
		{"x = [1,,2]", "1:8: there should be a value"},
		{"x = [1}", "1:7: there should be a comma or ]"},
		{"x = {1}", "1:7: there should be a ="},
		{"x = {a = 1, , }", "1:13: there should be a key"},
		{"= 1", "1:1: there should be a key"},
		{"a..b = 1", "1:3: there should be a key"},
		{"'''a''' = 1", "1:1: there should be a key"},
		{"\xc3\xa9 = 1", "1:1: there should be a key"},
		{"{}", "1:1: there should be a key"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char value[MARKUP_VALUE_SIZE];
		struct error err = {.message = ""};
		bool done = find(cases[i].text, strlen(cases[i].text), value,
				 &err);

		ok(!done && err.code == ERR_USAGE &&
			   strncmp(err.message, cases[i].message,
				   strlen(cases[i].message)) == 0,
		   "refused %zu: %s", i, err.message);
	}
}

static void test_nul(void)
{
	char value[MARKUP_VALUE_SIZE];
	struct error err = {.message = ""};

	ok(!find("app = 'a'\0", 10, value, &err) &&
		   strncmp(err.message, "1:10: there is a control", 24) == 0,
	   "a NUL in the text");
}

/* A text of the same byte count times between two others. */
static char *repeated(const char *before, const char *middle, size_t count,
		      const char *after)
{
	size_t length = strlen(middle), i;
	char *text = alloc_bytes(strlen(before) + count * length +
				 strlen(after) + 1);
	char *at = stpcpy(text, before);

	for (i = 0; i < count; i++)
		at = stpcpy(at, middle);
	stpcpy(at, after);
	return text;
}

static void check_repeated(const char *before, const char *middle, size_t count,
			   const char *after, const char *expected)
{
	AUTO_FREE char *text = repeated(before, middle, count, after);
	char value[MARKUP_VALUE_SIZE] = "";
	struct error err = {.message = ""};
	bool done = find(text, strlen(text), value, &err);

	ok(done ? strcmp(value, expected) == 0
		: strstr(err.message, expected) != NULL,
	   "%s %zu times '%s': %s", before, count, middle, expected);
}

static void test_large(void)
{
	check_repeated("app = 'real'\nx = ", "[", 64, "", "not closed");
	check_repeated("x = ", "[", 65, "", "too many brackets");
	check_repeated("x = ", "[", 1000000, "", "too many brackets");
	check_repeated("x = ", "{a=", 300000, "", "too many brackets");
	check_repeated("x = [", "[],", 300000, "]\napp='real'", "real");
	check_repeated("x", ".a", 500000, " = 1\napp='real'", "real");
	check_repeated("x = '", "\\", 1000000, "'\napp='real'", "real");
	check_repeated("", "\n", 1000000, "app='real'", "real");
	check_repeated("x = \"\"\"", "\"\" ", 300000, "", "not closed");
	check_repeated("x = \"\"\"", "\\\n ", 300000, "\"\"\"\napp='real'",
		       "real");
	check_repeated("", "[a]\n", 250000, "", "");
	check_repeated("\"", "app", 1000, "\" = 1\napp = 'real'", "real");
	check_repeated("app = '", "a", 256, "'", "longer than 255 bytes");
	check_repeated("app = '", "a", 1000000, "'", "longer than 255 bytes");
	check_repeated("app = '", "\xc3\xa9", 200, "'", "longer than 255");
}

int main(void)
{
	test_found();
	test_refused();
	test_nul();
	test_large();
	return tap_done();
}
