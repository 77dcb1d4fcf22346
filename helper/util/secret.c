/* SPDX-License-Identifier: MIT */
/* Growing bytes that leave no copy behind: tokens, passphrases, records. */
#include "config.h"

#include "util/secret.h"

#include "util/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void secret_clear(struct secret *secret)
{
	if (secret->data)
		explicit_bzero(secret->data, secret->capacity);
	free(secret->data);
	*secret = (struct secret)SECRET_EMPTY;
}

void secret_reserve(struct secret *secret, size_t size)
{
	struct secret larger;

	if (size < secret->capacity)
		return;
	larger.capacity = size + 1;
	larger.length = secret->length;
	larger.data = alloc_bytes(larger.capacity);
	if (secret->length)
		memcpy(larger.data, secret->data, secret->length);
	larger.data[larger.length] = '\0';
	secret_clear(secret);
	*secret = larger;
}

void secret_append(struct secret *secret, const void *bytes, size_t length)
{
	size_t needed = secret->length + length;

	if (needed >= secret->capacity)
		secret_reserve(secret, needed < 128 ? 255 : 2 * needed);
	if (length)
		memcpy(secret->data + secret->length, bytes, length);
	secret->length = needed;
	secret->data[needed] = '\0';
}

void secret_append_string(struct secret *secret, const char *text)
{
	secret_append(secret, text, strlen(text));
}

void secret_append_number(struct secret *secret, int64_t number)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[21];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--at] = '-';
	secret_append(secret, digits + at, sizeof(digits) - at);
}

void secret_drop_front(struct secret *secret, size_t length)
{
	size_t rest = secret->length - length;

	if (length == 0)
		return;
	memmove(secret->data, secret->data + length, rest);
	explicit_bzero(secret->data + rest, length);
	secret->length = rest;
}

void secret_append_hex(struct secret *secret, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;
	size_t i;

	for (i = 0; i < length; i++) {
		char digits[2] = {"0123456789abcdef"[from[i] >> 4],
				  "0123456789abcdef"[from[i] & 15]};

		secret_append(secret, digits, 2);
	}
}

bool secret_read(struct secret *secret, int fd, size_t limit, const char *what,
		 struct error *err)
{
	size_t start = secret->length;
	ssize_t got;

	for (;;) {
		if (secret->capacity - secret->length < 1025)
			secret_reserve(secret, 2 * secret->length + 1536);
		got = read(fd, secret->data + secret->length,
			   secret->capacity - secret->length - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_errno(err, "can't read %s", what);
		if (got == 0)
			break;
		secret->length += (size_t)got;
		secret->data[secret->length] = '\0';
		if (secret->length - start > limit)
			return fail(err, ERR_USAGE,
				    "%s is longer than %zu bytes", what, limit);
	}
	secret->data[secret->length] = '\0';
	return true;
}

bool secret_read_file(struct secret *secret, int fd, size_t size,
		      const char *what, struct error *err)
{
	ssize_t got;

	secret_reserve(secret, secret->length + size);
	while (size) {
		got = read(fd, secret->data + secret->length, size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_errno(err, "can't read %s", what);
		if (got == 0)
			break;
		secret->length += (size_t)got;
		size -= (size_t)got;
	}
	secret->data[secret->length] = '\0';
	return true;
}

bool secret_write(const struct secret *secret, int fd, const char *what,
		  struct error *err)
{
	size_t done = 0;
	ssize_t put;

	while (done < secret->length) {
		put = write(fd, secret->data + done, secret->length - done);
		if (put < 0 && errno != EINTR)
			return fail_errno(err, "can't write %s", what);
		if (put > 0)
			done += (size_t)put;
	}
	return true;
}
