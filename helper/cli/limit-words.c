/* SPDX-License-Identifier: MIT */
/* What further limits there are to what a macaroon may do, in words. */
#include "config.h"

#include "cli/limit-words.h"

#include "token/caveat-form.h"
#include "token/encoding.h"
#include "util/terminal.h"

#include <inttypes.h>
#include <stdio.h>

void append_printable(struct secret *text, struct slice bytes)
{
	char raw[84], shown[90];
	size_t length = bytes.length < 80 ? bytes.length : 80, i;

	for (i = 0; i < length; i++)
		raw[i] = (char)(bytes.bytes[i] ? bytes.bytes[i] : '\x01');
	memcpy(raw + length, "...", 4);
	if (bytes.length <= 80)
		raw[length] = '\0';
	text_printable(raw, shown, sizeof(shown));
	secret_append_string(text, shown);
}

void append_actions(struct secret *text, struct grant grant)
{
	static const char *const words[] = {"read", "write", "create", "delete",
					    "control"};
	const char *before = "";
	size_t i;

	if (!grant.is_certain && grant.actions)
		secret_append_string(text, "at most ");
	if (grant.actions == ACTIONS_ALL || grant.actions == 0) {
		secret_append_string(text,
				     grant.actions ? "everything" : "nothing");
		return;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!(grant.actions & 1U << i))
			continue;
		secret_append_string(text, before);
		secret_append_string(text, words[i]);
		before = ", ";
	}
	if (grant.actions == 1)
		secret_append_string(text, " only");
}

struct limits {
	struct caveat_list list;
	struct access access;
	struct secret *lines;
};

/* The texts of an array, or every second value of a map. */
static void append_names(struct secret *text, struct slice values, size_t count,
			 bool is_map)
{
	const char *before = "";
	struct slice value, name, mask;

	for (; count; count--) {
		if (!encoding_next(&values, &value) ||
		    (is_map && !encoding_next(&values, &mask)) ||
		    !encoding_bytes(value, &name))
			break;
		secret_append_string(text, before);
		if (name.length)
			append_printable(text, name);
		else
			secret_append_string(text, "any");
		before = ", ";
	}
}

static void tell_command(struct limits *limits, struct slice command)
{
	struct slice words, word, exact, text, rest;
	size_t fields, count = 0;
	bool is_exact = false;

	if (!encoding_array(&command, &fields) ||
	    !encoding_next(&command, &words) ||
	    !encoding_next(&command, &exact) ||
	    !encoding_boolean(exact, &is_exact))
		return;
	rest = words;
	secret_append_string(limits->lines, "command");
	if (encoding_array(&rest, &count))
		for (; count && encoding_next(&rest, &word) &&
		       encoding_bytes(word, &text);
		     count--) {
			secret_append(limits->lines, " ", 1);
			append_printable(limits->lines, text);
		}
	if (!is_exact)
		secret_append_string(limits->lines, " ...");
	limits->access.command = words;
	/* Of no words at all any command will do to ask. */
	if (words.length == 1)
		limits->access.command = slice_of("\x91\xa1x", 3);
	secret_append_string(limits->lines, ": ");
	append_actions(limits->lines,
		       caveats_grant(limits->list, &limits->access));
	secret_append(limits->lines, "\n", 1);
}

static void tell_commands(struct limits *limits, const struct caveat *caveat)
{
	struct slice rest = caveat->body, command;
	size_t count;

	if (!encoding_array(&rest, &count))
		return;
	for (; count && encoding_next(&rest, &command); count--)
		tell_command(limits, command);
}

/* Caveats whose only field is a list or a map of names. */
static const struct {
	uint64_t type;
	const char *words;
} named[] = {
	{CAVEAT_VOLUMES, "only these volumes: "},
	{CAVEAT_MUTATIONS, "only these GraphQL mutations: "},
	{CAVEAT_MACHINES, "only these machines: "},
	{CAVEAT_MACHINE_FEATURE_SET, "only these features of machines: "},
	{CAVEAT_FROM_MACHINE, "only from the machine "},
	{CAVEAT_CLUSTERS, "only these clusters: "},
	{CAVEAT_STORAGE_OBJECTS, "only what is stored below: "},
	{CAVEAT_FLY_SOURCE, "only from organization, app, machine: "},
};

static const char *words_for(uint64_t type)
{
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (named[i].type == type)
			return named[i].words;
	return NULL;
}

static void tell_names(struct limits *limits, const struct caveat *caveat)
{
	struct slice rest = caveat->body, inner;
	bool is_map = false;
	size_t fields, count;

	if (!encoding_array(&rest, &fields))
		return;
	inner = rest;
	count = fields;
	if (encoding_map(&inner, &count))
		is_map = true;
	else if (!encoding_array(&inner, &count))
		count = fields;
	if (count == 0)
		return; /* none at all: the other lines say so */
	secret_append_string(limits->lines, words_for(caveat->type));
	append_names(limits->lines, inner, count, is_map);
	secret_append(limits->lines, "\n", 1);
}

static void tell_number(struct limits *limits, uint64_t number,
			const char *before)
{
	char text[120];

	snprintf(text, sizeof(text), "%s%" PRIu64 "\n", before, number);
	secret_append_string(limits->lines, text);
}

static bool tell(const struct caveat *caveat, void *context)
{
	struct limits *limits = context;
	uint64_t roles;

	if (caveat->type == CAVEAT_COMMANDS)
		tell_commands(limits, caveat);
	else if (words_for(caveat->type))
		tell_names(limits, caveat);
	else if (caveat->type == CAVEAT_IS_MEMBER)
		secret_append_string(limits->lines,
				     "only as an ordinary member\n");
	else if (caveat->type == CAVEAT_ALLOWED_ROLES &&
		 encoding_unsigned(caveat->body, &roles))
		tell_number(limits, roles, "only for roles of the bit mask ");
	else if (caveat_form_of_type(caveat->type) == NULL)
		tell_number(limits, caveat->type,
			    "perhaps less: this version does not know caveat ");
	return true;
}

void limit_words(struct caveat_list list, const struct access *access,
		 struct secret *ret_lines)
{
	struct limits limits = {list, *access, ret_lines};
	uint64_t app;

	if (caveats_app(list, &app)) {
		limits.access.app = app;
		limits.access.machine = slice_of("\x01", 1);
	}
	if (!caveats_visit(list, tell, &limits))
		secret_append_string(ret_lines,
				     "nothing: a caveat can't be read\n");
}
