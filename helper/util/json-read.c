/* SPDX-License-Identifier: MIT */
/* JSON taken apart where it lies. */
#include "config.h"

#include "util/json-read.h"

#include "util/utf8.h"

#include <string.h>

#define DEPTH_MAX   64
#define REPLACEMENT 0xfffd

struct scanner {
	struct slice text;
	size_t at; /* when something is not in order, where that is */
};

static int peek(const struct scanner *scanner)
{
	return scanner->at < scanner->text.length
		       ? scanner->text.bytes[scanner->at]
		       : -1;
}

static bool accept(struct scanner *scanner, int byte)
{
	if (peek(scanner) != byte)
		return false;
	scanner->at++;
	return true;
}

static void skip_space(struct scanner *scanner)
{
	while (accept(scanner, ' ') || accept(scanner, '\t') ||
	       accept(scanner, '\n') || accept(scanner, '\r'))
		;
}

static bool scan_digits(struct scanner *scanner)
{
	size_t start = scanner->at;

	while (peek(scanner) >= '0' && peek(scanner) <= '9')
		scanner->at++;
	return scanner->at > start;
}

static bool scan_number(struct scanner *scanner)
{
	accept(scanner, '-');
	if (!accept(scanner, '0') && !scan_digits(scanner))
		return false;
	if (accept(scanner, '.') && !scan_digits(scanner))
		return false;
	if (!accept(scanner, 'e') && !accept(scanner, 'E'))
		return true;
	if (!accept(scanner, '-'))
		accept(scanner, '+');
	return scan_digits(scanner);
}

static bool scan_word(struct scanner *scanner, const char *word)
{
	while (*word && accept(scanner, *word))
		word++;
	return *word == '\0';
}

/* Behind "\u". */
static bool scan_code(struct scanner *scanner, uint32_t *ret_code)
{
	uint32_t code = 0;
	int i, digit;

	for (i = 0; i < 4; i++) {
		digit = hex_digit(peek(scanner));
		if (digit < 0)
			return false;
		code = code << 4 | (uint32_t)digit;
		scanner->at++;
	}
	*ret_code = code;
	return true;
}

/* At a backslash. */
static bool scan_escape(struct scanner *scanner, uint32_t *ret_code)
{
	static const char names[] = "\"\\/bfnrt",
			  meanings[] = "\"\\/\b\f\n\r\t";
	const char *name;
	int byte;

	scanner->at++;
	byte = peek(scanner);
	if (accept(scanner, 'u'))
		return scan_code(scanner, ret_code);
	name = byte > 0 ? strchr(names, byte) : NULL;
	if (name == NULL)
		return false;
	scanner->at++;
	*ret_code = (uint8_t)meanings[name - names];
	return true;
}

static bool scan_string(struct scanner *scanner)
{
	uint32_t ignored;

	if (!accept(scanner, '"'))
		return false;
	while (!accept(scanner, '"')) {
		size_t at = scanner->at, length;

		if (peek(scanner) == '\\') {
			if (!scan_escape(scanner, &ignored))
				return false;
			continue;
		}
		length = utf8_length(slice_of(scanner->text.bytes + at,
					      scanner->text.length - at));
		if (length == 0 || peek(scanner) < 0x20)
			return false;
		scanner->at += length;
	}
	return true;
}

static bool scan_name(struct scanner *scanner)
{
	skip_space(scanner);
	if (!scan_string(scanner))
		return false;
	skip_space(scanner);
	return accept(scanner, ':');
}

static bool scan_value(struct scanner *scanner, unsigned int depth);

/* At the bracket of an array or an object. */
static bool scan_items(struct scanner *scanner, unsigned int depth)
{
	bool has_names = peek(scanner) == '{';
	int closing = has_names ? '}' : ']';

	scanner->at++;
	skip_space(scanner);
	if (accept(scanner, closing))
		return true;
	do {
		if ((has_names && !scan_name(scanner)) ||
		    !scan_value(scanner, depth - 1))
			return false;
	} while (accept(scanner, ','));
	return accept(scanner, closing);
}

static bool scan_one(struct scanner *scanner, unsigned int depth)
{
	switch (peek(scanner)) {
	case '{':
	case '[':
		return depth && scan_items(scanner, depth);
	case '"':
		return scan_string(scanner);
	case 't':
		return scan_word(scanner, "true");
	case 'f':
		return scan_word(scanner, "false");
	case 'n':
		return scan_word(scanner, "null");
	default:
		return scan_number(scanner);
	}
}

/* With the white space around it. */
static bool scan_value(struct scanner *scanner, unsigned int depth)
{
	skip_space(scanner);
	if (!scan_one(scanner, depth))
		return false;
	skip_space(scanner);
	return true;
}

bool json_check(struct slice text, size_t *ret_end)
{
	struct scanner scanner = {text, 0};
	bool is_good = scan_value(&scanner, DEPTH_MAX) &&
		       scanner.at == text.length;

	*ret_end = scanner.at;
	return is_good;
}

static struct slice rest_of(const struct scanner *scanner)
{
	return slice_of(scanner->text.bytes + scanner->at,
			scanner->text.length - scanner->at);
}

bool json_members(struct slice text, struct slice *ret_rest)
{
	struct scanner scanner = {text, 0};

	skip_space(&scanner);
	if (!accept(&scanner, '{'))
		return false;
	*ret_rest = rest_of(&scanner);
	return true;
}

bool json_next_member(struct slice *rest, struct json_member *ret_member)
{
	struct scanner scanner = {*rest, 0};
	size_t start;

	skip_space(&scanner);
	start = scanner.at;
	if (!scan_string(&scanner))
		return false;
	ret_member->name = slice_of(rest->bytes + start, scanner.at - start);
	skip_space(&scanner);
	accept(&scanner, ':');
	skip_space(&scanner);
	start = scanner.at;
	if (!scan_one(&scanner, DEPTH_MAX))
		return false;
	ret_member->value = slice_of(rest->bytes + start, scanner.at - start);
	skip_space(&scanner);
	accept(&scanner, ',');
	*rest = rest_of(&scanner);
	return true;
}

/* Behind the first half of a pair: the character, if the second follows. */
static uint32_t join_surrogates(struct scanner *scanner, uint32_t high)
{
	struct scanner ahead = *scanner;
	uint32_t low;

	if (high >= 0xdc00 || peek(&ahead) != '\\' ||
	    !scan_escape(&ahead, &low) || low < 0xdc00 || low > 0xdfff)
		return REPLACEMENT;
	*scanner = ahead;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

bool json_decode_string(struct slice value, struct secret *ret_text)
{
	struct scanner scanner = {value, 0};
	char bytes[UTF8_SIZE];
	uint32_t code;

	if (!accept(&scanner, '"'))
		return false;
	/* Escaped text is never shorter than what it means. */
	secret_reserve(ret_text, ret_text->length + value.length);
	while (peek(&scanner) != '"') {
		if (peek(&scanner) != '\\') {
			secret_append(ret_text, value.bytes + scanner.at++, 1);
			continue;
		}
		if (!scan_escape(&scanner, &code))
			return false;
		if (utf8_is_surrogate(code))
			code = join_surrogates(&scanner, code);
		secret_append(ret_text, bytes, utf8_encode(code, bytes));
	}
	explicit_bzero(bytes, sizeof(bytes));
	return true;
}
