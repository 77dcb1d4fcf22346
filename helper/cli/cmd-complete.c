/* SPDX-License-Identifier: MIT */
/*
 * fly-cred complete: what may come next, for the completions of bash, zsh and
 * fish. It reads the tables that parse the command line: there is no second
 * list. One line for each word, behind a tab what it means; no line where
 * the shell's own completion, of files, does better.
 */
#include "config.h"

#include "cli/command.h"
#include "cli/complete-data.h"
#include "token/kind.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

/* Ends with the word that is being typed. */
struct line {
	char **words;
	size_t count;
};

static const char *typed(const struct line *line)
{
	return line->words[line->count - 1];
}

static void offer_told(const struct line *line, const char *word,
		       const char *meaning)
{
	char shown[256];

	if (strncmp(word, typed(line), strlen(typed(line))) != 0)
		return;
	text_printable(word, shown, sizeof(shown));
	printf("%s%s%s\n", shown, meaning ? "\t" : "", meaning ? meaning : "");
}

static void offer(const char *word, void *data)
{
	offer_told(data, word, NULL);
}

static void offer_words(const struct line *line, const char *words)
{
	char word[64];

	for (; words && *words; words += strspn(words, " ")) {
		size_t length = strcspn(words, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		offer_told(line, word, NULL);
		words += length;
	}
}

static void offer_commands(const struct line *line)
{
	const struct command *const *at;

	for (at = commands; *at; at++)
		if (!(*at)->is_hidden)
			offer_told(line, (*at)->name, (*at)->summary);
}

static void offer_options(const struct line *line, const struct option_row *row)
{
	char word[64];

	for (; row->name; row++) {
		snprintf(word, sizeof(word), "--%s", row->name);
		offer_told(line, word, row->help);
	}
	offer_told(line, "--help", "print this");
}

/* The values of what help calls so; numbers and files have none. */
static void offer_values(struct line *line, const struct option_row *row)
{
	static const struct {
		const char *name, *argument;
		const char *words; /* NULL: data */
		enum complete_data data;
	} known[] = {
		{"app", "NAME", NULL, COMPLETE_APPS},
		{"org", "SLUG", NULL, COMPLETE_ORGS},
		{"account", "NAME", NULL, COMPLETE_ACCOUNTS},
		{"scope", "SCOPE", NULL, COMPLETE_SCOPES},
		{"profile", "NAME", KIND_WORDS, 0},
		{"shell", "NAME", "bash zsh sh fish json dotenv github", 0},
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(row->name, known[i].name) != 0 ||
		    strcmp(row->argument, known[i].argument) != 0)
			continue;
		offer_words(line, known[i].words);
		if (known[i].words == NULL)
			complete_data(known[i].data, offer, line);
	}
}

/* The row whose value comes behind the word, or NULL. */
static const struct option_row *waiting(const struct option_row *row,
					const char *word)
{
	for (; row->name; row++) {
		if (row->kind == OPTION_FLAG || row->kind == OPTION_MAYBE)
			continue;
		if (strncmp(word, "--", 2) == 0
			    ? strcmp(word + 2, row->name) == 0
			    : word[0] == '-' && word[1] == row->letter &&
				      row->letter && word[2] == '\0')
			return row;
	}
	return NULL;
}

/* Whether what is typed belongs to another program. */
static bool is_behind_end(const struct line *line)
{
	size_t i;

	for (i = 1; i + 1 < line->count; i++)
		if (strcmp(line->words[i], "--") == 0)
			return true;
	return false;
}

static void complete(struct line *line)
{
	const struct command *command = command_find(line->words[0]);
	const struct option_row *row;

	if (command == NULL || is_behind_end(line))
		return;
	row = line->count > 2 ? waiting(command->options,
					line->words[line->count - 2])
			      : NULL;
	if (row)
		offer_values(line, row);
	else if (typed(line)[0] == '-')
		offer_options(line, command->options);
	else
		offer_words(line, command->choices);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	struct line line = {arguments, 0};

	(void)data;
	(void)err;
	while (arguments[line.count])
		line.count++;
	if (line.count == 1)
		offer_commands(&line);
	else if (line.count > 1)
		complete(&line);
	return true;
}

static const struct option_row options[] = {{.name = NULL}};

const struct command command_complete = {
	.name = "complete",
	.arguments = "-- WORD...",
	.summary = "print what may come next, for shells",
	.example = "fly-cred complete -- get --app ''",
	.options = options,
	.arguments_max = -1,
	.stops_at_argument = true,
	.is_hidden = true,
	.run = run,
};
