/* SPDX-License-Identifier: MIT */
/* MessagePack, walked: what is written is read, what lies is refused. */
#include "config.h"

#include "token/encoding.h"
#include "unit/tap.h"
#include "util/secret.h"

#include <msgpack.h>

#define BYTES(literal) slice_of(literal, sizeof(literal) - 1)

static void test_unsigned(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct msgpack_packer packer;
	uint64_t number, back;
	bool same = true;
	int bit, off;

	msgpack_packer_init(&packer, &text, encoding_write);
	for (bit = 0; bit < 64; bit++)
		for (off = -1; off <= 1; off++) {
			number = (UINT64_C(1) << bit) + (uint64_t)off;
			text.length = 0;
			msgpack_pack_uint64(&packer, number);
			same = same &&
			       encoding_extent(secret_slice(&text)) ==
				       text.length &&
			       encoding_unsigned(secret_slice(&text), &back) &&
			       back == number;
		}
	ok(same, "unsigned numbers around every power of two come back");
	ok(!encoding_unsigned(BYTES("\xff"), &back), "-1 is not unsigned");
	ok(!encoding_unsigned(BYTES(""), &back), "nothing is no number");
	ok(encoding_unsigned(BYTES("\xcc\x05"), &back) && back == 5,
	   "a number wider than it need be");
}

static void test_signed(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct msgpack_packer packer;
	int64_t number, back;
	bool same = true;
	int bit, off;

	msgpack_packer_init(&packer, &text, encoding_write);
	for (bit = 0; bit < 62; bit++)
		for (off = -1; off <= 1; off++) {
			number = -(INT64_C(1) << bit) + off;
			text.length = 0;
			msgpack_pack_int64(&packer, number);
			same = same &&
			       encoding_extent(secret_slice(&text)) ==
				       text.length &&
			       encoding_integer(secret_slice(&text), &back) &&
			       back == number;
		}
	ok(same, "negative numbers around every power of two come back");
	ok(encoding_integer(BYTES("\xd3\x80\0\0\0\0\0\0\0"), &back) &&
		   back == INT64_MIN,
	   "the smallest number");
	ok(encoding_integer(BYTES("\xcf\x7f\xff\xff\xff\xff\xff\xff\xff"),
			    &back) &&
		   back == INT64_MAX,
	   "the largest number");
	ok(!encoding_integer(BYTES("\xcf\x80\0\0\0\0\0\0\0"), &back),
	   "one more does not fit");
	ok(!encoding_integer(BYTES("\xa1x"), &back), "text is no number");
}

static void test_bytes(void)
{
	static const size_t lengths[] = {0,   1,   31,	  32,	 255,
					 256, 257, 65535, 65536, 70000};
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	char *content = calloc(70000, 1);
	struct msgpack_packer packer;
	struct slice back, rest;
	size_t i, kind;

	msgpack_packer_init(&packer, &text, encoding_write);
	for (i = 0; i < 2 * sizeof(lengths) / sizeof(lengths[0]); i++) {
		size_t length = lengths[i / 2];

		kind = i % 2;
		text.length = 0;
		if (kind)
			msgpack_pack_bin_with_body(&packer, content, length);
		else
			msgpack_pack_str_with_body(&packer, content, length);
		rest = secret_slice(&text);
		ok(encoding_bytes(rest, &back) && back.length == length &&
			   encoding_extent(rest) == text.length,
		   "%s of %zu bytes", kind ? "binary" : "text", length);
		rest.length--;
		ok(encoding_extent(rest) == 0, "and without its last byte");
	}
	ok(!encoding_bytes(BYTES("\x91\x01"), &back), "an array is no text");
	ok(!encoding_bytes(BYTES(""), &back), "nothing is no text");
	free(content);
}

