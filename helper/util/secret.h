/* SPDX-License-Identifier: MIT */
/* Growing bytes that leave no copy behind: tokens, passphrases, records. */
#ifndef FC_SECRET_H
#define FC_SECRET_H

#include "util/cleanup.h"
#include "util/error.h"
#include "util/slice.h"

#include <stdint.h>

/*
 * data is NULL or followed by a NUL that length does not count. Growing copies
 * and wipes the old block; secret_clear wipes. Start with SECRET_EMPTY.
 */
struct secret {
	char *data;
	size_t length;
	size_t capacity;
};

#define SECRET_EMPTY       \
	{                  \
		NULL, 0, 0 \
	}
#define AUTO_SECRET CLEANUP(secret_clear)

/* Wipes and frees; the secret is empty afterwards and may be used again. */
void secret_clear(struct secret *secret);

/* Makes room for size bytes in all, so that appending does not move. */
void secret_reserve(struct secret *secret, size_t size);

void secret_append(struct secret *secret, const void *bytes, size_t length);
void secret_append_string(struct secret *secret, const char *text);
void secret_append_number(struct secret *secret, int64_t number);

/* Takes that many bytes, which must be there, off the front and wipes them. */
void secret_drop_front(struct secret *secret, size_t length);

/* Appends the lower-case hexadecimal digits of the bytes. */
void secret_append_hex(struct secret *secret, const void *bytes, size_t length);

/*
 * Appends what fd delivers up to its end. More than limit bytes are an error
 * (ERR_USAGE); what names the source in messages.
 */
bool secret_read(struct secret *secret, int fd, size_t limit, const char *what,
		 struct error *err) MUST_CHECK;

/*
 * Appends the size bytes that a regular file is known to have, less if it got
 * shorter meanwhile: no more room to wipe than that, no look for its end.
 */
bool secret_read_file(struct secret *secret, int fd, size_t size,
		      const char *what, struct error *err) MUST_CHECK;

/* Writes all of it to fd; what names the target in messages. */
bool secret_write(const struct secret *secret, int fd, const char *what,
		  struct error *err) MUST_CHECK;

static inline struct slice secret_slice(const struct secret *secret)
{
	return slice_of(secret->data, secret->length);
}

/* The text, "" when empty; valid until the next change. */
static inline const char *secret_text(const struct secret *secret)
{
	return secret->data ? secret->data : "";
}

#endif
