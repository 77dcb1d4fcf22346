/* SPDX-License-Identifier: MIT */
/* key=value lines: what is read, what is refused, what comes back. */
#include "config.h"

#include "unit/tap.h"
#include "util/attributes.h"

#include <string.h>

static bool parse(const char *bytes, size_t length, struct secret *text,
		  struct attributes *attributes, struct error *err)
{
	secret_clear(text);
	secret_append(text, bytes, length);
	return attributes_parse(text, attributes, err);
}

static void test_reading(void)
{
	static const char lines[] = "a=1\nb=x=y\nempty=\na=2\n\nafter=no\n";
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes read = ATTRIBUTES_EMPTY;
	struct error err;
	int64_t number = 0;

	ok(parse(lines, strlen(lines), &text, &read, &err) && read.count == 4,
	   "an empty line ends the attributes");
	ok(strcmp(attributes_get(&read, "a"), "1") == 0, "the first of two");
	ok(strcmp(attributes_get(&read, "b"), "x=y") == 0,
	   "only the first equals sign splits");
	ok(strcmp(attributes_get(&read, "empty"), "") == 0, "empty is a value");
	ok(attributes_get(&read, "after") == NULL, "nothing after the end");
	ok(attributes_get_number(&read, "a", &number) && number == 1, "number");
	ok(!attributes_get_number(&read, "b", &number), "not a number");
	ok(parse("a=1", 3, &text, &read, &err) && read.count == 1,
	   "a last line needs no line feed");
	ok(parse("", 0, &text, &read, &err) && read.count == 0, "no text");
}

static void test_refusing(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *what;
	} bad[] = {
		{"a=1\nsecret\n", 11, "a line without equals sign"},
		{"=secret\n", 8, "an empty key"},
		{"a=1\r\n", 5, "a CR"},
		{"a=1\0b\n", 6, "a NUL"},
	};
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes read = ATTRIBUTES_EMPTY;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(!parse(bad[i].bytes, bad[i].length, &text, &read, &err) &&
			   strstr(err.message, "secret") == NULL,
		   "%s is refused without showing it", bad[i].what);
}

static void test_writing(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes read = ATTRIBUTES_EMPTY;
	unsigned char bytes[3] = {0, 0x7f, 0xff}, back[3];
	struct error err;
	int64_t number;

	ok(!attributes_add(&text, "a", "x\ny", &err) && text.length == 0,
	   "a line feed in a value is refused");
	ok(attributes_add(&text, "none", NULL, &err) && text.length == 0,
	   "NULL adds nothing");
	ok(attributes_add(&text, "a", "b c", &err), "a value");
	attributes_add_number(&text, "n", INT64_MIN);
	attributes_add_hex(&text, "h", bytes, sizeof(bytes));
	ok(attributes_parse(&text, &read, &err) && read.count == 3,
	   "what was written is read");
	ok(attributes_get_number(&read, "n", &number) && number == INT64_MIN,
	   "the smallest number comes back");
	ok(attributes_get_hex(&read, "h", back, 3) &&
		   memcmp(bytes, back, 3) == 0,
	   "bytes come back");
	ok(!attributes_get_hex(&read, "h", back, 2), "of that size only");
}

static void test_many(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes read = ATTRIBUTES_EMPTY;
	struct error err;
	int i;

	for (i = 0; i < 1000; i++)
		attributes_add_number(&text, "k", i);
	ok(attributes_parse(&text, &read, &err) && read.count == 1000 &&
		   strcmp(read.items[999].value, "999") == 0,
	   "a thousand attributes");
}

int main(void)
{
	test_reading();
	test_refusing();
	test_writing();
	test_many();
	return tap_done();
}
