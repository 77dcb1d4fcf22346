/* SPDX-License-Identifier: MIT */
/* What the readers of TOML, JSON and YAML have in common. */
#include "config.h"

#include "resolve/markup.h"

#include <stdarg.h>
#include <stdio.h>

bool markup_fail(struct slice text, size_t offset, struct error *err,
		 const char *format, ...)
{
	size_t line = 1, column = 1, i;
	char message[sizeof(err->message)];
	va_list arguments;

	for (i = 0; i < offset && i < text.length; i++) {
		if (text.bytes[i] == '\n') {
			line++;
			column = 1;
		} else if ((text.bytes[i] & 0xc0) != 0x80) {
			column++;
		}
	}
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return fail(err, ERR_USAGE, "%zu:%zu: %s", line, column, message);
}

bool markup_take(struct slice text, size_t offset, struct slice value,
		 char ret_value[static MARKUP_VALUE_SIZE], struct error *err)
{
	if (value.length >= MARKUP_VALUE_SIZE)
		return markup_fail(text, offset, err,
				   "this is longer than %d bytes",
				   MARKUP_VALUE_SIZE - 1);
	if (value.length && memchr(value.bytes, '\0', value.length))
		return markup_fail(text, offset, err,
				   "this holds a NUL character");
	if (value.length)
		memcpy(ret_value, value.bytes, value.length);
	ret_value[value.length] = '\0';
	return true;
}
