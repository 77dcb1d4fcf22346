/* SPDX-License-Identifier: MIT */
/* How a function says why it failed: a code to act on, a line to print. */
#ifndef FC_ERROR_H
#define FC_ERROR_H

#include <stdbool.h>

/*
 * Codes exist only where a caller acts differently. Their numbers are the exit
 * statuses of fly-cred(1); protocol programs exit 1 on all of them.
 */
enum error_code {
	ERR_FAILED = 1,	   /* none of the below */
	ERR_USAGE = 2,	   /* the command or a setting is wrong */
	ERR_NOT_FOUND = 3, /* there is no such thing */
	ERR_LOCKED = 4,	   /* the store's key is not at hand */
	ERR_EXPIRED = 5,   /* expired and not renewable */
	ERR_DENIED = 6,	   /* Fly refused */
	ERR_NETWORK = 7,   /* Fly could not be reached, or made no sense */
	ERR_CORRUPT = 8,   /* the store is damaged */
};

struct error {
	enum error_code code;
	char message[600]; /* one line without newline; never a secret */
};

/*
 * Sets code and message and returns false, so that a failure is one line:
 *     return fail(err, ERR_NOT_FOUND, "no account '%s'", name);
 * Arguments may lie inside err->message. Text from outside belongs through
 * text_printable() first.
 */
bool fail(struct error *err, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with ERR_FAILED and ": <strerror(errno)>" after the message. */
bool fail_errno(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
