/* SPDX-License-Identifier: MIT */
/* As much of TOML 1.0 as it takes to find one key without being fooled. */
#include "config.h"

#include "resolve/toml.h"

#include "resolve/toml-value.h"

struct search {
	struct toml_scanner scanner;
	const char *key;
	bool is_below_header; /* keys belong to a table */
	bool is_found;
	size_t place; /* of the value found */
	struct toml_string value;
};

static bool is_wanted(const struct search *search,
		      const struct toml_string *name)
{
	return name->length <= sizeof(name->bytes) &&
	       slice_equal(slice_of(name->bytes, name->length),
			   slice_of_string(search->key));
}

static bool fail_kind(const struct search *search, size_t place,
		      struct error *err)
{
	return markup_fail(search->scanner.text, place, err,
			   search->is_found ? "'%s' is given twice"
					    : "'%s' is not a string",
			   search->key);
}

/* [a.b] or [[a.b]] */
static bool read_header(struct search *search, struct error *err)
{
	struct toml_scanner *scanner = &search->scanner;
	size_t start = scanner->at, parts;
	const char *closing = toml_accept(scanner, "[[") ? "]]" : "]";
	struct toml_string first;

	if (closing[1] == '\0')
		scanner->at++;
	if (!toml_scan_key(scanner, &first, &parts, err))
		return false;
	if (!toml_accept(scanner, closing))
		return markup_fail(scanner->text, start, err,
				   "this bracket is not closed");
	if (is_wanted(search, &first))
		return fail_kind(search, start, err);
	search->is_below_header = true;
	return true;
}

static bool read_wanted(struct search *search, size_t start, size_t parts,
			struct error *err)
{
	struct toml_scanner *scanner = &search->scanner;
	int quote = toml_peek(scanner);

	if (search->is_found)
		return fail_kind(search, start, err);
	search->place = scanner->at;
	if (parts > 1 || (quote != '"' && quote != '\''))
		return fail_kind(search, scanner->at, err);
	search->is_found = true;
	return toml_scan_string(scanner, &search->value, err);
}

static bool read_assignment(struct search *search, struct error *err)
{
	struct toml_scanner *scanner = &search->scanner;
	size_t start = scanner->at, parts;
	struct toml_string first;

	if (!toml_scan_key(scanner, &first, &parts, err))
		return false;
	if (!toml_accept(scanner, "="))
		return markup_fail(scanner->text, scanner->at, err,
				   "there should be a = here");
	toml_skip_spaces(scanner);
	if (!search->is_below_header && is_wanted(search, &first))
		return read_wanted(search, start, parts, err);
	return toml_scan_value(scanner, err);
}

static bool read_document(struct search *search, struct error *err)
{
	struct toml_scanner *scanner = &search->scanner;
	bool is_good = true;

	toml_accept(scanner, "\xef\xbb\xbf"); /* some editors put it there */
	toml_skip_lines(scanner);
	while (is_good && toml_peek(scanner) >= 0) {
		is_good = (toml_peek(scanner) == '['
				   ? read_header(search, err)
				   : read_assignment(search, err)) &&
			  toml_end_line(scanner, err);
		toml_skip_lines(scanner);
	}
	return is_good;
}

bool toml_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err)
{
	struct search search = {.scanner = {.text = text}, .key = key};

	if (!toml_check_characters(text, err) || !read_document(&search, err))
		return false;
	if (!search.is_found) {
		ret_value[0] = '\0';
		return true;
	}
	/* Bytes beyond what was kept are not looked at: length tells first. */
	return markup_take(text, search.place,
			   slice_of(search.value.bytes, search.value.length),
			   ret_value, err);
}
