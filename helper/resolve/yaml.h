/* SPDX-License-Identifier: MIT */
/* YAML read event by event, with complaints that name the place. */
#ifndef FC_YAML_H
#define FC_YAML_H

#include "resolve/markup.h"

#include <yaml.h>

/* Open with yaml_reader_open, which the text must outlive. */
struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the one read last */
};

bool yaml_reader_open(struct yaml_reader *reader, struct slice text,
		      struct error *err) MUST_CHECK;
void yaml_reader_close(struct yaml_reader *reader);

/* Reads one event. What is not YAML is ERR_USAGE "LINE:COLUMN: ...". */
bool yaml_reader_next(struct yaml_reader *reader, struct error *err) MUST_CHECK;

/*
 * Reads up to the first event of the only document's content, which is a
 * mapping; ret_is_empty when there is none. Other content is an error.
 */
bool yaml_reader_begin(struct yaml_reader *reader, bool *ret_is_empty,
		       struct error *err) MUST_CHECK;

/* Reads on behind the mapping to the end; a second document is an error. */
bool yaml_reader_end(struct yaml_reader *reader, struct error *err) MUST_CHECK;

/* Having read the first event of a value, reads its last, whatever it is. */
bool yaml_reader_skip(struct yaml_reader *reader, struct error *err) MUST_CHECK;

/* Reads the next key of a mapping; ret_key is NULL at its end. */
bool yaml_reader_key(struct yaml_reader *reader, const char **ret_key,
		     struct error *err) MUST_CHECK;

/* Reads the beginning of a mapping; nothing at all is an empty one. */
bool yaml_reader_mapping(struct yaml_reader *reader, const char *name,
			 bool *ret_is_empty, struct error *err) MUST_CHECK;

/* Reads a value; ret_text is NULL when it is no text. */
bool yaml_reader_value(struct yaml_reader *reader, const char **ret_text,
		       struct error *err) MUST_CHECK;

/* The text of the event read last, NULL when that is none or holds a NUL. */
const char *yaml_reader_text(const struct yaml_reader *reader);

/* Whether it is written without quotes and means null, say nothing or ~. */
bool yaml_reader_is_null(const struct yaml_reader *reader);

/* ERR_USAGE "LINE:COLUMN: <message>" at the event read last; false. */
bool yaml_reader_fail(const struct yaml_reader *reader, struct error *err,
		      const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As json_find_string: what libyaml takes for YAML, and a mapping. */
bool yaml_find_string(struct slice text, const char *key,
		      char ret_value[static MARKUP_VALUE_SIZE],
		      struct error *err) MUST_CHECK;

#endif
