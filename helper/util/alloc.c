/* SPDX-License-Identifier: MIT */
/* Memory that is there or the program is not: out of memory ends it. */
#include "config.h"

#include "util/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *checked(void *memory)
{
	if (memory == NULL) {
		fputs("fly-cred: out of memory\n", stderr);
		_exit(1);
	}
	return memory;
}

void *alloc_bytes(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *alloc_zeroed(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size));
}

void *alloc_resized(void *array, size_t count, size_t size)
{
	return checked(reallocarray(array, count ? count : 1, size));
}

char *alloc_string(const char *text)
{
	return checked(strdup(text));
}

char *alloc_joined(const char *first, ...)
{
	size_t length = 0;
	va_list texts;
	const char *text;
	char *joined, *end;

	va_start(texts, first);
	for (text = first; text; text = va_arg(texts, const char *))
		length += strlen(text);
	va_end(texts);
	joined = end = alloc_bytes(length + 1);
	va_start(texts, first);
	for (text = first; text; text = va_arg(texts, const char *))
		end = stpcpy(end, text);
	va_end(texts);
	return joined;
}

char *alloc_formatted(const char *format, ...)
{
	va_list arguments;
	char *text = NULL;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	return checked(length < 0 ? NULL : text);
}
