/* SPDX-License-Identifier: MIT */
/* The larger words of TOML: keys and values. */
#include "config.h"

#include "resolve/toml-value.h"

/* Brackets within brackets; people stay below five. */
#define DEPTH_MAX 64

/* In the C locale's sense: isalnum(3) may know more letters. */
static bool is_bare(int byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

static bool scan_key_part(struct toml_scanner *scanner,
			  struct toml_string *ret_part, struct error *err)
{
	const uint8_t *bytes = scanner->text.bytes + scanner->at;
	size_t left = scanner->text.length - scanner->at, length = 0;
	int quote = toml_peek(scanner);

	if ((quote == '"' || quote == '\'') &&
	    !(left > 2 && bytes[1] == quote && bytes[2] == quote))
		return toml_scan_string(scanner, ret_part, err);
	while (length < left && is_bare(bytes[length]))
		length++;
	if (length == 0)
		return markup_fail(scanner->text, scanner->at, err,
				   "there should be a key here");
	scanner->at += length;
	if (ret_part) {
		ret_part->length = length;
		if (length <= sizeof(ret_part->bytes))
			memcpy(ret_part->bytes, bytes, length);
	}
	return true;
}

bool toml_scan_key(struct toml_scanner *scanner, struct toml_string *ret_first,
		   size_t *ret_parts, struct error *err)
{
	size_t parts = 0;

	do {
		toml_skip_spaces(scanner);
		if (!scan_key_part(scanner, parts ? NULL : ret_first, err))
			return false;
		toml_skip_spaces(scanner);
		parts++;
	} while (toml_accept(scanner, "."));
	*ret_parts = parts;
	return true;
}

static size_t bare_length(const struct toml_scanner *scanner, size_t at)
{
	const uint8_t *bytes = scanner->text.bytes;
	size_t start = at;

	while (at < scanner->text.length &&
	       (is_bare(bytes[at]) || strchr("+.:", bytes[at])))
		at++;
	return at - start;
}

/* A number, a date and time (maybe with a space between), true or false. */
static bool scan_bare(struct toml_scanner *scanner, struct error *err)
{
	static const char *const words[] = {"true", "false", "inf", "nan"};
	size_t start = scanner->at, length = bare_length(scanner, start), i;
	const uint8_t *bytes = scanner->text.bytes + start;
	bool is_good = length && strchr("+-0123456789", *bytes);

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		is_good |= length == strlen(words[i]) &&
			   memcmp(bytes, words[i], length) == 0;
	if (!is_good)
		return markup_fail(scanner->text, start, err,
				   length ? "text needs quotes"
					  : "there should be a value here");
	scanner->at += length;
	if (length == 10 && bytes[4] == '-' && toml_peek(scanner) == ' ') {
		length = bare_length(scanner, scanner->at + 1);
		scanner->at += length ? 1 + length : 0;
	}
	return true;
}

/* The brackets that are open around the place where we are. */
struct nesting {
	size_t depth;
	size_t places[DEPTH_MAX]; /* of the opening brackets */
	char closing[DEPTH_MAX];
	bool is_after_value[DEPTH_MAX];
};

static bool nesting_enter(struct nesting *nesting, struct toml_scanner *scanner,
			  struct error *err)
{
	size_t depth = nesting->depth;

	if (depth == DEPTH_MAX)
		return markup_fail(scanner->text, scanner->at, err,
				   "there are too many brackets in brackets");
	nesting->places[depth] = scanner->at;
	nesting->closing[depth] = toml_peek(scanner) == '[' ? ']' : '}';
	nesting->is_after_value[depth] = false;
	nesting->depth = depth + 1;
	scanner->at++;
	return true;
}

/* One value, or only the bracket that begins it. */
static bool scan_part(struct nesting *nesting, struct toml_scanner *scanner,
		      struct error *err)
{
	switch (toml_peek(scanner)) {
	case '[':
	case '{':
		return nesting_enter(nesting, scanner, err);
	case '"':
	case '\'':
		return toml_scan_string(scanner, NULL, err);
	default:
		return scan_bare(scanner, err);
	}
}

/* Between brackets: a comma, the bracket's end, or the next thing in it. */
static bool scan_inside(struct nesting *nesting, struct toml_scanner *scanner,
			struct error *err)
{
	size_t inner = nesting->depth - 1, parts;
	char closing = nesting->closing[inner];

	toml_skip_lines(scanner);
	if (toml_peek(scanner) < 0)
		return markup_fail(scanner->text, nesting->places[inner], err,
				   "this bracket is not closed");
	if (toml_peek(scanner) == closing) {
		scanner->at++;
		nesting->depth--;
		return true;
	}
	if (nesting->is_after_value[inner]) {
		nesting->is_after_value[inner] = false;
		return toml_accept(scanner, ",") ||
		       markup_fail(scanner->text, scanner->at, err,
				   "there should be a comma or %c here",
				   closing);
	}
	nesting->is_after_value[inner] = true;
	if (closing == '}') {
		if (!toml_scan_key(scanner, NULL, &parts, err))
			return false;
		if (!toml_accept(scanner, "="))
			return markup_fail(scanner->text, scanner->at, err,
					   "there should be a = here");
		toml_skip_spaces(scanner);
	}
	return scan_part(nesting, scanner, err);
}

bool toml_scan_value(struct toml_scanner *scanner, struct error *err)
{
	struct nesting nesting = {.depth = 0};
	bool is_good = scan_part(&nesting, scanner, err);

	while (is_good && nesting.depth)
		is_good = scan_inside(&nesting, scanner, err);
	return is_good;
}
