/* SPDX-License-Identifier: MIT */
/* How a function says why it failed: a code to act on, a line to print. */
#include "config.h"

#include "util/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 0))) static void set(struct error *err,
						      enum error_code code,
						      const char *format,
						      va_list arguments)
{
	char message[sizeof(err->message)];

	vsnprintf(message, sizeof(message), format, arguments);
	memcpy(err->message, message, sizeof(message));
	err->code = code;
}

bool fail(struct error *err, enum error_code code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set(err, code, format, arguments);
	va_end(arguments);
	return false;
}

bool fail_errno(struct error *err, const char *format, ...)
{
	int number = errno;
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	set(err, ERR_FAILED, format, arguments);
	va_end(arguments);
	length = strlen(err->message);
	snprintf(err->message + length, sizeof(err->message) - length, ": %s",
		 strerror(number));
	return false;
}