static void test_containers(void)
{
	struct slice rest = BYTES("\x93\x01\xa1x\x90\x05"), value;
	bool truth = false;
	size_t count = 0;

	ok(encoding_array(&rest, &count) && count == 3, "an array of three");
	ok(encoding_next(&rest, &value) && slice_equal(value, BYTES("\x01")) &&
		   encoding_next(&rest, &value) &&
		   slice_equal(value, BYTES("\xa1x")) &&
		   encoding_next(&rest, &value) &&
		   slice_equal(value, BYTES("\x90")),
	   "its elements one by one");
	ok(rest.length == 1, "what comes after is left");
	ok(!encoding_array(&rest, &count), "a number is no array");
	rest = BYTES("\xdf\0\0\0\x01\x01\x02");
	ok(encoding_map(&rest, &count) && count == 1 && rest.length == 2,
	   "a map of one pair");
	rest = BYTES("\x81\x01");
	ok(!encoding_map(&rest, &count), "a pair is two values");
	rest = BYTES("\x91\x01");
	ok(!encoding_map(&rest, &count), "an array is no map");
	ok(encoding_boolean(BYTES("\xc3"), &truth) && truth, "true");
	ok(encoding_boolean(BYTES("\xc2"), &truth) && !truth, "false");
	ok(!encoding_boolean(BYTES("\xc0"), &truth), "nil is neither");
}

/* One of every kind: the extent is the whole, and less is not enough. */
static void test_kinds(void)
{
	const struct {
		struct slice bytes;
		const char *what;
	} kinds[] = {
		{BYTES("\xc0"), "nil"},
		{BYTES("\x7f"), "small number"},
		{BYTES("\xe0"), "small negative number"},
		{BYTES("\xca\0\0\0\0"), "float"},
		{BYTES("\xcb\0\0\0\0\0\0\0\0"), "double"},
		{BYTES("\xd4\x01x"), "extension of 1"},
		{BYTES("\xd8\x01"
		       "0123456789abcdef"),
		 "extension of 16"},
		{BYTES("\xc7\x02\x01xy"), "extension"},
		{BYTES("\xc8\0\x01\x01x"), "long extension"},
		{BYTES("\x82\x01\x02\x03\x91\xa1x"), "map with an array"},
		{BYTES("\xdc\0\x02\x01\xde\0\x01\x01\x02"), "long containers"},
		{BYTES("\xdd\0\0\0\x01\x01"), "longer array"},
		{BYTES("\x92\x91\x91\x90\x91\x01"), "nested arrays"},
	};
	struct slice cut;
	bool refused;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		cut = kinds[i].bytes;
		ok(encoding_extent(cut) == cut.length, "%s", kinds[i].what);
		for (refused = true; cut.length--;)
			refused = refused && encoding_extent(cut) == 0;
		ok(refused, "%s, cut off anywhere", kinds[i].what);
	}
}

static void test_lies(void)
{
	const struct {
		struct slice bytes;
		const char *what;
	} lies[] = {
		{BYTES(""), "nothing"},
		{BYTES("\xc1"), "the byte that is never used"},
		{BYTES("\xdd\x10\0\0\0"), "an array of 2^28"},
		{BYTES("\xdd\xff\xff\xff\xff"), "an array of 2^32 - 1"},
		{BYTES("\xdf\xff\xff\xff\xff\x01"), "a map of 2^32 - 1"},
		{BYTES("\xc6\xff\xff\xff\xff\x01"), "4 GiB of binary"},
		{BYTES("\xdb\xff\xff\xff\xff\x01"), "4 GiB of text"},
		{BYTES("\xc9\xff\xff\xff\xff\x01"), "4 GiB of extension"},
		{BYTES("\x92\xdd\x7f\xff\xff\xff\x01"), "an array inside"},
	};
	AUTO_SECRET struct secret deep = SECRET_EMPTY;
	size_t i;

	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		ok(encoding_extent(lies[i].bytes) == 0, "%s", lies[i].what);
	for (i = 0; i < 1000000; i++)
		secret_append(&deep, "\x91", 1);
	ok(encoding_extent(secret_slice(&deep)) == 0, "a million open arrays");
	secret_append(&deep, "\x01", 1);
	ok(encoding_extent(secret_slice(&deep)) == deep.length,
	   "and when something is in the last");
}

int main(void)
{
	test_unsigned();
	test_signed();
	test_bytes();
	test_containers();
	test_kinds();
	test_lies();
	return tap_done();
}
