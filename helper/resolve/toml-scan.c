/* SPDX-License-Identifier: MIT */
/* The smallest words of TOML: characters, white space, strings. */
#include "config.h"

#include "resolve/toml-scan.h"

#include "util/utf8.h"

bool toml_check_characters(struct slice text, struct error *err)
{
	size_t at = 0;

	while (at < text.length) {
		uint8_t byte = text.bytes[at];
		size_t length = utf8_length(
			slice_of(text.bytes + at, text.length - at));
		bool ends_line = byte == '\r' && at + 1 < text.length &&
				 text.bytes[at + 1] == '\n';

		if (length == 0)
			return markup_fail(text, at, err, "this is not UTF-8");
		if ((byte < 0x20 && byte != '\t' && byte != '\n' &&
		     !ends_line) ||
		    byte == 0x7f)
			return markup_fail(text, at, err,
					   "there is a control character here");
		at += length;
	}
	return true;
}

int toml_peek(const struct toml_scanner *scanner)
{
	return scanner->at < scanner->text.length
		       ? scanner->text.bytes[scanner->at]
		       : -1;
}

bool toml_accept(struct toml_scanner *scanner, const char *text)
{
	size_t length = strlen(text);

	if (scanner->text.length - scanner->at < length ||
	    memcmp(scanner->text.bytes + scanner->at, text, length) != 0)
		return false;
	scanner->at += length;
	return true;
}

void toml_skip_spaces(struct toml_scanner *scanner)
{
	while (toml_peek(scanner) == ' ' || toml_peek(scanner) == '\t')
		scanner->at++;
}

static void skip_comment(struct toml_scanner *scanner)
{
	if (toml_peek(scanner) == '#')
		while (toml_peek(scanner) >= 0 && toml_peek(scanner) != '\n')
			scanner->at++;
}

void toml_skip_lines(struct toml_scanner *scanner)
{
	do {
		toml_skip_spaces(scanner);
		skip_comment(scanner);
	} while (toml_accept(scanner, "\n") || toml_accept(scanner, "\r\n"));
}

bool toml_end_line(struct toml_scanner *scanner, struct error *err)
{
	toml_skip_spaces(scanner);
	skip_comment(scanner);
	if (toml_peek(scanner) < 0 || toml_accept(scanner, "\n") ||
	    toml_accept(scanner, "\r\n"))
		return true;
	return markup_fail(scanner->text, scanner->at, err,
			   "the line should end here");
}

static void add(struct toml_string *string, const char *bytes, size_t length)
{
	if (string == NULL)
		return;
	if (string->length + length <= sizeof(string->bytes))
		memcpy(string->bytes + string->length, bytes, length);
	string->length += length;
}

static void add_character(struct toml_string *string, uint32_t code)
{
	char bytes[UTF8_SIZE];

	add(string, bytes, utf8_encode(code, bytes));
}

/* Behind \u or \U: that many digits, which name a character. */
static bool scan_code(struct toml_scanner *scanner, int digits,
		      struct toml_string *ret_string)
{
	uint32_t code = 0;

	while (digits--) {
		int digit = hex_digit(toml_peek(scanner));

		if (digit < 0)
			return false;
		code = code << 4 | (uint32_t)digit;
		scanner->at++;
	}
	if (code > 0x10ffff || utf8_is_surrogate(code))
		return false;
	add_character(ret_string, code);
	return true;
}

/* Behind a backslash that may end a line: the white space that it swallows. */
static bool scan_continuation(struct toml_scanner *scanner)
{
	toml_skip_spaces(scanner);
	if (!toml_accept(scanner, "\n") && !toml_accept(scanner, "\r\n"))
		return false;
	do
		toml_skip_spaces(scanner);
	while (toml_accept(scanner, "\n") || toml_accept(scanner, "\r\n"));
	return true;
}

/* At a backslash. */
static bool scan_escape(struct toml_scanner *scanner, bool is_long,
			struct toml_string *ret_string, struct error *err)
{
	static const char names[] = "btnfr\"\\", meanings[] = "\b\t\n\f\r\"\\";
	size_t start = scanner->at++;
	int name = toml_peek(scanner);
	const char *known = name > 0 ? strchr(names, name) : NULL;
	bool is_good;

	if (known) {
		scanner->at++;
		add(ret_string, &meanings[known - names], 1);
		return true;
	}
	if (toml_accept(scanner, "u"))
		is_good = scan_code(scanner, 4, ret_string);
	else if (toml_accept(scanner, "U"))
		is_good = scan_code(scanner, 8, ret_string);
	else
		is_good = is_long && scan_continuation(scanner);
	return is_good || markup_fail(scanner->text, start, err,
				      "there is no such escape sequence");
}

/* Steps over quotes; whether they close the string, maybe after one or two. */
static bool scan_quotes(struct toml_scanner *scanner, int quote, bool is_long,
			struct toml_string *ret_string)
{
	const char *quotes = (const char *)scanner->text.bytes + scanner->at;
	size_t limit = is_long ? 5 : 1, closing = is_long ? 3 : 1, count = 0;

	while (count < limit && toml_peek(scanner) == quote) {
		scanner->at++;
		count++;
	}
	add(ret_string, quotes, count < closing ? count : count - closing);
	return count >= closing;
}

bool toml_scan_string(struct toml_scanner *scanner,
		      struct toml_string *ret_string, struct error *err)
{
	size_t start = scanner->at;
	int quote = toml_peek(scanner), byte;
	bool is_long = toml_accept(scanner, quote == '"' ? "\"\"\"" : "'''");

	if (ret_string)
		ret_string->length = 0;
	if (!is_long)
		scanner->at++;
	else if (!toml_accept(scanner, "\n"))
		toml_accept(scanner, "\r\n");
	while ((byte = toml_peek(scanner)) >= 0 && (byte != '\n' || is_long)) {
		if (byte == quote) {
			if (scan_quotes(scanner, quote, is_long, ret_string))
				return true;
		} else if (byte == '\\' && quote == '"') {
			if (!scan_escape(scanner, is_long, ret_string, err))
				return false;
		} else {
			add(ret_string,
			    (const char *)scanner->text.bytes + scanner->at, 1);
			scanner->at++;
		}
	}
	return markup_fail(scanner->text, start, err,
			   "this string is not closed");
}
