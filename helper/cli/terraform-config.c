/* SPDX-License-Identifier: MIT */
/* Where in terraform's CLI configuration the credentials helper is. */
#include "config.h"

#include "cli/terraform-config.h"

#include "util/cleanup.h"

#include <stdio.h>

#define BLOCK "credentials_helper"

struct scanner {
	struct slice text;
	size_t at;
	size_t depth; /* of braces and brackets */
	struct terraform_helper *helper;
	bool inside; /* between the helper's name and its closing brace */
};

static int peek(const struct scanner *scanner, size_t ahead)
{
	return scanner->at + ahead < scanner->text.length
		       ? scanner->text.bytes[scanner->at + ahead]
		       : -1;
}

static bool fail_at(const struct scanner *scanner, size_t at,
		    const char *problem, struct error *err)
{
	size_t line = 1, i;

	for (i = 0; i < at && i < scanner->text.length; i++)
		line += scanner->text.bytes[i] == '\n';
	return fail(err, ERR_USAGE, "%zu: %s", line, problem);
}

static void skip_line(struct scanner *scanner)
{
	while (peek(scanner, 0) >= 0 && peek(scanner, 0) != '\n')
		scanner->at++;
}

static bool skip_comment(struct scanner *scanner, struct error *err)
{
	size_t start = scanner->at;

	for (scanner->at += 2; peek(scanner, 0) >= 0; scanner->at++)
		if (peek(scanner, 0) == '*' && peek(scanner, 1) == '/') {
			scanner->at += 2;
			return true;
		}
	return fail_at(scanner, start, "this comment does not end", err);
}

static bool skip_string(struct scanner *scanner, struct slice *ret_text,
			struct error *err)
{
	size_t start = ++scanner->at;
	int byte;

	for (; (byte = peek(scanner, 0)) != '"'; scanner->at++) {
		if (byte == '\\')
			scanner->at++;
		if (byte < 0 || byte == '\n')
			return fail_at(scanner, start - 1,
				       "this string does not end", err);
	}
	*ret_text = slice_of(scanner->text.bytes + start, scanner->at - start);
	scanner->at++;
	return true;
}

static bool is_of_word(int byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
	       byte == '.';
}

static struct slice take_word(struct scanner *scanner)
{
	size_t start = scanner->at;

	while (is_of_word(peek(scanner, 0)))
		scanner->at++;
	return slice_of(scanner->text.bytes + start, scanner->at - start);
}

/* <<WORD or <<-WORD, up to a line that has nothing but the word. */
static bool skip_heredoc(struct scanner *scanner, struct error *err)
{
	size_t start = scanner->at;
	struct slice word;

	scanner->at += peek(scanner, 2) == '-' ? 3 : 2;
	word = take_word(scanner);
	for (skip_line(scanner); peek(scanner, 0) == '\n';
	     skip_line(scanner)) {
		scanner->at++;
		while (peek(scanner, 0) == ' ' || peek(scanner, 0) == '\t')
			scanner->at++;
		if (slice_equal(take_word(scanner), word) &&
		    (peek(scanner, 0) == '\n' || peek(scanner, 0) == '\r' ||
		     peek(scanner, 0) < 0))
			return true;
	}
	return fail_at(scanner, start, "this text does not end", err);
}

static bool see_word(struct scanner *scanner, struct error *err)
{
	size_t start = scanner->at;
	struct terraform_helper *helper = scanner->helper;

	if (!slice_equal(take_word(scanner), slice_of_string(BLOCK)) ||
	    scanner->depth)
		return true;
	if (helper->is_there)
		return fail_at(scanner, start,
			       "a second " BLOCK ", of which there may be one",
			       err);
	*helper = (struct terraform_helper){.is_there = true, .start = start};
	scanner->inside = true;
	return true;
}

static bool see_string(struct scanner *scanner, struct error *err)
{
	struct terraform_helper *helper = scanner->helper;
	struct slice text = {.length = 0};

	if (!skip_string(scanner, &text, err))
		return false;
	if (scanner->inside && scanner->depth == 0)
		snprintf(helper->name, sizeof(helper->name), "%.*s",
			 (int)text.length, (const char *)text.bytes);
	return true;
}

static bool see_end(struct scanner *scanner, struct error *err)
{
	if (scanner->depth == 0)
		return fail_at(scanner, scanner->at, "this ends nothing", err);
	scanner->at++;
	scanner->depth--;
	if (scanner->inside && scanner->depth == 0) {
		scanner->helper->end = scanner->at;
		scanner->inside = false;
	}
	return true;
}

static bool step(struct scanner *scanner, struct error *err)
{
	int byte = peek(scanner, 0), next = peek(scanner, 1);

	if (byte == '#' || (byte == '/' && next == '/')) {
		skip_line(scanner);
		return true;
	}
	if (byte == '/' && next == '*')
		return skip_comment(scanner, err);
	if (byte == '<' && next == '<')
		return skip_heredoc(scanner, err);
	if (byte == '"')
		return see_string(scanner, err);
	if (byte == '}' || byte == ']')
		return see_end(scanner, err);
	if (is_of_word(byte))
		return see_word(scanner, err);
	scanner->depth += byte == '{' || byte == '[';
	scanner->at++;
	return true;
}

bool terraform_config_find(struct slice text,
			   struct terraform_helper *ret_helper,
			   struct error *err)
{
	struct scanner scanner = {.text = text, .helper = ret_helper};

	*ret_helper = (struct terraform_helper){.is_there = false};
	while (peek(&scanner, 0) == ' ' || peek(&scanner, 0) == '\t' ||
	       peek(&scanner, 0) == '\n' || peek(&scanner, 0) == '\r')
		scanner.at++;
	if (peek(&scanner, 0) == '{')
		return fail_at(&scanner, scanner.at, "this is JSON", err);
	while (peek(&scanner, 0) >= 0)
		if (!step(&scanner, err))
			return false;
	return (scanner.depth == 0 && !scanner.inside) ||
	       fail_at(&scanner, text.length - 1, "a block does not end", err);
}
