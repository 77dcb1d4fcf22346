/* SPDX-License-Identifier: MIT */
/* YAML read event by event, with complaints that name the place. */
#include "config.h"

#include "resolve/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define DEPTH_MAX 64

bool yaml_reader_open(struct yaml_reader *reader, struct slice text,
		      struct error *err)
{
	memset(reader, 0, sizeof(*reader));
	if (!yaml_parser_initialize(&reader->parser))
		return fail(err, ERR_FAILED, "libyaml can't be started");
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, text.bytes, text.length);
	return true;
}

void yaml_reader_close(struct yaml_reader *reader)
{
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
}

static bool fail_mark(yaml_mark_t mark, struct error *err, const char *message)
{
	return fail(err, ERR_USAGE, "%zu:%zu: %s", mark.line + 1,
		    mark.column + 1, message);
}

bool yaml_reader_next(struct yaml_reader *reader, struct error *err)
{
	const yaml_parser_t *parser = &reader->parser;

	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return true;
	/* Wrong bytes are found ahead of where the scanner is. */
	return fail_mark(
		parser->error == YAML_READER_ERROR ? parser->mark
						   : parser->problem_mark,
		err, parser->problem ? parser->problem : "this is not YAML");
}

bool yaml_reader_begin(struct yaml_reader *reader, bool *ret_is_empty,
		       struct error *err)
{
	if (!yaml_reader_next(reader, err) || !yaml_reader_next(reader, err))
		return false;
	*ret_is_empty = reader->event.type == YAML_STREAM_END_EVENT;
	if (*ret_is_empty)
		return true;
	if (!yaml_reader_next(reader, err))
		return false;
	*ret_is_empty = yaml_reader_is_null(reader);
	if (*ret_is_empty)
		return yaml_reader_end(reader, err);
	return reader->event.type == YAML_MAPPING_START_EVENT ||
	       yaml_reader_fail(reader, err, "this is not a mapping");
}

bool yaml_reader_end(struct yaml_reader *reader, struct error *err)
{
	if (!yaml_reader_next(reader, err) || !yaml_reader_next(reader, err))
		return false;
	return reader->event.type == YAML_STREAM_END_EVENT ||
	       yaml_reader_fail(reader, err, "there is a second document");
}

bool yaml_reader_skip(struct yaml_reader *reader, struct error *err)
{
	size_t depth = 0;

	for (;;) {
		switch (reader->event.type) {
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
			if (++depth > DEPTH_MAX)
				return yaml_reader_fail(reader, err,
							"this goes too deep");
			break;
		case YAML_SEQUENCE_END_EVENT:
		case YAML_MAPPING_END_EVENT:
			depth--;
			break;
		default:
			break;
		}
		if (depth == 0)
			return true;
		if (!yaml_reader_next(reader, err))
			return false;
	}
}

const char *yaml_reader_text(const struct yaml_reader *reader)
{
	const char *text;

	if (reader->event.type != YAML_SCALAR_EVENT)
		return NULL;
	text = (const char *)reader->event.data.scalar.value;
	return strlen(text) == reader->event.data.scalar.length ? text : NULL;
}

static bool is_plain(const struct yaml_reader *reader)
{
	return reader->event.type == YAML_SCALAR_EVENT &&
	       reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static bool is_one_of(const char *text, const char *const *words)
{
	while (*words && strcmp(text, *words) != 0)
		words++;
	return *words != NULL;
}

bool yaml_reader_is_null(const struct yaml_reader *reader)
{
	static const char *const words[] = {"",	    "~",    "null",
					    "Null", "NULL", NULL};
	const char *text = yaml_reader_text(reader);

	return text && is_plain(reader) && is_one_of(text, words);
}

/* Text is what has quotes, and what could not be read as anything else. */
static bool is_text(const struct yaml_reader *reader)
{
	static const char *const words[] = {"true",  "True",  "TRUE", "false",
					    "False", "FALSE", NULL};
	const char *text = yaml_reader_text(reader);
	char *end;

	if (text == NULL || yaml_reader_is_null(reader))
		return false;
	if (!is_plain(reader))
		return true;
	if (is_one_of(text, words))
		return false;
	if (strchr("+-.0123456789", *text) == NULL)
		return true;
	strtod(text, &end);
	return *end != '\0';
}

bool yaml_reader_key(struct yaml_reader *reader, const char **ret_key,
		     struct error *err)
{
	*ret_key = NULL;
	if (!yaml_reader_next(reader, err))
		return false;
	if (reader->event.type == YAML_MAPPING_END_EVENT)
		return true;
	*ret_key = yaml_reader_text(reader);
	return *ret_key ||
	       yaml_reader_fail(reader, err, "a key should be text");
}

bool yaml_reader_mapping(struct yaml_reader *reader, const char *name,
			 bool *ret_is_empty, struct error *err)
{
	if (!yaml_reader_next(reader, err))
		return false;
	*ret_is_empty = yaml_reader_is_null(reader);
	return *ret_is_empty ||
	       reader->event.type == YAML_MAPPING_START_EVENT ||
	       yaml_reader_fail(reader, err,
				"%s expects keys with values below it", name);
}

bool yaml_reader_value(struct yaml_reader *reader, const char **ret_text,
		       struct error *err)
{
	if (!yaml_reader_next(reader, err))
		return false;
	*ret_text = yaml_reader_is_null(reader) ? NULL
						: yaml_reader_text(reader);
	return true;
}

bool yaml_reader_fail(const struct yaml_reader *reader, struct error *err,
		      const char *format, ...)
{
	char message[sizeof(err->message)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return fail_mark(reader->event.start_mark, err, message);
}

/* Having read a key's event: whether it is the one, and if so its value. */
static bool read_pair(struct yaml_reader *reader, const char *key,
		      bool *ret_is_found, char *ret_value, struct error *err)
{
	const char *name = yaml_reader_text(reader), *text;

	if (name == NULL || strcmp(name, key) != 0)
		return yaml_reader_skip(reader, err) &&
		       yaml_reader_next(reader, err) &&
		       yaml_reader_skip(reader, err);
	if (*ret_is_found)
		return yaml_reader_fail(reader, err, "'%s' is given twice",
					key);
	if (!yaml_reader_next(reader, err))
		return false;
	if (!is_text(reader))
		return yaml_reader_fail(
			reader, err,
			"'%s' is not a string; "
			"if it is meant to be, put it in quotes",
			key);
	text = yaml_reader_text(reader);
	if (strlen(text) >= MARKUP_VALUE_SIZE)
		return yaml_reader_fail(reader, err,
					"this is longer than %d bytes",
					MARKUP_VALUE_SIZE - 1);
	memcpy(ret_value, text, strlen(text) + 1);
	*ret_is_found = true;
	return true;
}

bool yaml_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err)
{
	CLEANUP(yaml_reader_close) struct yaml_reader reader;
	bool is_empty, is_found = false;

	ret_value[0] = '\0';
	if (!yaml_reader_open(&reader, text, err) ||
	    !yaml_reader_begin(&reader, &is_empty, err))
		return false;
	if (is_empty)
		return true;
	for (;;) {
		if (!yaml_reader_next(&reader, err))
			return false;
		if (reader.event.type == YAML_MAPPING_END_EVENT)
			return yaml_reader_end(&reader, err);
		if (!read_pair(&reader, key, &is_found, ret_value, err))
			return false;
	}
}
