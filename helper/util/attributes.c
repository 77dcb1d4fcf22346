/* SPDX-License-Identifier: MIT */
/* key=value lines, the one text form of fly-cred. */
#include "config.h"

#include "util/attributes.h"

#include "util/alloc.h"
#include "util/timestamp.h"

#include <sodium.h>
#include <string.h>

void attributes_clear(struct attributes *attributes)
{
	free(attributes->items);
	*attributes = (struct attributes)ATTRIBUTES_EMPTY;
}

static void push(struct attributes *attributes, const char *key,
		 const char *value)
{
	/* Room doubles at every power of two, starting with eight. */
	if (attributes->count % 8 == 0 &&
	    (attributes->count & (attributes->count - 1)) == 0)
		attributes->items = alloc_resized(
			attributes->items,
			attributes->count ? 2 * attributes->count : 8,
			sizeof(*attributes->items));
	attributes->items[attributes->count++] = (struct attribute){
		.key = key, .value = value};
}

bool attributes_parse(struct secret *text, struct attributes *ret_attributes,
		      struct error *err)
{
	char *line = text->data, *end = line ? line + text->length : line;

	attributes_clear(ret_attributes);
	if (text->length && (memchr(line, '\0', text->length) ||
			     memchr(line, '\r', text->length)))
		return fail(err, ERR_FAILED,
			    "a key=value line holds a CR or NUL byte");
	while (line < end && *line != '\n') {
		char *stop = memchr(line, '\n', (size_t)(end - line));
		char *equals;

		if (stop == NULL)
			stop = end;
		*stop = '\0';
		equals = strchr(line, '=');
		if (equals == NULL || equals == line)
			return fail(err, ERR_FAILED,
				    "a line is not of the form key=value");
		*equals = '\0';
		push(ret_attributes, line, equals + 1);
		line = stop + 1;
	}
	return true;
}

const char *attributes_get(const struct attributes *attributes, const char *key)
{
	size_t i;

	for (i = 0; i < attributes->count; i++)
		if (strcmp(attributes->items[i].key, key) == 0)
			return attributes->items[i].value;
	return NULL;
}

bool attributes_get_number(const struct attributes *attributes, const char *key,
			   int64_t *ret_number)
{
	const char *value = attributes_get(attributes, key);

	return value && number_parse(value, ret_number);
}

bool attributes_get_hex(const struct attributes *attributes, const char *key,
			void *ret_bytes, size_t size)
{
	const char *value = attributes_get(attributes, key);
	size_t length;

	return value && strlen(value) == 2 * size &&
	       sodium_hex2bin(ret_bytes, size, value, 2 * size, NULL, &length,
			      NULL) == 0 &&
	       length == size;
}

bool attributes_add(struct secret *text, const char *key, const char *value,
		    struct error *err)
{
	if (value == NULL)
		return true;
	if (strpbrk(value, "\r\n"))
		return fail(err, ERR_FAILED, "%s holds a line break", key);
	secret_append_string(text, key);
	secret_append(text, "=", 1);
	secret_append_string(text, value);
	secret_append(text, "\n", 1);
	return true;
}

void attributes_add_number(struct secret *text, const char *key, int64_t number)
{
	secret_append_string(text, key);
	secret_append(text, "=", 1);
	secret_append_number(text, number);
	secret_append(text, "\n", 1);
}

void attributes_add_hex(struct secret *text, const char *key, const void *bytes,
			size_t size)
{
	secret_append_string(text, key);
	secret_append(text, "=", 1);
	secret_append_hex(text, bytes, size);
	secret_append(text, "\n", 1);
}
